// evaluate.ts: runs a script on somebody's class, and gives back what it saw, as a text.
//
// In the child process this runs after the student's file, which may have replaced Math.tanh, Array.prototype.map or
// JSON.stringify. So what it needs is taken before that, and nothing here looks up a global, or a method or an iterator
// on a prototype: there is no `String(x)`, no `for of`, no `push`, no destructuring of arrays.
import type { Op, Step } from './script.ts';
import { things } from './words.ts';

/** A class of the lecture's shape: `new Value(2)` with `data`, `grad`, the operations as methods, and `backward()`. */
export type ValueClass = new (data: number) => object;

/**
 * How to work with Values that are made, or whose parts are named, in another way. What is left out is as in the
 * lecture: `data` and `grad` are properties that can be read and set, the operations and `backward` are methods. The
 * second operand of an operation may be a number, that of `pow` always is one.
 *
 * @example
 * import { grade, type Adapter } from 'micrograd-lab/grading';
 *
 * const adapter: Adapter<{ number: Value }> = {
 *   create: (x) => ({ number: new Value(x) }),
 *   data: (v) => v.number.data,
 *   grad: (v) => v.number.grad,
 *   add: (a, b) => ({ number: formula`${a.number} + ${typeof b === 'number' ? b : b.number}` }),
 *   backward: (v) => v.number.backward(),
 * };
 * const { tests } = await grade(adapter, { tasks: ['1.2'] });
 * console.log(tests[0].name, tests[0].passed); // → add passes its gradient on to both operands true
 */
export interface Adapter<V = unknown> extends Partial<Record<Op, (a: V, b: V | number) => V>> {
  create: (data: number) => V;
  data?: (value: V) => number;
  grad?: (value: V) => number;
  setData?: (value: V, data: number) => void;
  setGrad?: (value: V, grad: number) => void;
  backward?: (value: V) => unknown;
  /** Other names of methods and of the properties `data` and `grad`, as in `{ mul: 'multiply' }`. */
  rename?: Partial<Record<Op | 'backward' | 'data' | 'grad', string>>;
  /** Makes a Value of each number on the right, but for that of `pow`, where a class takes Values only. */
  wrapNumbers?: boolean;
}

/**
 * What went wrong at a step. `missing`: a method; `result`: what came was no Value; `threw`: it did; `promise`:
 * backward gave one. In a process of its own also, at no known step (-1), `late`: it was stopped for its time; `died`:
 * it ended otherwise; `unusable`: the file, whatever the script.
 */
export interface Fault {
  kind: 'missing' | 'result' | 'threw' | 'promise' | 'late' | 'died' | 'unusable';
  at: number;
  /** The result, or the error; at no known step a sentence. */
  text: string;
  /** The method that is missing, or gave the result. */
  name?: string;
  /** Where it was thrown: the error's stack, and in gradeFile then a line of the student's file, as `value.ts:30`. */
  stack?: string;
  place?: string;
}

/** What a script saw: for each look a number, or a description of something else; up to the fault, if there is one. */
export interface Sight { looks: (number | string)[]; fault?: Fault }

const { parse, stringify: quote } = JSON;
// eslint-disable-next-line @typescript-eslint/unbound-method -- `call` binds it
const slice = Function.prototype.call.bind(String.prototype.slice) as (x: string, from: number, to: number) => string;
// eslint-disable-next-line @typescript-eslint/unbound-method -- `call` binds it
const tagOf = Function.prototype.call.bind(Object.prototype.toString) as (x: unknown) => string;
/** So much of a text that a student's code gives is kept: it might be a novel. */
const LONGEST = 200;
/** The first frames of a stack; one has about 100 letters. */
const LONGEST_STACK = 4000;

export const adapterOf = (Value: ValueClass): Adapter =>
  ({ __proto__: null, create: (data: number) => new Value(data) }) as Adapter;

/** The text is JSON, except that JSON knows no NaN: a number is a string with a `#` before it. */
export function evaluate(adapter: Adapter, steps: readonly Step[]): string {
  const nodes = { __proto__: null, length: 0 } as unknown as Nodes;
  let looks = '';
  let fault = '';
  for (let at = 0; at < steps.length && fault === ''; at++) {
    let problem: Problem | undefined;
    try {
      const step = steps[at];
      if (step.do === 'data' || step.do === 'grad') {
        const x = read(adapter, step.do, nodes[step.a]);
        looks += (looks && ',') + quote(typeof x === 'number' ? `#${x}` : describe(x));
      } else {
        problem = perform(adapter, nodes, step);
      }
    } catch (error) {
      problem = { kind: 'threw', text: errorText(error), stack: errorStack(error) };
    }
    if (problem) {
      const { kind, text = '', name = '', stack = '' } = problem;
      fault = `,"fault":{"kind":"${kind}","at":${at},"text":${quote(text)},"name":${quote(name)},` +
        `"stack":${quote(stack)}}`;
    }
  }
  return `{"looks":[${looks}]${fault}}`;
}

