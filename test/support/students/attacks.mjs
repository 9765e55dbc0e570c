// A submission that tries whatever a submission must not: to read, to write, to start and to signal. It throws an error
// with the names of what worked. `outside.json` beside it names a folder in which are secret.json, package.json and a
// folder `dir`, and says whether to try the network, on which port. (attacks.test.ts; it also runs it in a plain Node.)
import fs, { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

const here = fileURLToPath(import.meta.url);
const { outside, port } = JSON.parse(readFileSync(join(dirname(here), 'outside.json'), 'utf8'));
const [secret, folder, created] = ['secret.json', 'dir', 'new'].map((name) => join(outside, name));
const require = createRequire(import.meta.url);
/** It stands in secret.json, package.json and in the name of a file in `dir`. */
const isSecret = (x) => /the-secret/.test(Buffer.isBuffer(x) ? x.toString() : inspect(x, { depth: 4 }));
const settle = (promise, ms = 300) => Promise.race([promise, new Promise((resolve) => { setTimeout(resolve, ms); })]);
const emits = (emitter, name) => settle(new Promise((resolve) => {
  emitter.on('error', () => resolve(false));
  emitter.on(name, () => resolve(true));
}));

/** Each function of node:fs, with whatever may be its arguments: the names of those that show or change something. */
async function allOfFs() {
  const lists = [
    [secret], [secret, 'utf8'], [folder], [folder, { recursive: true }], [secret, `${here}x`], [secret, created],
    [here, created], [here, secret], [here, created, 'file'], [created], [created, 'text'], [secret, 0o777],
    [secret, 1, 1], [secret, 5], [created, 'w'], [secret, 'r'], [secret, 'r+'], [Buffer.from(secret)],
    [pathToFileURL(secret)], [join(dirname(here), '..', '..', '..', outside, 'secret.json')],
    [`${dirname(here)}/../../..${outside}/secret.json`], ['*', { cwd: outside }], [new TextEncoder().encode(secret)],
  ];
  const found = new Set();
  const see = (name, x) => { if (isSecret(x)) found.add(name); };
  const waits = [];
  const call = (name, f, args) => {
    const callback = (error, x) => { if (!error) see(name, x); };
    const isOfCallbacks = !/Sync$|^[A-Z]|^create|^openAsBlob|^promises/.test(name);
    const result = f(...args, ...(isOfCallbacks ? [callback] : []));
    see(name, result);
    if (name === 'openSync') see(name, fs.readFileSync(result));
    if (typeof result?.on === 'function') result.on('error', () => {}).on('data', (x) => see(name, x));
    else if (typeof result?.then === 'function') {
      const read = async (x) => { see(name, await (x?.readFile ?? x?.text)?.call(x, 'utf8') ?? x); };
      waits.push(result.then(read, () => {}));
    } else if (typeof result?.[Symbol.asyncIterator] === 'function') {
      waits.push((async () => { for await (const x of result) return see(name, x); })().catch(() => {}));
    } else if (typeof result?.[Symbol.iterator] === 'function') see(name, [...result].slice(0, 5));
  };
  for (const [prefix, owner] of [['', fs], ['promises.', fs.promises]]) {
    for (const name of Object.keys(owner)) {
      // These watch, for ever; and `rm` would take away what the others look for.
      if (typeof owner[name] !== 'function' || /watch|^rm|^_|^unlink/i.test(name)) continue;
      for (const args of lists) { try { call(prefix + name, owner[name], args); } catch { /* it may not */ } }
    }
  }
  await settle(Promise.allSettled(waits), 1000);
  return [...found].join(' ');
}

const attempts = {
  readByRequire: () => isSecret(require(secret)),
  readByImport: async () => isSecret(await import(pathToFileURL(secret).href, { with: { type: 'json' } })),
  readByRequireThere: () => isSecret(createRequire(join(outside, 'x.js'))('./secret.json')),
  readPackage: () => isSecret(Module._readPackage(outside)),
  readByExtension: () => {
    const module = { exports: {} };
    Module._extensions['.json'](module, secret);
    return isSecret(module.exports);
  },
  readByEnvFile: () => { process.loadEnvFile(secret); return true; },
  readEnvironment: () => readFileSync(`/proc/${process.ppid}/environ`).length > 0,
  readCommandLine: () => readFileSync(`/proc/${process.ppid}/cmdline`).length > 0,
  listProcesses: () => fs.readdirSync('/proc').length > 0,
  writeToItsOutput: () => fs.openSync(`/proc/${process.ppid}/fd/1`, 'a') > 0,
  writeOutside: () => { fs.writeFileSync(created, 'x'); return true; },
  writeBeside: () => { fs.writeFileSync(`${here}.txt`, 'x'); return true; },
  overwriteItself: () => { fs.writeFileSync(here, readFileSync(here)); return true; },
  writeByStream: () => emits(fs.createWriteStream(created), 'open'),
  changeMode: () => { fs.fchmodSync(1, 0o666); return true; },
  writeReport: () => process.report.writeReport(created) !== '',
  reportErrors: () => { process.report.reportOnFatalError = false; return true; },
  snapshotHeap: async () => (await import('node:v8')).writeHeapSnapshot(created) !== '',
  streamHeap: async () => (await import('node:v8')).getHeapSnapshot() !== undefined,
  setFlags: async () => { (await import('node:v8')).setFlagsFromString('--no-trace-turbo'); return true; },
  traceEvents: async () => {
    const tracing = (await import('node:trace_events')).createTracing({ categories: ['v8'] });
    tracing.enable();
    tracing.disable();
    return true;
  },
  compileCache: () => { Module.enableCompileCache(created); return fs.readdirSync(created).length > 0; },
  database: async () => new (await import('node:sqlite')).DatabaseSync(created).exec('create table a(b)') === undefined,
  spawn: async () => emits((await import('node:child_process')).spawn(process.execPath, ['-v']), 'spawn'),
  spawnSync: async () => (await import('node:child_process')).spawnSync(process.execPath, ['-v']).status === 0,
  exec: async () => emits((await import('node:child_process')).exec('true'), 'spawn'),
  fork: async () => emits((await import('node:child_process')).fork(here, { execArgv: ['-v'] }), 'spawn'),
  cluster: async () => {
    const { default: cluster } = await import('node:cluster');
    cluster.setupPrimary({ exec: here, execArgv: ['-v'] });
    return emits(cluster.fork().process, 'spawn');
  },
  spawnByHandle: async () => {
    const { ChildProcess } = await import('node:child_process');
    new ChildProcess().spawn({ file: process.execPath, args: ['node', '-v'], stdio: 'ignore', envPairs: [] });
    return true;
  },
  replaceItself: () => typeof process.execve === 'function', // where it fails, it ends the process
  worker: async () => emits(new (await import('node:worker_threads')).Worker('', { eval: true }), 'online'),
  thread: () => { Module.register('data:text/javascript,'); return true; },
  hooks: () => { Module.registerHooks({}).deregister(); return true; },
  wasi: async () => new (await import('node:wasi')).WASI({ version: 'preview1' }) !== undefined,
  addon: () => { process.dlopen({ exports: {} }, '/no/such/addon.node'); return true; },
  binding: () => process.binding('fs') !== undefined,
  linkedBinding: () => typeof process._linkedBinding === 'function',
  builtin: () => process.getBuiltinModule('node:child_process') !== undefined,
  debugger: async () => { (await import('node:inspector')).open(0); return true; },
  session: async () => { new (await import('node:inspector')).Session().connect(); return true; },
  kill: () => process.kill(process.ppid, 0),
  _kill: () => process._kill(process.ppid, 0) === 0,
  killByImport: async () => (await import('node:process')).kill(process.ppid, 0),
  debugProcess: () => typeof process._debugProcess === 'function',
  renice: () => { os.setPriority(process.ppid, os.getPriority(process.ppid)); return true; },
  allOfFs,
  removeOutside: () => { fs.rmSync(folder, { recursive: true }); return true; },
};

const networks = {
  connect: async () => emits((await import('node:net')).connect(port, '127.0.0.1'), 'connect'),
  requiredConnect: () => emits(require('net').connect(port, '127.0.0.1'), 'connect'),
  loadedConnect: () => emits(Module._load('node:net').connect(port, '127.0.0.1'), 'connect'),
  evaluatedConnect: async () => emits((await (0, eval)('import("node:net")')).connect(port, '127.0.0.1'), 'connect'),
  listen: async () => emits((await import('node:net')).createServer().listen(0, '127.0.0.1'), 'listening'),
  unixSocket: async () => emits((await import('node:net')).connect(join(outside, 'socket')), 'connect'),
  http: async () => emits((await import('node:http')).get({ port, host: '127.0.0.1' }), 'socket'),
  oldHttp: async () => emits(new (await import('_http_client')).ClientRequest({ port, host: '127.0.0.1' }), 'socket'),
  udp: async () => emits((await import('node:dgram')).createSocket('udp4').bind(0, '127.0.0.1'), 'listening'),
  dns: async () => (await (await import('node:dns')).promises.lookup('localhost')).address !== '',
  fetch: () => settle(fetch(`http://127.0.0.1:${port}/`).then(({ ok }) => ok)),
  webSocket: () => new WebSocket(`ws://127.0.0.1:${port}/`) !== undefined,
};

// What Node's hooks might use, spoilt: it must not open them.
const spoilt = {
  spoiltLookup: async () => {
    const { startsWith, slice } = String.prototype;
    Set.prototype.has = () => true;
    Object.prototype['node:net'] = true;
    String.prototype.slice = String.prototype.startsWith = () => '';
    try {
      return (await import('node:net')) !== undefined;
    } finally {
      Object.assign(String.prototype, { startsWith, slice });
      delete Object.prototype['node:net'];
    }
  },
};

const worked = [];
for (const [name, attempt] of Object.entries({ ...attempts, ...(port ? { ...networks, ...spoilt } : {}) })) {
  try {
    const result = await attempt();
    if (result) worked.push(result === true ? name : `${name} (${result})`);
  } catch { /* it does not work */ }
}
throw new Error(`worked: ${worked.join(', ')}.`);
