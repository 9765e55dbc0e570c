// check.ts: one vocabulary of argument checks. Each function returns the argument that it checked, or throws:
//
//     wrong type               TypeError      new SGD(5)
//     right type, bad value    RangeError     new SGD(parameters, { learningRate: -1 })
//     broken text              SyntaxError    parseFormula('a *')
//
// A message says whose argument it is, what was expected, what was got, and where that helps what to do:
//
//     SGD: expected learningRate to be a finite number of at least 0, got "0.1"
//
// engine.ts imports nothing, and so has one short message of its own. random.ts comes next.
import { isValue, type Value } from './engine.ts';

/** The error for an argument of a wrong type. `name` may be '', where the owner has one argument alone. */
export const wrongType = (owner: string, name: string, expected: string, got: unknown, hint?: string): TypeError =>
  new TypeError(message(owner, name, expected, got, hint));

/** The error for an argument of the right type with a value that makes no sense. */
export const badValue = (owner: string, name: string, expected: string, got: unknown, hint?: string): RangeError =>
  new RangeError(message(owner, name, expected, got, hint));

function message(owner: string, name: string, expected: string, got: unknown, hint?: string): string {
  const what = name === '' ? expected : `${name} to be ${expected}`;
  return `${owner}: expected ${what}, got ${describe(got)}${hint === undefined ? '' : `; ${hint}`}`;
}

/** Describes a value in a few words: `"2"`, `NaN`, `an array of length 3`, `a Float32Array of length 3`, `a Map`. */
export function describe(x: unknown): string {
  if (typeof x === 'string') return JSON.stringify(x.length > 60 ? `${x.slice(0, 60)}…` : x);
  if (typeof x === 'bigint') return `the BigInt ${String(x)}`;
  if (typeof x === 'function') return x.name === '' ? 'a function' : `the function ${x.name}`;
  if (typeof x !== 'object' || x === null) return Object.is(x, -0) ? '-0' : String(x);
  if (isValue(x)) return String(x);
  const { constructor } = x as { constructor?: { name?: unknown } }; // none, in an Object.create(null)
  const name = typeof constructor?.name === 'string' ? constructor.name : '';
  if (name === '' || name === 'Object') return 'an object';
  const kind = Array.isArray(x) ? 'an array' : `${/^([AEIO]|MLP|SGD)/.test(name) ? 'an' : 'a'} ${name}`;
  return isList(x) ? `${kind} of length ${x.length}` : kind;
}

/** An array or a typed array. A text has a length and an index, too, but nobody means it as a list. */
export const isList = (x: unknown): x is ArrayLike<unknown> =>
  Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView));

/** @throws TypeError if `x` is not an object with entries: a list, a Map or a generator is none */
export function checkObject(owner: string, name: string, x: unknown, expected: string): Record<string, unknown> {
  if (Object.prototype.toString.call(x) !== '[object Object]') throw wrongType(owner, name, expected, x);
  return x as Record<string, unknown>;
}

/**
 * Without it, a name that is misspelt, or from another library (PyTorch's `lr`), would leave the default in place
 * without a word.
 * @throws TypeError if `options` is not a plain object, or has a name that is not among `known`
 */
export function checkOptions<T extends object>(owner: string, options: T, known: readonly string[]): T {
  checkObject(owner, 'its options', options, `an object, such as { ${known[0]}: … }`);
  for (const name in options) {
    if (!known.includes(name)) throw new TypeError(`${owner} has no option ${name}; it has ${known.join(', ')}`);
  }
  return options;
}

/** @throws TypeError if `x` is not a text; RangeError if it is none of those that are allowed */
export function checkOneOf<T extends string>(owner: string, name: string, allowed: readonly T[], x: unknown): T {
  const expected = `one of ${allowed.map((one) => JSON.stringify(one)).join(', ')}`;
  if (typeof x !== 'string') throw wrongType(owner, name, expected, x);
  if (!(allowed as readonly string[]).includes(x)) throw badValue(owner, name, expected, x);
  return x as T;
}

/** @throws TypeError if `x` is not a number. NaN and the infinities are numbers. */
export function checkNumber(owner: string, name: string, x: unknown, expected = 'a number'): number {
  if (typeof x !== 'number') throw wrongType(owner, name, expected, x);
  return x;
}

/** @throws TypeError if `x` is not a number; RangeError if it is NaN or infinite */
export function checkFinite(owner: string, name: string, x: unknown): number {
  const number = checkNumber(owner, name, x, 'a finite number');
  if (!Number.isFinite(number)) throw badValue(owner, name, 'a finite number', x);
  return number;
}

/** A finite number of at least 0 and, where that is given, below a limit. @throws TypeError or RangeError */
export function checkNonNegative(owner: string, name: string, x: unknown, below = Infinity): number {
  const expected = below === Infinity ? 'a finite number of at least 0' : `a number of at least 0 and below ${below}`;
  const number = checkNumber(owner, name, x, expected);
  if (!(number >= 0 && number < below)) throw badValue(owner, name, expected, x);
  return number;
}

/** An integer of at least `least`, by default 1. @throws TypeError if `x` is not a number, else RangeError */
export function checkInteger(owner: string, name: string, x: unknown, least = 1): number {
  const expected = least === 1 ? 'a positive integer' : `an integer of at least ${least}`;
  const number = checkNumber(owner, name, x, expected);
  if (!Number.isSafeInteger(number) || number < least) throw badValue(owner, name, expected, x);
  return number;
}

