// The zoo: six styles of writing the class, crossed with each slip. All of it takes a minute or two.
import { describe, expect, it } from 'vitest';
import { grade, type Report } from '../../src/grading/index.ts';
import { runs } from '../support/seed.ts';
import { load } from '../support/students/load.ts';
import { zooSlips } from '../support/students/zoo-slips.ts';
import { plan, styles } from '../support/students/zoo.ts';

const failedOf = ({ tests }: Report) => tests.filter(({ passed }) => !passed);
const written = (name: string, style: string) => load(styles[style]({ ...plan, ...zooSlips[name].change }));

/** A style has private fields, which stay free when an object is frozen: there it is no mistake. */
const harmless = new Set(['frozen, in private fields behind getters and setters']);

describe('a right class', () => {
  it.each(Object.keys(styles))('has full marks with any seed: %s', async (style) => {
    const Class = await load(styles[style](plan));
    for (let seed = 1; seed <= runs(200).numRuns; seed++) {
      const report = await grade(Class, { seed, runs: 5 });
      expect([seed, failedOf(report), report.score]).toEqual([seed, [], 100]);
    }
  });
});

describe.each(Object.entries(zooSlips))('%s', (name, { leads, clear }) => {
  it.each(Object.keys(styles).filter((style) => !harmless.has(`${name}, in ${style}`)))(
    'is caught, and its first message leads to it: %s', async (style) => {
      const [first] = failedOf(await grade(await written(name, style), { runs: 10 }));
      const expected = first.message.match(leads) ? leads : clear ?? leads;
      expect(first.message).toMatch(expected);
    });

  it('costs about as much where fast-check is not installed', async () => {
    const Class = await written(name, Object.keys(styles)[0]);
    const [both, fixed] = [await grade(Class), await grade(Class, { runs: 0 })];
    expect(Math.abs(both.score - fixed.score)).toBeLessThanOrEqual(10);
  });
});
