// The milestone of examples/assignments/network: its solution makes all hundred steps of Karpathy's notebook.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawFrom, moons, weights } from '../../examples/assignments/network/given/data.ts';
import run from '../fixtures/notebook-run.json' with { type: 'json' };
import { loadNetwork, solution } from '../support/students/network.ts';

describe('the solution of the second assignment', () => {
  it('makes the notebook’s hundred losses, gets all points right, and draws the handout’s picture', async () => {
    const { Network, trainMoons, countRight, picture } = await loadNetwork(solution);
    const network = new Network(2, [16, 16, 1], 'relu', 'linear', drawFrom(weights));
    const losses = trainMoons(network, moons.points, moons.targets, 100);
    expect(losses).toHaveLength(100);
    losses.forEach((loss, i) => { expect(Math.abs(loss - run.steps[i].loss), `step ${i}`).toBeLessThanOrEqual(1e-9); });
    expect(countRight(network, moons.points, moons.targets)).toBe(100);
    const promised = readFileSync(new URL('../../examples/assignments/network/README.md', import.meta.url), 'utf8');
    const [, code = ''] = /```ts\n((?:(?!```)[^])*moons\.targets, 100\)[^]*?)```/.exec(promised) ?? [];
    const printed = [losses[99].toFixed(10), '100'];
    expect([...code.matchAll(/\/\/ → (.*)/g)].map(([, promise]) => promise)).toEqual(printed);
    const drawn = new URL('../../examples/assignments/network/moons.svg', import.meta.url);
    expect(readFileSync(drawn, 'utf8')).toBe(picture(network, moons.points, moons.targets));
  });
});
