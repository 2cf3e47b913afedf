import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The page as a browser can load it: a folder for the hub to serve, which is removed when it is disposed of. */
export interface PageFolder extends AsyncDisposable {
  readonly path: string;
}

const source = fileURLToPath(new URL('public/', import.meta.url));
const chartLibrary = ['uPlot.esm.js', 'uPlot.min.css'];

/** Lays the page out in a new folder: its scripts without their types, all else as it is, the chart library beside it. */
export async function layOutPage(): Promise<PageFolder> {
  const path = await mkdtemp(join(tmpdir(), 'spillway-host-page-'));
  for (const name of await readdir(source)) {
    if (name.endsWith('.ts')) await writeFile(join(path, name.replace(/\.ts$/, '.js')), await scriptOf(name));
    else await cp(join(source, name), join(path, name));
  }
  for (const name of chartLibrary) {
    await cp(fileURLToPath(import.meta.resolve(`uplot/dist/${name}`)), join(path, name));
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Node itself takes the types out, as it does when it runs TypeScript; imports then name what lies in the folder. */
async function scriptOf(name: string): Promise<string> {
  const script = stripTypeScriptTypes(await readFile(join(source, name), 'utf8'));
  return script.replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'");
}
