import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** What the samples leave to their reader. */
const declarations = `
  declare const question: string;
  declare const model: { generate(question: string, options: { signal: AbortSignal }): AsyncIterable<string> };
  declare function fetchToken(): Promise<string>;
`;

// The libraries are those that the README names.
const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'dom', 'esnext.disposable'],
  module: 'nodenext',
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

test.each(['README.md', 'packages/spillway/README.md', 'docs/client-libraries.md', 'docs/development-proxies.md'])(
  'the samples of %s compile against the built package',
  { timeout: 240_000 },
  async (page) => {
    const folder = await mkdtemp(join(tmpdir(), 'spillway-samples-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const samples = [...(await readFile(join(root, page), 'utf8')).matchAll(/^```ts\n(.*?)^```/gms)].map(
      ([, code]) => code,
    );
    expect(samples.length).toBeGreaterThan(0);
    await writeFile(join(folder, 'declarations.d.ts'), declarations);
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts', '*.tsx'] }));
    for (const [index, code] of samples.entries())
      await writeFile(join(folder, `sample-${index}.ts`), `${code}\nexport {};\n`);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const outcome = promisify(execFile)(process.execPath, [tsc, '--project', folder]).catch(
      ({ stdout }: { stdout: string }) => ({ stdout }),
    );
    expect((await outcome).stdout).toBe('');
  },
);
