// What a release needs: a changelog that has its version, and workflows that name what there is and trust no more than
// they must.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

describe('the changelog', () => {
  const entries = [...read('.github/CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, title]) => title);

  it('begins with the version in package.json, and only that one may lack its date', () => {
    expect(entries[0]).toMatch(/^\d+\.\d+\.\d+ \((\d{4}-\d\d-\d\d|not released yet)\)$/);
    expect(entries[0].split(' ')[0]).toBe(version);
    expect(entries.slice(1).filter((title) => !/^\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)$/.test(title))).toEqual([]);
    const lock = JSON.parse(read('package-lock.json')) as { version: string };
    expect(lock.version).toBe(version);
  });

  it('goes from newer versions to older ones', () => {
    const numbers = entries.map((title) => title.split(' ')[0]);
    const sorted = [...numbers].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    expect(numbers).toEqual(sorted);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

const workflows = readdirSync(join(root, '.github', 'workflows')).map((name) => `.github/workflows/${name}`);
/** The jobs of a workflow, each as its text. */
const jobsOf = (workflow: string) => read(workflow).split(/^jobs:\n/m)[1].split(/^(?= {2}\w+:$)/m);

describe.each(workflows)('the workflow %s', (workflow) => {
  const text = read(workflow);

  it('may read the repository, and nothing else unless a job says so', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    expect(text).not.toContain('secrets.');
  });

  it('uses only GitHub’s own actions; in a job that may write, by their commits', () => {
    for (const job of jobsOf(workflow)) {
      const used = [...job.matchAll(/\buses: (\S+)/g)].map(([, action]) => action);
      const version = job.includes(': write') ? String.raw`[0-9a-f]{40}` : String.raw`v\d+`;
      const isKnown = new RegExp(String.raw`^actions/(checkout|setup-node)@${version}$`);
      const isOurs = (action: string) => action.startsWith('./') && existsSync(join(root, action));
      expect(used.filter((action) => !isKnown.test(action) && !isOurs(action))).toEqual([]);
    }
  });

  it('runs only scripts that there are, and ends by itself', () => {
    for (const job of jobsOf(workflow)) {
      expect(job).toMatch(/^ {4}(timeout-minutes: \d+|uses: \.\/.*)$/m);
      const steps = [...job.matchAll(/- run: npm run (.+)\n(?: {8}working-directory: (\S+)\n)?/g)];
      for (const [, script, folder = '.'] of steps) {
        const [name] = script.split(' -- ');
        expect(JSON.parse(read(join(folder, 'package.json')))).toHaveProperty(['scripts', name]);
      }
      const [, rooms = ''] = /^ {8}room: \[(.*)\]$/m.exec(job) ?? [];
      for (const room of rooms.split(', ').filter(Boolean)) {
        expect(existsSync(join(root, 'test', 'checks', `stryker.${room}.config.js`)), room).toBe(true);
      }
    }
  });
});

describe('a release', () => {
  const text = read('.github/workflows/release.yml');

  it('is tested as every change is, and published with provenance', () => {
    const [tests, publish] = jobsOf('.github/workflows/release.yml').slice(-2);
    expect(tests).toContain('uses: ./.github/workflows/ci.yml');
    expect(read('.github/workflows/ci.yml')).toMatch(/^ {2}workflow_call:/m);
    expect(publish).toMatch(/^ {4}needs: tests$/m);
    expect(publish).toMatch(/^ {6}id-token: write\b/m);
    expect(publish).toMatch(/- run: npm publish --provenance\b/);
  });

  const lacksShell = process.platform === 'win32';
  it.skipIf(lacksShell).each([
    ['is made', 'v1.20.3', '## 1.20.3 (2026-12-24)', true],
    ['is not made for a tag of another version', 'v1.20.4', '## 1.20.3 (2026-12-24)', false],
    ['is not made without a date', 'v1.20.3', '## 1.20.3 (not released yet)', false],
    ['is not made without an entry', 'v1.20.3', '## 1.2.3 (2026-12-24)', false],
    ['is not made on the entry of another version that looks like it', 'v1.20.3', '## 1.2003 (2026-12-24)', false],
  ])('%s: tag %s, entry "%s" (needs a Unix shell)', (_, tag, entry, isMade) => {
    const [, step] = /changelog has its date\n {8}run: \|\n((?: {10}.*\n)+)/.exec(text) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'micrograd-lab-'));
    try {
      mkdirSync(join(folder, '.github'));
      writeFileSync(join(folder, 'package.json'), '{ "version": "1.20.3" }');
      writeFileSync(join(folder, '.github', 'CHANGELOG.md'), `# Changelog\n\n${entry}\n\n- More.\n`);
      const env = { ...process.env, GITHUB_REF_NAME: tag };
      // As GitHub runs a step.
      const { status, stderr } = spawnSync('bash', ['-e', '-c', step], { cwd: folder, env, encoding: 'utf8' });
      expect([status, stderr]).toEqual([isMade ? 0 : 1, '']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the documents in .github', () => {
  const documents = readdirSync(join(root, '.github')).filter((name) => name.endsWith('.md'));

  it.each(documents)('%s links only to files that exist', (name) => {
    const links = [...read(`.github/${name}`).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path);
    expect(links.filter((path) => !existsSync(join(root, '.github', path)))).toEqual([]);
  });
});
