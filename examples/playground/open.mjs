// open.mjs: `npm run playground` installs and builds what the page lacks, then opens it. What is changed in its src/
// shows at once. `npm run playground -- --no-open` leaves the browser alone.
import { fileURLToPath } from 'node:url';
import { install } from '../prepare-library.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
install(here, 'the libraries of the playground');

const { createServer } = await import('vite'); // only now: it may just have been installed
const server = await createServer({ root: here, server: { open: !process.argv.includes('--no-open') } });
await server.listen();
server.printUrls();
