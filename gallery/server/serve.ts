import { parseArgs } from 'node:util';
import { startGallery } from './gallery-server.ts';

// The process that serves the gallery. `main.ts` builds the pages, starts it, and starts it again when it dies.

const { values } = parseArgs({
  options: { port: { type: 'string' }, folder: { type: 'string' }, site: { type: 'string' } },
});
const { port = '3000', folder = '.spillway', site = '' } = values;

const gallery = await startGallery({ port: Number(port), folder, site, environment: process.env }).catch(
  (error: NodeJS.ErrnoException) => {
    const isInUse = error.code === 'EADDRINUSE';
    console.error(isInUse ? `port ${port} on 127.0.0.1 is in use: choose another with --port` : error);
    process.exit(1);
  },
);
console.log(`The gallery is at ${gallery.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void gallery[Symbol.asyncDispose]().then(() => process.exit(0)));
}
