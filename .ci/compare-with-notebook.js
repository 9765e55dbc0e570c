// Compares the output of `npm start`, in a file, with what Karpathy's demo.ipynb prints: each of its 100 steps.
import { readFileSync } from 'node:fs';

const { steps } = JSON.parse(readFileSync(new URL('../test/fixtures/notebook-run.json', import.meta.url), 'utf8'));
const lines = readFileSync(process.argv[2], 'utf8').split('\n').filter((line) => line.startsWith('step '));
if (lines.length !== steps.length) throw new Error(`wanted ${steps.length} lines of steps, got ${lines.length}`);
let furthest = 0;
for (const [i, { loss, line }] of steps.entries()) {
  const [wanted, got] = [line, lines[i]].map((text) => text.replace(/loss [^,]*/, 'loss …'));
  const distance = Math.abs(Number(/loss ([^,]*)/.exec(lines[i])?.[1]) - loss);
  // Python's own run differs by so much from run to run: it orders a set by address.
  if (wanted !== got || !(distance <= 1e-14)) throw new Error(`wanted ${line}, got ${lines[i]}`);
  furthest = Math.max(furthest, distance);
}
console.log(`All ${steps.length} steps are the notebook's; the loss is off by ${furthest} at most.`);
