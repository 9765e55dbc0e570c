// open.mjs: `npm run playground` installs and builds what the page lacks, then opens it. What is changed in its src/
// shows at once. `npm run playground -- --no-open` leaves the browser alone; with `-- --host`, other computers of the
// network can open it, too; `-- --port 8080` takes another port.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { install } from '../prepare-library.mjs';

const { values } = parseArgs({
  options: { 'no-open': { type: 'boolean' }, host: { type: 'boolean' }, port: { type: 'string' } },
});
const here = fileURLToPath(new URL('.', import.meta.url));
install(here, 'the libraries of the playground');

const { createServer } = await import('vite'); // only now: it may just have been installed
const server = await createServer({
  root: here,
  server: { open: !values['no-open'], host: values.host, ...(values.port && { port: Number(values.port) }) },
});
await server.listen();
server.printUrls();
