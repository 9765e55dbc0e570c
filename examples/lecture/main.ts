// main.ts: the lecture from beginning to end: `npm run example lecture`. One step of it: `npm run example lecture/05`.
import { readdirSync } from 'node:fs';

const steps = readdirSync(new URL('.', import.meta.url)).filter((file) => /^\d/.test(file)).sort();
for (const step of steps) {
  console.log(`\n--- ${step}`);
  await import(`./${step}`);
}
