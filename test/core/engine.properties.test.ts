// The engine on random expressions. What is checked stands in support/checks.ts, which planted bugs must not pass.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import * as engine from '../../src/engine.ts';
import { bookkeeping, derivatives, examples, laws, newTally, ofCopies, type Check } from '../support/checks.ts';
import { tamePrograms, type Program } from '../support/expressions.ts';
import { operations } from '../support/rules.ts';
import { runs } from '../support/seed.ts';

describe('what random expressions do not see, or would by luck', () => {
  it.each(Object.entries(ofCopies))('%s', async (_, example) => {
    vi.resetModules();
    const fresh = await import('../../src/engine.ts');
    vi.resetModules();
    example(fresh, await import('../../src/engine.ts'));
  });

  it.each(Object.entries(examples))('%s', (_, example) => { example(engine); });
});

describe('derivatives on random expressions over all operations', () => {
  it.each(Object.entries<Check>(derivatives))('%s', (_, check) => {
    const tally = newTally();
    fc.assert(check(engine, tally), runs(500));
    // Measured over 50,000 runs: five in six could be checked, or more, and each operation stood in one of 14 at least.
    // Were it a lot less, the property would hold by having nothing to say.
    expect(tally.checked / tally.all).toBeGreaterThan(0.7);
    for (const op of operations) expect(tally.operations.get(op), op).toBeGreaterThan(runs(5).numRuns);
  });
});

describe('the random expressions', () => {
  const programs = fc.sample(tamePrograms(), 500);
  const usesOf = ({ steps }: Program) =>
    steps.flatMap(({ a, b }) => [a, b]).filter((operand) => operand !== undefined && 'node' in operand);
  const kinds: [what: string, isOne: (program: Program) => boolean][] = [
    ['x.mul(x)', ({ steps }) => steps.some(({ a, b }) => b && 'node' in a && 'node' in b && a.node === b.node)],
    ['a number on the left', ({ steps }) => steps.some(({ a }) => 'number' in a)],
    ['a number on the right', ({ steps }) => steps.some(({ b }) => b && 'number' in b)],
    ['several leaves', ({ leaves }) => leaves.length > 1],
    ['more than ten steps', ({ steps }) => steps.length > 10],
    ['a node that is used three times or more', (program) => {
      const uses = usesOf(program).map(({ node }) => node);
      return uses.some((node) => uses.filter((other) => other === node).length > 2);
    }],
  ];

  // Each stands in a quarter of them or more; of 500, a tenth is eight standard deviations below that.
  it.each(kinds)('often have %s', (_, isOne) => {
    expect(programs.filter(isOne).length).toBeGreaterThan(50);
  });
});

describe('laws that hold for any expression, up to rounding', () => {
  it.each(Object.entries<Check>(laws))('%s', (_, check) => { fc.assert(check(engine), runs(200)); });
});

describe('bookkeeping on any expression', () => {
  it.each(Object.entries<Check>(bookkeeping))('%s', (_, check) => { fc.assert(check(engine), runs(200)); });
});
