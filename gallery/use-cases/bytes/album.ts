import { randomInt } from 'node:crypto';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawPicture } from './picture.ts';

/** A picture on disk. */
export interface Picture {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The newest pictures. */
export interface Album {
  newest(): Promise<Picture | undefined>;
  /** Draws one more. */
  draw(): Promise<Picture>;
  /** Where a picture is, or would be. */
  pathOf(id: string): string;
}

/** How many pictures are kept. */
const most = 3;

const suffix = '.png';

export function createAlbum(folder: string): Album {
  const pathOf = (id: string) => join(folder, id + suffix);
  /** The oldest first: their ids begin with the time. */
  const ids = async () =>
    (await readdir(folder))
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .toSorted();

  return {
    pathOf,
    async newest() {
      const id = (await ids()).at(-1);
      return id === undefined ? undefined : { id, bytes: await readFile(pathOf(id)) };
    },
    async draw() {
      const number = randomInt(2 ** 31);
      const id = `${Date.now()}-${number}`;
      const bytes = await drawPicture(number);
      await writeFile(`${pathOf(id)}.half`, bytes);
      await rename(`${pathOf(id)}.half`, pathOf(id));
      for (const old of (await ids()).slice(0, -most)) await rm(pathOf(old), { force: true });
      return { id, bytes };
    },
  };
}
