import { readFile } from 'node:fs/promises';
import type { BytesEncoding } from '../../src/codec/index.ts';

/** Bytes, in hexadecimal, and what each encoding writes. */
export type Vector = { readonly bytes: string } & Readonly<Record<BytesEncoding, string>>;

export interface RefusedText {
  readonly encoding: BytesEncoding;
  readonly text: string;
  readonly because: string;
}

/** What PROTOCOL.md has as examples of binary data. */
export async function readBinaryVectors(): Promise<readonly [readonly Vector[], readonly RefusedText[]]> {
  const protocol = await readFile(new URL('../../../../PROTOCOL.md', import.meta.url), 'utf8');
  const [section = ''] = protocol.split('### Binary data\n')[1]?.split('\n### ') ?? [];
  const [vectors = '', refused = ''] = [...section.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => json);
  return [JSON.parse(vectors), JSON.parse(refused)];
}
