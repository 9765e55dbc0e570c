// parameters.ts: the arrays that hold a model's parameters, found without copying them. The training loop of a compiled
// model asks for its parameters twice a step: built with `flatMap`, layer by layer, their list took longer than the
// step itself (`npm run bench -- --engines compiled,loop` measures both). nn.ts comes next; it alone needs this file.
import type { Value } from './engine.ts';

/** A neuron has weights and a bias, a layer has neurons, a network has layers. */
interface Holder {
  parameters: () => Value[];
  w?: Value[];
  b?: Value;
  neurons?: readonly Holder[];
  layers?: readonly Holder[];
}

/**
 * Returns arrays that, one after the other, hold the parameters of `holders`. `plain` has the prototypes of
 * nn.ts: where their parameters stand is known. A class that overrides `parameters` may have others, so it is asked.
 */
export function listsOf(holders: readonly Holder[], plain: readonly Holder[], lists: Value[][] = []): Value[][] {
  for (const holder of holders) {
    const { parameters, w, b, neurons, layers } = holder;
    if (!plain.some((prototype) => prototype.parameters === parameters)) lists.push(holder.parameters());
    else if (w !== undefined && b !== undefined) lists.push(w, [b]);
    else listsOf(neurons ?? layers ?? [], plain, lists);
  }
  return lists;
}

/**
 * Returns one array of all entries. It is made in its full length: an array that grows is copied again and again, and
 * `concat(...lists)` fails for more lists than a call takes arguments, some 100,000.
 */
export function joined(lists: readonly Value[][]): Value[] {
  const all = new Array<Value>(lists.reduce((length, list) => length + list.length, 0));
  let i = 0;
  for (const list of lists) for (const value of list) all[i++] = value;
  return all;
}
