// The README's figures of speed and size: each has a row of the benchmark behind it. `npm run bench -- --readme` keeps
// the rows in bench/readme.json.
import { URL } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Figures {
  cpu: string;
  cores: number;
  node: string;
  commit: string;
  operations: number;
  milliseconds: Record<string, number>;
}
type Machine = Pick<Figures, 'cpu' | 'cores' | 'node' | 'commit'>;
interface Row { engine?: string; median?: number; error?: string }

const { bulletOf, columns, figuresOf, read, withBullet } =
  await import(new URL('../bench/readme.mjs', import.meta.url).href) as {
    bulletOf: (figures: Figures) => string;
    columns: Record<string, string>;
    figuresOf: (machine: Machine, result: { rows: Row[]; operations: number }) => Figures;
    read: () => { readme: string; figures: Figures };
    withBullet: (readme: string, figures: Figures) => string;
  };
const { readme, figures } = read();

/** Times, sizes, shares and ratios that are told in words. (The table, code, and what `npm` prints are not.) */
function claimsIn(text: string): string[] {
  const prose = text.replaceAll(/^(```|~~~)[^]*?^\1|^ *\|.*$/gm, '').replaceAll(/\s+/g, ' ');
  const number = String.raw`(?:\d[\d.,]*|half|twice|(?:two )?hundreds?|two|three|ten|dozens?|thousands?|millions?)`;
  const unit = '(?:ns|µs|ms|s|seconds?|minutes?|bytes|[kKM]i?B|%|x|times|fold|operations)';
  const claim = String.raw`(?:\ba )?(?<![\w.])${number}[ -]?${unit}(?![\w²])|\ba second\b`;
  return prose.match(new RegExp(claim, 'g')) ?? [];
}

const { lab, loop } = figures.milliseconds;
/** What is said in round words is not more than was measured, and not less than half of it. */
const isAbout = (measured: number, said: number) => measured >= said && measured < 2 * said;

/** Outside of the table. */
const claims: Record<string, () => boolean> = {
  'a hundred times': () => isAbout(lab / loop, 100),
};

describe('the README’s figures', () => {
  it('stand in a table as the benchmark wrote it, from a run of all its rows', () => {
    expect(readme).toContain(`\n${bulletOf(figures)}\n`);
    expect(Object.keys(figures.milliseconds)).toEqual(Object.keys(columns));
    expect(figures.commit).toMatch(/^[0-9a-f]{7,}$/);
    expect(figures.node).toMatch(/^\d+\.\d+\.\d+$/);
    for (const time of Object.values(figures.milliseconds)) expect(time).toBeGreaterThan(0);
  });

  it('are all in the table, or have a row behind them', () => {
    expect(claimsIn(readme).filter((claim) => !Object.hasOwn(claims, claim)), 'without a row').toEqual([]);
    expect(Object.keys(claims).filter((claim) => !claimsIn(readme).includes(claim)), 'no longer said').toEqual([]);
    for (const [claim, isTrue] of Object.entries(claims)) expect([claim, isTrue()]).toEqual([claim, true]);
  });

  it.each([
    ['It takes 3 ms.', ['3 ms']], ['in 0.5 µs, or 12 bytes', ['0.5 µs', '12 bytes']], ['is 2x as fast', ['2x']],
    ['a thousand\ntimes slower', ['a thousand times']], ['ten times', ['ten times']], ['4.5 KB of code', ['4.5 KB']],
    ['30% faster', ['30%']], ['65,000 operations a second', ['65,000 operations', 'a second']],
    ['```sh\nsleep 3 s\n```\n| 3 ms |\n1e-14, 200 lines, step 99 loss 0.01, Node 20', []],
  ])('are found in %j', (text, found) => { expect(claimsIn(text)).toEqual(found); });

  it('are noticed when somebody writes another number into the table', () => {
    const forged = readme.replace(/\| 0\.\d+ \|/, '| 0.001 |');
    expect(forged).not.toBe(readme);
    expect(forged).not.toContain(bulletOf(figures));
  });
});

describe('the benchmark', () => {
  const machine = { cpu: 'a CPU', cores: 3, node: '20.0.0', commit: 'abcdef0' };
  const rows = Object.keys(columns).map((engine, i) => ({ engine, median: 0.0012345 * (i + 1) }));

  it('writes its figures in the place of the old ones, and nothing else', () => {
    const fresh = withBullet(readme, figuresOf(machine, { rows, operations: 65_075 }));
    expect(fresh).toContain('| ms a step (a CPU, 3 cores; Node 20.0.0; commit abcdef0) | this engine | compiled |');
    expect(fresh).toContain('moons, 65,000 operations forward and backward | 1.2 | 2.5 | 3.7 | 4.9 | 6.2 | 7.4 |\n');
    expect(fresh.split('\n')).toHaveLength(readme.split('\n').length);
    expect(withBullet(fresh, figures)).toBe(readme);
  });

  it('writes nothing when a row is missing, or did not give the right answers', () => {
    const figure = (changed: Row[]) => () => figuresOf(machine, { rows: changed, operations: 1 });
    expect(figure(rows.slice(1))).toThrow('the README wants a time of lab: it was not run');
    expect(figure([{ engine: 'lab', median: NaN, error: 'wrong: answer 0' }, ...rows.slice(1)]))
      .toThrow('the README wants a time of lab: wrong: answer 0');
    expect(() => withBullet('# Another text\n', figures)).toThrow('no line that begins with - **Speed.**');
  });
});
