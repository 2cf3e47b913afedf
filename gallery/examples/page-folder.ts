import { cp, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The four examples as browsers can load them: a folder for a hub to serve, which is removed when it is disposed of. */
export interface PageFolder extends AsyncDisposable {
  readonly path: string;
}

const source = import.meta.dirname;
const servedAsTheyAre = ['index.html', 'icon.svg', 'orders.css', 'orders.js', 'plain'];

/** Builds the examples that need it into a new folder, and lays the plain one beside them. */
export async function layOutExamples(): Promise<PageFolder> {
  requireBuiltLibrary();
  const path = await mkdtemp(join(tmpdir(), 'spillway-examples-'));
  await build({ configFile: join(source, 'vite.config.ts'), logLevel: 'warn', build: { outDir: path } });
  for (const name of servedAsTheyAre) await cp(join(source, name), join(path, name), { recursive: true });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The plain example imports the library as the hub serves it, which is the one that is published. */
function requireBuiltLibrary(): void {
  const client = fileURLToPath(new URL('dist/client/index.js', import.meta.resolve('spillway/package.json')));
  if (!existsSync(client)) throw new Error(`there is no ${client}: run "npm run build" first`);
}
