// The project's rules, with the types of the libraries that are installed only here.
import base from '../test/eslint.config.js';

export default [
  ...base,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
  },
  // The playground is checked from its own folder; the starter of the assignment is unfinished.
  { ignores: ['output/', 'playground/', 'assignments/*/starter/'] },
];
