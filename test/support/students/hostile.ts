// Files that do what no submission should, by accident or on purpose, with what the report must say of it.
import type { TestResult } from '../../../src/grading/index.ts';
import { plant } from './load.ts';
import { lecture } from './right.ts';

export interface Hostile {
  source: string;
  /** Which tests fail. */
  fails: (test: TestResult) => boolean;
  says?: RegExp;
}

const all = () => true;
const none = () => false;
const named = (pattern: RegExp) => ({ name }: TestResult) => pattern.test(name);

const before = (line: string) => `${line}\n${lecture}`;
const after = (line: string) => `${lecture}\n${line}`;
const inMethod = (head: string, line: string) => plant(lecture, [[`  ${head} {`, `  ${head} {\n    ${line}`]]);

export const hostile: Record<string, Hostile> = {
  'an endless loop in tanh': {
    source: inMethod('tanh()', 'for (;;);'), fails: named(/tanh|neuron|ten steps/), says: /did not come to an end/,
  },
  'an endless loop while it is loaded': {
    source: after('for (;;);'), fails: all, says: /could not be loaded: it did not come to an end/,
  },
  'an endless recursion in backward': {
    source: inMethod('backward()', 'this.backward();'), fails: ({ task }) => task !== '1.1',
    says: /calls itself without end/,
  },
  'process.exit while it is loaded': { source: after('process.exit(0);'), fails: all, says: /ended the whole process/ },
  'process.exit in exp': {
    source: inMethod('exp()', 'process.exit(0);'),
    fails: named(/^exp/), says: /ended the whole process/,
  },
  'process.abort in log': {
    source: inMethod('log()', 'process.abort();'), fails: named(/^log/), says: /No Value needs `process\.abort\(\)`/,
  },
  'a timer that would end the process': { source: after('setTimeout(() => process.exit(), 1);'), fails: none },
  'megabytes of output': {
    source: after('for (let i = 0; i < 500; i++) for (const f of [console.log, console.error]) f("x".repeat(10000));'),
    fails: none,
  },
  'a throw while it is loaded': {
    source: after('throw new Error("not today");'), fails: all, says: /could not be loaded: Error: not today/,
  },
  'a constructor that throws': {
    source: plant(lecture, [['this.data = data;', 'throw new RangeError("no " + data);']]),
    fails: all, says: /threw RangeError: no -?\d/,
  },
  'a throw of something that throws when it is looked at': {
    source: inMethod('relu()', 'throw { get name() { throw 1; }, get message() { throw 2; } };'), fails: named(/^relu/),
    says: /threw something that is no Error/,
  },
  'a throw with escape codes and no end': {
    source: inMethod('relu()', 'throw new Error("\\u001b[2J\\n".repeat(1e6));'),
    fails: named(/^relu/), says: /^[^\n\u001b]{1,600}$/,
  },
  'a syntax error': { source: 'export class Value {\n  constructor( {\n}\n', fails: all, says: /line \d: SyntaxError/ },
  nothing: { source: '', fails: all, says: /it exports nothing: write `export class Value`/ },
  'another class': { source: 'export class Valeu {}', fails: all, says: /it exports Valeu, but no class Value/ },
  'a Value that is no class': { source: 'export const Value = 5;', fails: all, says: /no class Value/ },
  'a promise at its top that is never settled': {
    source: after('await new Promise(() => {});'), fails: all, says: /a promise that is never settled/,
  },
  'methods that give promises': {
    source: plant(lecture, [['  add(other) {', '  async add(other) {']]),
    fails: ({ name }) => !/^new Value|^mul passes/.test(name),
    says: /add gave a promise, where a new Value must come/,
  },
  'a rewritten Math.tanh': {
    source: before('Math.tanh = () => 0;'),
    fails: named(/tanh|neuron|ten steps/), says: /should be .* Math\.tanh|in step 1 is/,
  },
  'rewritten prototypes': {
    source: after(`const evil = () => { throw new Error('gotcha'); };
for (const name of ['map', 'filter', 'reduce', 'join', 'slice', 'toJSON']) Array.prototype[name] = evil;
for (const name of ['slice', 'indexOf', 'replace', 'toString', 'toJSON']) String.prototype[name] = evil;
for (const name of ['toString', 'toJSON', 'valueOf']) Number.prototype[name] = evil;
JSON.stringify = JSON.parse = Object.keys = Object.is = evil;
Promise.prototype.then = evil;
Function.prototype.call = evil;
Buffer.prototype.toString = Buffer.prototype.latin1Slice = evil;
Object.defineProperty(Array.prototype, '1000', { set: evil, get: evil });
globalThis.process = globalThis.Buffer = globalThis.Object = undefined;`),
    fails: none,
  },
  'a file system that is rewritten': {
    source: before(`import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
fs.writeSync = fs.readSync = () => { throw new Error('gotcha'); };
syncBuiltinESMExports();`),
    fails: none,
  },
  'marks of its own, written to the grader': {
    source: `import { writeSync } from 'node:fs';
writeSync(3, '\\n{}\\n{"looks":["#2","#0"]}\\n'.repeat(100) + '{"score":100}');
export class Value {
  constructor(data) {
    writeSync(3, '\\n{"looks":["#2","#0"]}\\n');
    this.data = 1;
    this.grad = 0;
  }
}`,
    fails: all, says: /should be|no method/,
  },
  'megabytes written to the grader': {
    source: `import { writeSync } from 'node:fs';
for (let i = 0; i < 100; i++) writeSync(3, 'x'.repeat(1e5));
${lecture}`,
    fails: all, says: /could not be loaded/,
  },
  'a channel that is closed': {
    source: after('(await import("node:fs")).closeSync(3);'),
    fails: all, says: /could not be loaded/,
  },
  'more memory than there is': {
    source: after('const all = []; Value.prototype.neg = function () { for (;;) all.push(new Array(1e4).fill(1)); };'),
    fails: named(/^neg/), says: /memory|did not come to an end/,
  },
  'memory outside of the heap': {
    source: after('const all = []; Value.prototype.neg = function () { for (;;) all.push(Buffer.alloc(1e7, 1)); };'),
    fails: named(/^neg/), says: /memory|did not come to an end/,
  },
  'a program that lives on': {
    source: before('import { spawn } from "node:child_process"; spawn("sleep", ["1000"], { stdio: "inherit" });'),
    fails: all, says: /could not be loaded: Error: No Value needs (other programs|node:child_process)/,
  },
  'a throw in a timer': {
    source: after('setTimeout(() => { throw new Error("late"); }); await new Promise((f) => setTimeout(f, 1000));'),
    fails: all, says: /an error was thrown in a timer or an event handler.*: Error: late, at value\.js:\d+$/,
  },
  'a promise that nobody looks after': {
    source: after('Promise.reject(new Error("late")); await new Promise((f) => setTimeout(f, 1000));'),
    fails: all, says: /a promise was rejected, and nothing handled it: Error: late, at value\.js:\d+$/,
  },
  'a status that looks like a lack of memory': {
    source: after('process.exit(134);'), fails: all, says: /ended the whole process/,
  },
  'a read of a file in every method': {
    source: before('import fs from "node:fs";').replaceAll(/^ {2}(\w+)\((\w*)\) \{$/gm, (head) =>
      `${head}\n    fs.readFileSync("/etc/hostname");`),
    fails: ({ name }) => !name.startsWith('new Value'), says: /threw Error: No Value needs files\./,
  },
  'a kill of the grader': {
    source: before('process.kill(process.ppid, "SIGKILL");'), fails: all, says: /process\.kill is not a function/,
  },
};
