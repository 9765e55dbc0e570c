// compile held to the engine. What is checked stands in support/compile-checks.ts, which planted bugs must not pass.
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import { examples, properties, shareOfRuns } from '../support/compile-checks.ts';
import { runs } from '../support/seed.ts';

describe('a compiled function of any expression', () => {
  it.each(Object.entries(properties))('%s', (_, property) => {
    fc.assert(property(compile), runs(100 * shareOfRuns(property)));
  });
});

describe('what random functions do not see, or would by luck', () => {
  it.each(Object.entries(examples))('%s', (_, example) => { example(compile); });
});
