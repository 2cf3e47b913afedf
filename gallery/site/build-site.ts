import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'vite';

const gallery = join(import.meta.dirname, '..');
const library = dirname(fileURLToPath(import.meta.resolve('spillway/package.json')));

/** What the pages are made of. */
const sources = [
  [gallery, '{site,use-cases,comparison,decision}/**/*'],
  [gallery, 'package.json'],
  [library, 'src/{client,react,codec,topic}/**/*'],
  [library, 'src/*.ts'],
] as const;

/**
 * Builds the pages, unless that has been done from these very sources, and returns the folder that has them, each file
 * beside its brotli form. Several may build at once.
 */
export async function buildSite(): Promise<string> {
  const built = join(gallery, 'dist', 'site');
  const folder = join(built, await digestOfSources());
  if (existsSync(folder)) return folder;
  await mkdir(built, { recursive: true });
  // Vite and React go by it. A test runner sets it to `test`, and would get React's larger build for development.
  process.env['NODE_ENV'] = 'production';
  const outDir = await mkdtemp(join(built, 'building-'));
  try {
    await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn', build: { outDir } });
    await compress(outDir);
    // Whoever came first has built the same.
    await rename(outDir, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const [folder, pattern] of sources) {
    const paths: string[] = [];
    for await (const entry of glob(pattern, { cwd: folder, withFileTypes: true })) {
      if (entry.isFile()) paths.push(join(entry.parentPath, entry.name));
    }
    for (const path of paths.toSorted()) hash.update(`${relative(folder, path)}\n`).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 16);
}

const compressed = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt', '.md']);

async function compress(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    files
      .filter((file) => file.isFile() && compressed.has(extname(file.name)))
      .map(async (file) => {
        const path = join(file.parentPath, file.name);
        const bytes = await readFile(path);
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
      }),
  );
}
