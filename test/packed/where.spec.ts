// That this is the package, in each of its entry points: an error says where it was thrown.
import { expect, it } from 'vitest';
import { compile } from '../../src/compile/index.ts';
import { Value } from '../../src/engine.ts';
import { grade } from '../../src/grading/index.ts';
import { parseFormula } from '../../src/index.ts';
import { MLP } from '../../src/nn.ts';
import { Random } from '../../src/random.ts';

const nothing = undefined as never;
it.each<[string, () => unknown]>([
  ['index.ts', () => parseFormula(nothing)],
  ['engine.ts', () => new Value(nothing)],
  ['nn.ts', () => new MLP(2, [1]).forward([])],
  ['random.ts', () => new Random(0.5)],
  ['compile/index.ts', () => compile(() => nothing)],
  ['grading/index.ts', () => grade(Value, { seed: 0.5 })],
])('what stands for src/%s is the installed package', async (_, act) => {
  const error = await Promise.resolve().then(act).catch((error: unknown) => error);
  const thrownAt = (error as Error).stack?.split('\n').find((line) => /^ +at /.test(line));
  expect(thrownAt).toContain('coverage/packed/node_modules/micrograd-lab/');
});
