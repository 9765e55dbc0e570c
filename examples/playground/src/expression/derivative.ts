// derivative.ts: the derivative of a graph, written as a program of its own, so that it can be stepped like any other.
import { gradients, toFormula, topologicalOrder, type Value } from 'micrograd-lab';
import { nameOf } from './steps.ts';

/** The Values with a name, other than the result: each can be what the derivative is with respect to. */
export function variablesOf(root: Value): Value[] {
  return topologicalOrder(root).filter((value) => value !== root && value.label !== undefined);
}

/**
 * The program of the derivative of `root` with respect to `x`. Its result is called dL_da, for L and a. It can be
 * differentiated again: all names of the graph keep their meaning.
 */
export function derivativeProgram(root: Value, x: Value): string {
  const lines = toFormula(gradients(root, [x])[0], { fold: true }).split('\n');
  const last = lines[lines.length - 1];
  const hasName = last.includes('='); // the derivative of a * b with respect to b is a, and keeps its name
  return [...lines.slice(0, -1), hasName ? last : `d${nameOf(root)}_d${nameOf(x)} = ${last}`].join('\n');
}
