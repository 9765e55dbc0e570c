// The guide's table of runtimes is that of the list which test/conformance runs; CI runs it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Runtime { name: string; package?: string; ways: string[]; rooms: string[] }
const { guideOf, runtimes, withoutVersions } = await import(
  new URL('../conformance/runtimes.js', import.meta.url).href) as {
  guideOf: (versionOf: (runtime: Runtime) => string) => string;
  runtimes: Runtime[];
  withoutVersions: (guide: string) => string;
};
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const guide = read('../../examples/guides/runtimes.md');

describe('the guide’s table of runtimes', () => {
  it('is what the list of test/conformance makes, in whatever versions', () => {
    expect(withoutVersions(guide)).toBe(withoutVersions(guideOf(() => '1.2.3')));
    const names = [...guide.matchAll(/^\| ([^|]+?) \|/gm)].map(([, name]) => name);
    expect(names).toEqual(['runtime', '---', ...runtimes.map(({ name }) => name)]);
  });

  it('would not be, with a row less, or one more part of the package', () => {
    const wanted = withoutVersions(guide);
    expect(withoutVersions(guide.replace(/^\| Bun .*\n/m, ''))).not.toBe(wanted);
    expect(withoutVersions(guide.replace(/ - \|$/m, ' yes |'))).not.toBe(wanted);
  });

  it('names Node, Bun, Deno, a browser’s page and worker, TypeScript, Jest, Vue and bundlers', () => {
    const families = new Set(runtimes.map(({ name }) => name.replace(/ [\d.]+$/, '')));
    expect([...families]).toEqual(['Node', 'Bun', 'Deno', 'Chromium, page', 'Chromium, worker', 'TypeScript', 'Jest',
      'Vue', 'esbuild', 'Rollup', 'webpack']);
  });

  it('has a version for each that is a package, which package.json fixes', () => {
    const { devDependencies } = JSON.parse(read('../conformance/package.json')) as {
      devDependencies: Record<string, string>;
    };
    const versions = runtimes.flatMap(({ package: name }) => (name === undefined ? [] : [devDependencies[name]]));
    expect(versions.filter((version) => !/^(npm:\w+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
