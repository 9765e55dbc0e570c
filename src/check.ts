// check.ts: the checks of arguments, and the wording of their errors. Most `check…` functions return the argument that
// they have checked. All of them throw an error if it is wrong:
//
//     wrong type               TypeError      new SGD(5)
//     right type, bad value    RangeError     new SGD(parameters, { learningRate: -1 })
//     broken text              SyntaxError    parseFormula('a *')
//
// The message says whose argument it is, which one, what was expected, what was got and, where it helps, what to do:
//
//     sum: expected values[0] to be a Value, got an array of length 1; a network returns an array, even for …
//     owner         name            expected     got                   hint
//
// engine.ts imports nothing, so it has a short message of its own. random.ts comes next.
import { isValue, type Value } from './engine.ts';

/** The error for an argument of a wrong type. Where the owner has only one argument, `name` may be ''. */
export const wrongType = (owner: string, name: string, expected: string, got: unknown, hint?: string): TypeError =>
  new TypeError(message(owner, name, expected, got, hint));

/** The error for an argument of the right type, but with a value that makes no sense. */
export const badValue = (owner: string, name: string, expected: string, got: unknown, hint?: string): RangeError =>
  new RangeError(message(owner, name, expected, got, hint));

function message(owner: string, name: string, expected: string, got: unknown, hint?: string): string {
  const expectation = name === '' ? expected : `${name} to be ${expected}`;
  return `${owner}: expected ${expectation}, got ${describe(got)}${hint === undefined ? '' : `; ${hint}`}`;
}

/** Describes a value in a few words: `"2"`, `NaN`, `an array of length 3`, `a Float32Array of length 3`, `a Map`. */
export function describe(x: unknown): string {
  if (typeof x === 'string') return JSON.stringify(x.length > 60 ? `${x.slice(0, 60)}…` : x);
  if (typeof x === 'bigint') return `the BigInt ${String(x)}`;
  if (typeof x === 'function') return x.name === '' ? 'a function' : `the function ${x.name}`;
  if (typeof x !== 'object' || x === null) return Object.is(x, -0) ? '-0' : String(x);
  if (isValue(x)) return String(x);
  const { constructor } = x as { constructor?: { name?: unknown } }; // Object.create(null) has none
  const name = typeof constructor?.name === 'string' ? constructor.name : '';
  if (name === '' || name === 'Object') return 'an object';
  const kind = Array.isArray(x) ? 'an array' : `${/^([AEIO]|MLP|SGD)/.test(name) ? 'an' : 'a'} ${name}`;
  return isList(x) ? `${kind} of length ${x.length}` : kind;
}

/** Whether `x` is an array or a typed array. A string has a length and indices too, but nobody means it as a list. */
export const isList = (x: unknown): x is ArrayLike<unknown> =>
  Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView));

/** An object with named entries, such as `{ h: 1 }`. @throws TypeError for all else: an array, a Map, a Random … */
export function checkObject(owner: string, name: string, x: unknown, expected: string): Record<string, unknown> {
  if (Object.prototype.toString.call(x) !== '[object Object]') throw wrongType(owner, name, expected, x);
  return x as Record<string, unknown>;
}

/** Checks the argument of `load` in generators and optimizers. @throws TypeError if it has no named entries */
export function checkState(owner: string, x: unknown): void {
  checkObject(owner, 'state', x, 'an object that state() returned');
}

/**
 * Checks that every option has one of the `known` names. Otherwise a misspelt name, or one from another library (such
 * as PyTorch's `lr`), would be ignored, and the default would be used without a warning.
 * @throws TypeError if `options` is not an object with named entries, or if a name is not known
 */
export function checkOptions<T extends object>(owner: string, options: T, known: readonly string[]): T {
  checkObject(owner, 'its options', options, `an object, such as { ${known[0]}: … }`);
  for (const name in options) {
    if (!known.includes(name)) throw new TypeError(`${owner} has no option ${name}; it has ${known.join(', ')}`);
  }
  return options;
}

