import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { drawPicture } from '../../../use-cases/bytes/picture.ts';
import { encodePng } from '../../../use-cases/bytes/png.ts';

/** The chunks of a PNG, whose checks are right. */
function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
  const chunks = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.push({ type: body.subarray(0, 4).toString('latin1'), data: body.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

test('a PNG holds its pixels, each line as its difference from the one above', async () => {
  const pixels = Uint8Array.from({ length: 3 * 4 * 3 }, (_, index) => (index * 71) % 256);
  const [header, data, end, ...more] = chunksOf(await encodePng(pixels, 4, 3));
  expect([header?.type, data?.type, end?.type, more.length]).toEqual(['IHDR', 'IDAT', 'IEND', 0]);
  expect([header?.data.readUInt32BE(0), header?.data.readUInt32BE(4)]).toEqual([4, 3]);
  const lines = inflateSync(data?.data ?? Buffer.alloc(0));
  const read = new Uint8Array(pixels.length);
  for (let y = 0; y < 3; y += 1) {
    expect(lines[y * 13]).toBe(2);
    for (let x = 0; x < 12; x += 1) {
      read[y * 12 + x] = (lines[y * 13 + 1 + x] ?? 0) + (y === 0 ? 0 : (read[(y - 1) * 12 + x] ?? 0));
    }
  }
  expect(read).toEqual(pixels);
});

test('the same number draws the same picture, and another draws another', async () => {
  const [one, again, other] = await Promise.all([drawPicture(7), drawPicture(7), drawPicture(8)]);
  expect(one.equals(again)).toBe(true);
  expect(one.equals(other)).toBe(false);
});
