// blocked.js: what the page's policy has kept its scripts from, on the main thread or in the worker.
const list = [];
let tell;
addEventListener('securitypolicyviolation', ({ blockedURI, sourceFile }) => {
  if (sourceFile === import.meta.url) tell();
  else list.push(blockedURI);
});

/**
 * Such as 'wasm-eval', or 'eval'. These are told of a little later, in their order: it tries an `eval` of its own, and
 * once that is told of, so is everything before it.
 */
export async function blocked() {
  const told = new Promise((resolve) => { tell = resolve; });
  try {
    eval('1');
  } catch {
    await told;
    return list;
  }
  throw new Error('the policy allows eval');
}
