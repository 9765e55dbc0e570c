// For Stryker: the bug that is on is known in its own process alone. Here `node` becomes a command that tells it to the
// processes that tests start, and those to the ones that they start, whatever environment these are given.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

const { __stryker__: stryker } = globalThis as unknown as {
  __stryker__: { activeMutant?: string; mutantCoverage?: unknown };
};
let folder: string;

beforeAll(() => {
  const { activeMutant } = stryker;
  folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-node-'));
  const node = process.execPath;
  const command = join(folder, 'node');
  const words = `globalThis.__stryker__ = ${JSON.stringify({ activeMutant })}; process.execPath = '${command}';`;
  const prelude = `data:text/javascript,${encodeURIComponent(words).replaceAll('\'', '%27')}`;
  // With a bug in what should end it, a process may go on for ever: no longer than a minute of its own time. And a
  // shell's own variables are not for it to see.
  const env = 'env -u PWD -u OLDPWD -u SHLVL -u _';
  const script = `#!/bin/sh\nulimit -t 60\nexec ${env} '${node}' --import '${prelude}' "$@"\n`;
  writeFileSync(command, script, { mode: 0o755 });
  process.execPath = command;
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  // What ran here is not all: without this, Stryker's runner takes it for that, also when `coverageAnalysis` is off.
  delete stryker.mutantCoverage;
});
