// Lint and format in one tool: `npm run lint`, and `npm run lint -- --fix` to mend what it can.
import stylistic from '@stylistic/eslint-plugin';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';

export default defineConfig(
  // The examples are checked from their own folder, where the types of their libraries are: `npm run check` there.
  { ignores: ['**/dist/', '**/node_modules/', '**/coverage/', 'examples/'] },
  stylistic.configs.customize({ semi: true, arrowParens: true, braceStyle: '1tbs', quoteProps: 'as-needed' }),
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@stylistic/indent': ['error', 2, { SwitchCase: 1 }],
      '@stylistic/indent-binary-ops': 'off',
      '@stylistic/max-len': ['error', { code: 120, ignoreUrls: true }],
      '@stylistic/max-statements-per-line': ['error', { max: 3 }], // a table of one-line rules reads best as a table
      '@stylistic/operator-linebreak': ['error', 'after', { overrides: { '?': 'before', ':': 'before' } }],
    },
  },
);
