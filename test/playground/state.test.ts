// The address of the page: everything is in it, and whatever somebody makes of it, the page opens.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets } from '../../examples/playground/src/expression/presets.ts';
import { fourDecimals, short, show } from '../../examples/playground/src/format.ts';
import {
  activations, datasets, engines, fromHash, initialState, limits, lineKinds, losses, optimizers, paces, parts, shades,
  tempos,
  toHash, ways, type State,
} from '../../examples/playground/src/state.ts';
import { runs } from '../support/seed.ts';

const within = ({ least, most }: { least: number; most: number }) =>
  fc.double({ min: least, max: most, noNaN: true }).map((x) => x + 0); // -0 is written as 0
const whole = ({ least, most }: { least: number; most: number }) => fc.integer({ min: least, max: most });
const coordinate = within({ least: -limits.plane, most: limits.plane });
const states: fc.Arbitrary<State> = fc.record({
  room: fc.constantFrom('expression', 'training'),
  theme: fc.constantFrom('system', 'light', 'dark'),
  formula: fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom(...presets.map(({ text }) => text))),
  way: fc.constantFrom(...ways),
  step: whole({ least: -1, most: 1000 }),
  tempo: fc.constantFrom(...tempos),
  predict: fc.constantFrom('no', 'yes'),
  dataset: fc.constantFrom(...datasets),
  samples: whole(limits.samples),
  noise: within(limits.noise),
  points: fc.array(fc.record({ x: coordinate, y: coordinate, label: whole({ least: 0, most: 2 }) }), { maxLength: 5 }),
  layers: fc.array(whole({ least: 1, most: limits.neurons }), { maxLength: limits.layers }),
  activation: fc.constantFrom(...activations),
  loss: fc.constantFrom(...losses),
  optimizer: fc.constantFrom(...optimizers),
  learningRate: within(limits.learningRate),
  regularization: within(limits.regularization),
  batch: whole(limits.batch),
  decay: whole(limits.decay),
  test: whole(limits.test),
  seed: whole(limits.seed),
  draw: whole(limits.draw),
  engine: fc.constantFrom(...engines),
  pace: fc.constantFrom(...paces),
  lines: fc.constantFrom(...lineKinds),
  shading: fc.constantFrom(...shades),
  hide: fc.subarray([...parts]),
});

describe('the address', () => {
  it('of any state leads back to that state', () => {
    fc.assert(fc.property(states, (state) => { expect(fromHash(`#${toHash(state)}`)).toEqual(state); }), runs(300));
  });

  it('says nothing where all is at its default', () => {
    expect(toHash(initialState)).toBe('');
    expect(fromHash('')).toEqual(initialState);
  });

  it('names what differs', () => {
    const state: State = { ...initialState, layers: [], seed: 7, points: [{ x: 0.5, y: -1, label: 2 }] };
    expect(toHash(state)).toBe('points=0.5%2C-1%2C2&layers=&seed=7');
  });

  it('names one of the lecture’s formulas by a short name, so that a guide can link to it', () => {
    const neuron = presets.find(({ id }) => id === 'neuron')?.text;
    expect(fromHash('preset=neuron&step=3')).toEqual({ ...initialState, formula: neuron, step: 3 });
    expect(toHash(fromHash('preset=neuron&step=3'))).toBe('preset=neuron&step=3');
    expect(fromHash('preset=neuron&formula=a')).toEqual({ ...initialState, formula: 'a' });
    expect(fromHash('preset=nobody')).toEqual(initialState);
  });

  const guide = readFileSync(new URL('../../examples/guides/students.md', import.meta.url), 'utf8');
  const links = [...guide.matchAll(/\(http:\/\/localhost:5173\/#([^)]*)\)/g)].map(([, hash]) => hash);
  it('in the students’ guide says nothing that the page does not take', () => {
    expect(links.length).toBeGreaterThan(8);
    const entries = (hash: string) => [...new URLSearchParams(hash)].map(String).sort();
    for (const hash of links) expect(entries(toHash(fromHash(hash)))).toEqual(entries(hash));
  });

  it.each([
    'seed=-1', 'seed=1.5', 'seed=abc', 'samples=100000', 'samples=', 'layers=8-x', 'layers=65', 'layers=1-1-1-1-1-1-1',
    'points=1,2', 'points=9,0,0', 'points=0,0,0.5', 'dataset=stars', 'learningRate=Infinity', 'step=-2', 'nobody=1',
    '%',
    'hide=formula-everything',
  ])('that says %s leaves the default in its place', (hash) => {
    expect(fromHash(`#${hash}`)).toEqual(initialState);
  });

  it('of whatever text gives a state', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const state = fromHash(text);
      expect(fromHash(toHash(state))).toEqual(state);
    }), runs(300));
  });
});

describe('show', () => {
  it.each([
    [0, '0'], [-0, '0'], [2, '2'], [-1.5, '−1.5'], [0.7071067811865476, '0.7071'], [6.881373587, '6.8814'],
    [0.00001, '1.00e−5'], [-123456789, '−1.23e8'], [Infinity, '∞'], [-Infinity, '−∞'], [NaN, 'NaN'], [0.99996, '1'],
    [-0.00003, '−3.00e−5'], [0.00012, '0.0001'], [5e-324, '4.94e−324'],
  ])('writes %d as %s', (x, text) => { expect(show(x)).toBe(text); });

  it('writes what a number input can read, too, and 0 for nothing but 0', () => {
    expect([0.00003, -7.5, 0, 12345678].map(fourDecimals)).toEqual(['3.00e-5', '-7.5000', '0.0000', '1.23e+7']);
    expect([0.00003, -7.5, 0, 12345678].map(short)).toEqual(['3.00e-5', '-7.5', '0', '1.23e+7']);
    fc.assert(fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (x) => {
      for (const text of [fourDecimals(x), short(x)]) {
        expect(text).toMatch(/^-?\d+(\.\d+)?(e[-+]\d+)?$/);
        expect(Number(text) === 0).toBe(x === 0);
        expect(Math.abs(Number(text) - x)).toBeLessThanOrEqual(0.00005 + 0.0051 * Math.abs(x));
      }
    }));
  });
});
