// rehearsal.ts: finds out, without running it, that a script would never end. Going back along all paths of
//
//     x = x.add(x), forty times
//
// takes 2 ** 40 steps, where there are 41 nodes. So ten and twenty times are tried first: if twenty takes many times as
// long as ten, forty is not tried.
import { messages } from './words.ts';
import type { Sight } from './evaluate.ts';
import type { Runner } from './marking.ts';
import type { Script } from './script.ts';

/** In ms. Twenty doublings take longer along all paths, which are a million steps. Others take less than 1. */
const LONG = 5;
/** And this many times as long as ten doublings, which are a thousand steps, do. With a process's answer it was 40. */
const TIMES = 8;
/** A machine may be busy: the shortest of so many times counts. */
const TRIES = 3;

export async function endlessIn(runner: Runner, script: Script): Promise<Sight | undefined> {
  if (script.rehearsals === undefined) return undefined;
  const [short, long] = script.rehearsals;
  const times: [short: number, long: number] = [Infinity, Infinity];
  for (let i = 0; i < TRIES; i++) {
    for (const [k, one] of [short, long].entries()) {
      const start = performance.now();
      const { fault } = await runner.see(one);
      times[k] = Math.min(times[k], performance.now() - start);
      if (fault) return k === 1 && (fault.kind === 'late' || fault.kind === 'died') ? endless() : undefined;
    }
    if (times[1] < LONG) return undefined;
  }
  return times[1] > TIMES * times[0] ? endless() : undefined;
}

const endless = (): Sight => ({ looks: [], fault: { kind: 'late', at: -1, text: messages.endlessPaths } });
