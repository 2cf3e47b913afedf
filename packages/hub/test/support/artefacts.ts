import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of a file that a test leaves for people to look at, in `artefacts/` at the root of the repository. */
export async function artefact(name: string): Promise<string> {
  const path = fileURLToPath(new URL(`../../../../artefacts/${name}`, import.meta.url));
  await mkdir(dirname(path), { recursive: true });
  return path;
}
