import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const dayMs = 86_400_000;

/** The certificate of this machine's own names, signed by itself. It is kept, for a browser is asked to trust it once. */
export async function certificateIn(folder: string): Promise<Certificate> {
  const file = join(folder, 'certificate.json');
  const kept = await readFile(file, 'utf8').then(parse, () => undefined);
  if (kept !== undefined && isValidFor(kept, dayMs)) return kept;
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  await writeFile(file, JSON.stringify({ cert, key }), { mode: 0o600 });
  return { cert, key };
}

/** A file that was written only in part is none. */
function parse(text: string): Certificate | undefined {
  try {
    return JSON.parse(text) as Certificate;
  } catch {
    return undefined;
  }
}

function isValidFor({ cert }: Certificate, ms: number): boolean {
  return Date.parse(new X509Certificate(cert).validTo) > Date.now() + ms;
}
