// For Stryker: the bug that is on is known in its own process alone. Here `node` becomes a command that tells it to the
// processes that tests start, and those to the ones that they start, whatever environment these are given.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

let folder: string;

beforeAll(() => {
  const { __stryker__: { activeMutant } } = globalThis as unknown as { __stryker__: { activeMutant?: string } };
  folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-node-'));
  const node = process.execPath;
  const command = join(folder, 'node');
  const words = `globalThis.__stryker__ = ${JSON.stringify({ activeMutant })}; process.execPath = '${command}';`;
  const prelude = `data:text/javascript,${encodeURIComponent(words).replaceAll('\'', '%27')}`;
  const env = 'env -u PWD -u OLDPWD -u SHLVL -u _'; // a shell's own
  writeFileSync(command, `#!/bin/sh\nexec ${env} '${node}' --import '${prelude}' "$@"\n`, { mode: 0o755 });
  process.execPath = command;
});

afterAll(() => { rmSync(folder, { recursive: true }); });
