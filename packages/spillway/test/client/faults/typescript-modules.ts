import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

/** The package's own modules as browsers can load them, by their path in the package. */
export async function readModule(path: string): Promise<string> {
  // A browser has no `..` in its paths: nothing outside the package can be asked for.
  const known =
    modules.get(path) ?? readFile(join(packageFolder, path), 'utf8').then((text) => stripTypeScriptTypes(text));
  modules.set(path, known);
  return await known;
}

const packageFolder = join(import.meta.dirname, '../../..');
const modules = new Map<string, Promise<string>>();
