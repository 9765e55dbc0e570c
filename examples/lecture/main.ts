// main.ts: the lecture from beginning to end: `npm run example lecture`. One step of it: `npm run example lecture/05`.
// The exercises at its end are for you to do, so they do not run here.
import { readdirSync } from 'node:fs';

const steps = readdirSync(new URL('.', import.meta.url)).filter((file) => /^\d/.test(file)).sort();
const exercises = steps.filter((step) => step.includes('exercise')).map((step) => step.replace('.ts', ''));
for (const step of steps.filter((step) => !step.includes('exercise'))) {
  console.log(`\n--- ${step}`);
  await import(`./${step}`);
}

console.log(`\nFor you to do: ${exercises.map((name) => `npm run example lecture/${name}`).join(', ')}`);
