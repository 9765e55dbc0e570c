// Every test file begins with this. Each run draws other examples; the message of a failure has its seed, and
// FC_SEED=that npm test repeats it. FC_RUNS=10 makes ten times as many attempts.
import fc from 'fast-check';

const { FC_SEED: seed, FC_RUNS: times = '1' } = process.env;

if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });

/** The parameters of a property that is to be tried so many times. */
export const runs = (count: number) => ({ numRuns: Math.ceil(count * Number(times)) });