/** @throws TypeError if `x` is neither true nor false */
export function checkBoolean(owner: string, name: string, x: unknown): boolean {
  if (typeof x !== 'boolean') throw wrongType(owner, name, 'true or false', x);
  return x;
}

/** @throws TypeError if `x` is not a function */
export function checkFunction<T>(owner: string, name: string, x: T, example: string): T {
  if (typeof x !== 'function') throw wrongType(owner, name, `a function, such as ${example}`, x);
  return x;
}

/** @throws TypeError if `random` lacks a method that is needed: `random: 42` is a seed and no generator */
export function checkGenerator<T>(owner: string, random: T, methods: readonly (keyof T)[], example: string): T {
  const has = (method: keyof T) => typeof random[method] === 'function';
  const isGenerator = typeof random === 'object' && random !== null && methods.every(has);
  if (!isGenerator) throw wrongType(owner, 'random', `a generator, such as ${example}`, random);
  return random;
}

const hintFor = (x: unknown) => (isList(x) ? 'a network gives an array, even of one output: take its [0]' : undefined);

/** @throws TypeError if `x` is not a Value */
export function checkValue(owner: string, name: string, x: unknown, hint = hintFor(x)): Value {
  if (!isValue(x)) throw wrongType(owner, name, 'a Value', x, hint);
  return x;
}

/** @throws TypeError if `x` is neither a number nor a Value */
export function checkOperand(owner: string, name: string, x: unknown): Value | number {
  if (typeof x !== 'number' && !isValue(x)) throw wrongType(owner, name, 'a number or a Value', x);
  return x;
}

/** Vue's `reactive` and MobX wrap objects in proxies. For `===` a Value and its Proxy are two objects. */
const twoIdentities = () => new TypeError('a Value is used under two identities, as itself and as a Proxy ' +
  'around it: use one of them throughout, in Vue toRaw(value)');

/**
 * The index of each Value of a topological order.
 * @throws TypeError from the function that is returned, if a Value is not in the order: then a Proxy around it is
 */
export function indexOf(order: readonly Value[]): (value: Value) => number {
  const indices = new Map<Value, number>();
  order.forEach((value, i) => indices.set(value, i));
  return (value) => {
    const index = indices.get(value);
    if (index === undefined) throw twoIdentities();
    return index;
  };
}

/** @throws TypeError if one of these Values is a Proxy around another one, with which it then shares its `grad` */
export function checkIdentities(values: readonly Value[]): void {
  const grads = values.map(({ grad }) => grad);
  values.forEach((value, i) => { value.grad = i; });
  const areDistinct = values.every(({ grad }, i) => grad === i);
  values.forEach((value, i) => { value.grad = grads[i]; });
  if (!areDistinct) throw twoIdentities();
}

/**
 * What looks like a Value outside of the graph may be a Proxy around a Value in it, or the other way round. While the
 * one has a mark, the other has it, too: `next` is free between walks, and undefined.
 * @throws TypeError if one of these Values is in the graph of this order under another identity
 */
export function checkOutside(order: readonly Value[], values: readonly Value[]): void {
  const members = new Set(order);
  const outside = values.filter((value) => !members.has(value));
  const before = outside.map(({ next }) => next);
  const wasMarked = order.map(({ next }) => next === null);
  for (const value of outside) value.next = null;
  const areApart = order.every(({ next }, i) => next !== null || wasMarked[i]);
  outside.forEach((value, i) => { value.next = before[i]; });
  if (!areApart) throw twoIdentities();
}

/** A list that is expected: `of` names the entries, such as "Values". Without a `length` it has at least one. */
interface Expected { of: string; length?: number }

/** An array or a typed array. @throws TypeError if `xs` is no list; RangeError if it is empty or of another length */
export function checkList(owner: string, name: string, xs: unknown, { of, length }: Expected): ArrayLike<unknown> {
  const expected = length === undefined ? `a list of ${of}, not empty` : `a list of ${length} ${of}`;
  if (!isList(xs)) throw wrongType(owner, name, expected, xs);
  if (length === undefined ? xs.length === 0 : xs.length !== length) throw badValue(owner, name, expected, xs);
  return xs;
}

/** The inputs of a neuron. @throws as `checkList` */
export function checkInputs(owner: string, inputs: unknown, length: number): void {
  if ((inputs as ArrayLike<unknown> | undefined)?.length === length) return; // this is asked of each neuron: be quick
  checkList(owner, 'inputs', inputs, { of: 'numbers or Values', length });
}

/** @throws as `checkList`, and TypeError if an entry is not a Value */
export function checkValues(owner: string, name: string, xs: unknown, length?: number): readonly Value[] {
  const list = Array.from(checkList(owner, name, xs, { of: 'Values', length }));
  return list.map((x, i) => checkValue(owner, `${name}[${i}]`, x));
}

/** @throws as `checkList`, and TypeError if an entry is neither a number nor a Value */
export function checkOperands(owner: string, name: string, xs: unknown, length: number): (Value | number)[] {
  const list = Array.from(checkList(owner, name, xs, { of: 'numbers or Values', length }));
  return list.map((x, i) => checkOperand(owner, `${name}[${i}]`, x));
}

/** @throws as `checkList`, and TypeError if an entry is not a number */
export function checkNumbers(owner: string, name: string, xs: unknown, length?: number): number[] {
  const list = Array.from(checkList(owner, name, xs, { of: 'numbers', length })); // `map` would skip an array's holes
  return list.map((x, i) => checkNumber(owner, `${name}[${i}]`, x));
}
