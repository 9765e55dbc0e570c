// The lines of the network's picture: where they run, and which one is under the pointer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heightAt, lineAt, linesOf, thicknessOf } from '../../examples/playground/src/training/lines.ts';
import { planNetwork } from '../../examples/playground/src/training/network-plan.ts';
import { runs } from '../support/seed.ts';

const place = fc.double({ min: -500, max: 500, noNaN: true });
const line = fc.record({ x1: place, y1: place, y2: place, width: fc.double({ min: 10, max: 300, noNaN: true }) })
  .map(({ x1, y1, y2, width }) => ({ layer: 0, neuron: 0, weight: 0, x1, y1, x2: x1 + width, y2 }));

describe('the lines of a network', () => {
  it('are one for each weight, or none between two layers that are too large; and are counted then', () => {
    expect(linesOf(planNetwork([2, 16, 16, 1], 500))).toMatchObject({ lines: { length: 32 + 256 + 16 }, leftOut: 0 });
    expect(linesOf(planNetwork([2, 32, 32, 1], 500))).toMatchObject({ lines: { length: 64 + 32 }, leftOut: 1024 });
  });

  it('lie where the curve lies that a canvas draws', () => {
    fc.assert(fc.property(line, fc.double({ min: 0, max: 1, noNaN: true }), (line, t) => {
      const { x1, y1, x2, y2 } = line;
      // De Casteljau's construction, with the canvas's two control points.
      const between = (a: number, b: number) => a + (b - a) * t;
      let points = [[x1, y1], [(x1 + x2) / 2, y1], [(x1 + x2) / 2, y2], [x2, y2]];
      while (points.length > 1) {
        points = points.slice(1).map(([x, y], i) => [between(points[i][0], x), between(points[i][1], y)]);
      }
      const [[x, y]] = points;
      expect(Math.abs(heightAt(line, x) - y)).toBeLessThan(0.002 * Math.abs(y2 - y1) + 1e-6);
    }), runs(200));
  });

  it('are found under the pointer, the next one first, and not from afar', () => {
    const { lines } = linesOf(planNetwork([2, 4, 4, 1], 500));
    for (const each of lines) {
      const x = each.x1 + 0.65 * (each.x2 - each.x1);
      const found = lineAt(lines, x, heightAt(each, x));
      expect(found && Math.abs(heightAt(found, x) - heightAt(each, x))).toBeLessThan(1e-9);
      expect(lineAt([each], x, heightAt(each, x) + 6)).toBe(each);
      expect(lineAt([each], x, heightAt(each, x) + 8)).toBeUndefined();
      expect(lineAt([each], each.x2 + 1, each.y2)).toBeUndefined();
    }
  });

  it('are thicker for larger numbers; gradients are measured by the largest of them', () => {
    const thicknesses = [0, 0.5, 2, 4, 9].map((weight) => thicknessOf('weights', -weight, 9, false));
    expect(thicknesses).toEqual([...thicknesses].sort((a, b) => a - b));
    expect(thicknesses[3]).toBe(thicknesses[4]);
    expect(thicknessOf('gradients', 1e-9, 1e-9, false)).toBe(thicknessOf('gradients', 5, 5, false));
    expect(thicknessOf('gradients', 1e-9, 1, false)).toBeLessThan(0.5);
    for (const value of [0, NaN]) expect(thicknessOf('gradients', value, 0, true)).toBeGreaterThan(0);
  });
});
