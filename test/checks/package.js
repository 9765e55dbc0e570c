// Packs the package elsewhere (attw deletes the tarball that it has read) and has publint and attw look at it.
import { execSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
const run = (command, cwd) => execSync(command, { cwd, stdio: 'inherit' });
try {
  run(`npm pack --pack-destination "${folder}"`, join(import.meta.dirname, '..', '..'));
  const tarball = join(folder, readdirSync(folder)[0]);
  run(`npx --no-install publint run "${tarball}" --strict`, import.meta.dirname);
  run(`npx --no-install attw "${tarball}"`, import.meta.dirname);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
