import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/index.ts', 'src/engine.ts', 'src/nn.ts', 'src/compile/index.ts',
    'src/grading/index.ts', 'src/grading/browser.ts', 'src/grading/cli.ts', 'src/grading/child.ts',
    'src/grading/translator.ts', 'src/grading/worker.ts',
  ],
  format: ['esm', 'cjs'],
  target: 'es2022',
  // One `Value` for all entry points needs shared chunks; `treeshake` keeps tsup's CJS of such chunks fast.
  splitting: true,
  treeshake: true,
  sourcemap: true,
  clean: true,
  // tsup sets `baseUrl`, which TypeScript 6 calls deprecated. What is marked `@internal` is not declared to users. The
  // grader, and nothing else, uses Node.
  dts: { compilerOptions: { ignoreDeprecations: '6.0', stripInternal: true, types: ['node'] } },
  plugins: [{
    name: 'require in CommonJS',
    renderChunk(code) {
      // Jest, by default, loads CommonJS in a context that has no `import()`.
      if (this.format !== 'cjs') return undefined;
      return { code: code.replaceAll(/\bimport\((.fast-check.)\)/g, 'Promise.resolve().then(() => require($1))') };
    },
  }],
});
