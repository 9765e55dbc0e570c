// value.ts: the solution of the first assignment, on which this one stands.
export { Value } from '../../value/solution/value.ts';
