import { copyFile, constants, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateRssFeed, parseRssFeed } from 'feedsmith';
import type { NewArticle } from './articles.ts';
import { replaceFile } from './feed-memory.ts';

/** A small newspaper: an RSS file that anybody here may add to. */
export interface Gazette {
  /** Resolves once the article is in the file. One that is there already changes nothing. */
  add(this: void, article: NewArticle): Promise<void>;
}

/** The file keeps the newest, as feeds do. */
const most = 50;

/** Opens the feeds in a folder; those that are not there yet begin with what came with the gallery. */
export async function openGazette(folder: string): Promise<Gazette> {
  await mkdir(folder, { recursive: true });
  for (const name of ['gazette.xml', 'workshop.xml']) {
    await copyFile(join(import.meta.dirname, 'feeds', name), join(folder, name), constants.COPYFILE_EXCL).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
  const path = join(folder, 'gazette.xml');
  let last: Promise<void> = Promise.resolve();
  return {
    // One after the other: each begins with what the one before has written.
    add(article) {
      const added = last.then(() => write(path, article));
      last = added.catch(() => undefined);
      return added;
    },
  };
}

async function write(path: string, { id, title, text }: NewArticle): Promise<void> {
  const feed = parseRssFeed(await readFile(path, 'utf8'));
  const guid = `urn:uuid:${id}`;
  const items = feed.items ?? [];
  if (items.some((item) => item.guid?.value === guid)) return;
  const now = new Date().toUTCString();
  // A description is HTML, and what people write is text; the generator does what XML asks for.
  const item = { title, description: toHtml(text), guid: { value: guid, isPermaLink: false }, pubDate: now };
  await replaceFile(path, generateRssFeed({ ...feed, lastBuildDate: now, items: [item, ...items].slice(0, most) }));
}

function toHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(/\r?\n/g, '<br>\n');
}
