// The project's rules, with the types of the libraries that are installed only here.
import base from '../test/eslint.config.js';

export default [
  ...base,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
  },
  { ignores: ['output/'] },
];
