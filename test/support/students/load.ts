// From the text of a student's file to its class.
import { expect } from 'vitest';
import type { ValueClass } from '../../../src/grading/index.ts';
import type { Edit } from './wrong.ts';

let copies = 0;

export async function load(source: string): Promise<ValueClass> {
  const text = `${source.replace('module.exports =', 'export const exported =')}\n// ${copies++}`;
  const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
  interface Exports { Value?: ValueClass; exported?: { Value: ValueClass }; default?: ValueClass }
  const module = await import(/* @vite-ignore */ url) as Exports;
  return (module.Value ?? module.exported?.Value ?? module.default) as ValueClass;
}

/** The source with the edits made, wherever their text stands; it must stand somewhere. */
export const plant = (source: string, edits: Edit[]): string => edits.reduce((text, [from, to]) => {
  expect(text, `the text ${from} must stand in the solution`).toContain(from);
  return text.replaceAll(from, () => to);
}, source);
