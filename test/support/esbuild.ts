// The esbuild that tsup brings.
import { createRequire } from 'node:module';

interface Esbuild {
  build: (options: object) => Promise<unknown>;
  transformSync: (text: string, options: object) => { code: string };
}

export const esbuild = createRequire(createRequire(import.meta.url).resolve('tsup'))('esbuild') as Esbuild;
