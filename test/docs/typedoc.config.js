// The API reference, made from the doc comments: `npm run docs` in this folder writes it into `dist`. What is exported
// and has no comment is an error, and so is a link that leads nowhere.
import { fileURLToPath } from 'node:url';
import { OptionDefaults } from 'typedoc';

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'micrograd-lab',
  entryPoints: ['index', 'engine', 'nn', 'compile/index', 'grading/index'].map((name) => path(`src/${name}.ts`)),
  tsconfig: path('tsconfig.json'),
  compilerOptions: { types: ['node'] }, // the grader, and nothing else, uses Node
  skipErrorChecking: true, // type errors are for `npm run check` in the root
  readme: path('README.md'),
  highlightLanguages: [...OptionDefaults.highlightLanguages, 'python'], // the README has some
  out: path('test/docs/dist'),
  disableSources: true, // links into a repository on the web, whose address is not known here
  excludeInternal: true,
  excludePrivate: true,
  // Not properties: an option says what it does, but `x` and `y` of a data set are explained where it is.
  requiredToBeDocumented: ['Variable', 'Function', 'Class', 'Interface', 'TypeAlias', 'Method', 'Accessor'],
  // What the comment of the class or interface says already.
  intentionallyNotDocumented: [
    'engine.Value.toString', 'nn.Neuron.forward', 'nn.Layer.forward', 'nn.MLP.forward',
    ...['create', 'data', 'grad', 'setData', 'setGrad', 'backward'].map((name) => `grading.Adapter.${name}`),
    ...['add', 'sub', 'mul', 'div', 'pow', 'neg', 'exp', 'log', 'relu', 'tanh'].map((op) => `grading.Adapter.${op}`),
  ],
  intentionallyNotExported: ['tasks'], // the list that the type Task is made of
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: true },
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
};
