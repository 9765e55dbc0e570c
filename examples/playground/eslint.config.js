// The project's rules, for the page's components as well.
import typescript from 'typescript-eslint';
import base from '../../test/eslint.config.js';

const languageOptions = { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } };

export default [
  ...base.map((config) => (config.ignores ? { ignores: ['dist/'] } : config)),
  ...typescript.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions,
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A line of the page is best read as one line.
      '@stylistic/jsx-one-expression-per-line': 'off',
      '@stylistic/jsx-max-props-per-line': 'off',
      '@stylistic/jsx-first-prop-new-line': 'off',
    },
  },
];