/** @throws TypeError if `x` is not a string; RangeError if it is a string that is not among `allowed` */
export function checkOneOf<T extends string>(owner: string, name: string, allowed: readonly T[], x: unknown): T {
  const expected = `one of ${allowed.map((text) => JSON.stringify(text)).join(', ')}`;
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

/** A finite number of at least 0 and, if `below` is given, less than that. @throws TypeError or RangeError */
export function checkNonNegative(owner: string, name: string, x: unknown, below = Infinity): number {
  const expected = below === Infinity ? 'a finite number of at least 0' : `a number of at least 0 and below ${below}`;
  const number = checkNumber(owner, name, x, expected);
  if (!(number >= 0 && number < below)) throw badValue(owner, name, expected, x);
  return number;
}

/** @throws TypeError if `x` is not a number; RangeError if it is not an integer, or below `least` (1 by default) */
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

/** @throws TypeError if `random` lacks one of the `methods`. A common mistake is a seed, `random: 42`. */
export function checkGenerator<T>(owner: string, random: T, methods: readonly (keyof T)[], example: string): T {
  const has = (method: keyof T) => typeof random[method] === 'function';
  const isGenerator = typeof random === 'object' && random !== null && methods.every(has);
  if (!isGenerator) throw wrongType(owner, 'random', `a generator, such as ${example}`, random);
  return random;
}

const hintFor = (x: unknown) =>
  (isList(x) ? 'a network returns an array, even for one output: take its [0]' : undefined);

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

/** Vue's `reactive` and MobX wrap an object in a Proxy. For `===`, a Value and a Proxy around it are two objects. */
const twoIdentities = () => new TypeError('one Value is used under two identities, as itself and through a Proxy ' +
  'around it: use the same one everywhere; in Vue, toRaw(value) returns the Value itself');

/**
 * Returns a function that returns the index of a Value in this topological order.
 * @throws TypeError from that function, if the Value is not in the order: then a Proxy around it is there instead
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

/**
 * A Proxy around a Value shares its `grad`. So this writes each index into a `grad`, and looks whether all are there.
 * @throws TypeError if one of these Values is a Proxy around another one; every `grad` is as it was before
 */
export function checkIdentities(values: readonly Value[]): void {
  const grads = values.map(({ grad }) => grad);
  values.forEach((value, i) => { value.grad = i; });
  const areDistinct = values.every(({ grad }, i) => grad === i);
  values.forEach((value, i) => { value.grad = grads[i]; });
  if (!areDistinct) throw twoIdentities();
}

/**
 * A Value that is not in the graph may be a Proxy around one that is, or the other way round. Such a pair shares all
 * fields. So this marks the Values outside, by their `next`, and looks whether a mark shows up in the graph. (`next` is
 * undefined except during a walk.)
 * @throws TypeError if one of these `values` is in the graph of this `order` under another identity
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

/** An expected list. `of` names its entries, such as "Values". Without `length`, any length but 0 is right. */
interface Expected { of: string; length?: number }

/** @throws TypeError if `xs` is neither an array nor a typed array; RangeError if its length is not as expected */
export function checkList(owner: string, name: string, xs: unknown, { of, length }: Expected): ArrayLike<unknown> {
  const expected = length === undefined ? `a list of ${of}, not empty` : `a list of ${length} ${of}`;
  if (!isList(xs)) throw wrongType(owner, name, expected, xs);
  if (length === undefined ? xs.length === 0 : xs.length !== length) throw badValue(owner, name, expected, xs);
  return xs;
}

/** Checks only how many inputs a neuron got; its arithmetic checks their types. @throws as `checkList` */
export function checkInputs(owner: string, inputs: unknown, length: number): void {
  if ((inputs as ArrayLike<unknown> | undefined)?.length === length) return; // each neuron calls this: be quick
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
  const list = Array.from(checkList(owner, name, xs, { of: 'numbers', length })); // unlike `map`, it keeps holes
  return list.map((x, i) => checkNumber(owner, `${name}[${i}]`, x));
}
