import { readFile, rename, writeFile } from 'node:fs/promises';
import * as v from 'valibot';

const memory = v.object({
  name: v.optional(v.string()),
  format: v.optional(v.picklist(['rss', 'atom'])),
  etag: v.optional(v.string()),
  lastModified: v.optional(v.string()),
  /** The articles of the version that was read last. */
  seen: v.array(v.string()),
  totals: v.object({ polls: v.number(), unchanged: v.number(), failures: v.number(), articles: v.number() }),
});

/** What the reader knows of a feed, also after a restart. */
export type FeedMemory = v.InferOutput<typeof memory>;

/** What was saved; where there is nothing, or nothing that can be read, one knows nothing. */
export async function loadMemory(path: string): Promise<FeedMemory> {
  try {
    return v.parse(memory, JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return { seen: [], totals: { polls: 0, unchanged: 0, failures: 0, articles: 0 } };
  }
}

export async function saveMemory(path: string, known: FeedMemory): Promise<void> {
  await replaceFile(path, JSON.stringify(known));
}

/** Writes a file such that there is, whenever the process dies, either the old one or the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