export function readSight(text: string): Sight {
  const { looks, fault } = parse(text) as { looks: string[]; fault?: Fault };
  return { looks: looks.map((look) => (look.startsWith('#') ? Number(look.slice(1)) : look)), fault };
}

interface Problem { kind: Fault['kind']; text?: string; name?: string; stack?: string }
/** By index; an array could have setters put on its prototype. */
interface Nodes { [index: number]: unknown; length: number }
type Properties = Record<string, unknown>;

function perform(adapter: Adapter, nodes: Nodes, step: Exclude<Step, { do: 'data' | 'grad' }>): Problem | undefined {
  if (step.do === 'make') return keep(nodes, 'new Value', adapter.create(step.number));
  const a = nodes[step.a];
  switch (step.do) {
    case 'reset': write(adapter, 'grad', a, 0); return;
    case 'descend':
      write(adapter, 'data', a, read(adapter, 'data', a) as number - step.rate * (read(adapter, 'grad', a) as number));
      return;
    case 'backward': {
      const problem = missing(adapter, a, 'backward');
      if (problem) return problem;
      const method = nameIn(adapter, 'backward');
      const result = adapter.backward ? adapter.backward(a) : (a as Record<string, () => unknown>)[method]();
      return isPromise(result) ? { kind: 'promise' } : undefined;
    }
    case 'repeat': {
      let problem = keep(nodes, 'add', a);
      for (let i = 0; i < step.times && !problem; i++) {
        nodes.length--;
        problem = apply(adapter, nodes, 'add', nodes[nodes.length], nodes[step.b]);
      }
      return problem;
    }
    default: return apply(adapter, nodes, step.do, a, typeof step.b === 'object' ? step.b.number : nodes[step.b ?? -1]);
  }
}

function apply(adapter: Adapter, nodes: Nodes, op: Op, a: unknown, b: unknown): Problem | undefined {
  const problem = missing(adapter, a, op);
  if (problem) return problem;
  const operand = adapter.wrapNumbers && typeof b === 'number' && op !== 'pow' ? adapter.create(b) : b;
  const name = nameIn(adapter, op);
  const result = adapter[op] ? adapter[op](a, operand) : (a as Record<string, (b: unknown) => unknown>)[name](operand);
  return keep(nodes, name, result);
}

const nameIn = ({ rename }: Adapter, name: Op | 'backward' | 'data' | 'grad'): string => rename?.[name] ?? name;

function missing(adapter: Adapter, a: unknown, what: Op | 'backward'): Problem | undefined {
  const name = nameIn(adapter, what);
  const isThere = adapter[what] || typeof (a as Properties)[name] === 'function';
  return isThere ? undefined : { kind: 'missing', name };
}

function keep(nodes: Nodes, name: string, result: unknown): Problem | undefined {
  if (typeof result !== 'object' || result === null || isPromise(result)) {
    return { kind: 'result', name, text: describe(result) };
  }
  if (tagOf(result) === '[object Generator]') return { kind: 'result', name, text: things.generator };
  nodes[nodes.length++] = result;
  return undefined;
}

const read = (adapter: Adapter, what: 'data' | 'grad', value: unknown): unknown =>
  adapter[what] ? adapter[what](value) : (value as Properties)[nameIn(adapter, what)];

function write(adapter: Adapter, what: 'data' | 'grad', value: unknown, x: number): void {
  const set = what === 'data' ? adapter.setData : adapter.setGrad;
  if (set) set(value, x);
  else (value as Properties)[nameIn(adapter, what)] = x;
}

export const isPromise = (x: unknown) =>
  typeof x === 'object' && x !== null && typeof (x as Properties).then === 'function';

/** What something is that should have been a number or a Value. */
function describe(x: unknown): string {
  if (typeof x === 'string') return quote(slice(x, 0, LONGEST));
  if (typeof x === 'object' && x !== null) return isPromise(x) ? things.promise : things.object;
  if (typeof x === 'function') return things.function;
  return typeof x === 'number' || typeof x === 'boolean' ? `${x as number}` : x === null ? 'null' : typeof x;
}

/** What was thrown may be anything, and throw again when it is looked at. */
export function errorText(error: unknown, longest = LONGEST): string {
  try {
    if (typeof error !== 'object' || error === null) return describe(error);
    const { name, message, permission, resource } = error as Properties;
    if (typeof name === 'string' && typeof message === 'string') {
      // Node's permission model says here what was refused.
      const refused = typeof permission === 'string' ? ` [${permission} ${resource as string}]` : '';
      return slice(`${name}: ${message}`, 0, longest) + slice(refused, 0, LONGEST);
    }
  } catch { /* then it stays unsaid */ }
  return things.noError;
}

export function errorStack(error: unknown): string {
  try {
    const { stack } = error as Properties;
    return typeof stack === 'string' ? slice(stack, 0, LONGEST_STACK) : '';
  } catch {
    return '';
  }
}
