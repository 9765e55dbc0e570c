// tasks.ts: what is asked, in the lecture's order. Each task needs only those before it.
import { firstTests } from './first-tests.ts';
import { laterTests } from './later-tests.ts';
import type { Op, Script } from './script.ts';

export const tasks = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8', 'extra'] as const;
/** A task’s name; `examples/assignments/value` explains each. `extra` is a sum of 100,000 terms, for no points. */
export type Task = typeof tasks[number];

/** What random expressions are made of, for random.ts. */
export interface Recipe {
  ops: Op[];
  /** Each expression has one of these operations at least; by default one of `ops`. */
  about?: Op[];
  /** What may be used more than once: nothing, leaves, or any node. */
  reuse: 'nothing' | 'leaves' | 'all';
  /** How many results are propagated, each a new expression of the same leaves. */
  losses: 0 | 1 | 2;
  /** Whether second operands are numbers: those of `sub` and `div` always, the others now and then. */
  numbers?: boolean;
  /** Short ones that ask nothing more of the operations of tasks 1.1 to 1.4 than their fixed expressions do. */
  isSimple?: boolean;
}

export interface Test { task: Task; name: string; oracles: Script[]; random?: Recipe }

export const tests: Test[] = [...firstTests, ...laterTests];
