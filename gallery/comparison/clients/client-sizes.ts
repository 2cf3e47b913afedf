import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type Plugin, build } from 'vite';

const name = 'virtual:client-sizes';

/** The file of each way's client. */
const entries = {
  polling: 'polling.ts',
  'long-polling': 'long-polling.ts',
  'web-socket': 'web-socket.ts',
  events: 'events.ts',
} as const;

/**
 * Gives the pages a module that says what each way's client weighs: bundled by itself with all that it imports, minified,
 * and compressed with brotli, in bytes.
 */
export function clientSizes(): Plugin {
  return {
    name: 'client-sizes',
    resolveId: { filter: { id: /^virtual:client-sizes$/ }, handler: () => `\0${name}` },
    load: {
      filter: { id: /^\0virtual:client-sizes$/ },
      async handler() {
        const sizes: Record<string, number> = {};
        for (const [way, file] of Object.entries(entries)) sizes[way] = await sizeOf(join(import.meta.dirname, file));
        return `export const clientSizes = ${JSON.stringify(sizes)};`;
      },
    },
  };
}

async function sizeOf(entry: string): Promise<number> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry, formats: ['es'], fileName: 'client' } },
  });
  const outputs = Array.isArray(built) ? built : [built];
  let bytes = 0;
  for (const each of outputs) {
    if (!('output' in each)) throw new Error('a build that watches has no output');
    for (const chunk of each.output) if (chunk.type === 'chunk') bytes += brotliCompressSync(chunk.code).length;
  }
  return bytes;
}
