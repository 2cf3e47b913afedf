import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Writes an image as PNG, by its specification (W3C, third edition): 8 bits for each of red, green and blue. */
export async function encodePng(pixels: Uint8Array, width: number, height: number): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const data = await promisify(deflate)(filtered(pixels, width * 3, height), { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** Each line as what it differs by from the line above it (filter type 2), which compresses better. */
function filtered(pixels: Uint8Array, lineBytes: number, height: number): Buffer {
  const lines = Buffer.alloc((lineBytes + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const at = y * (lineBytes + 1);
    lines[at] = 2;
    for (let x = 0; x < lineBytes; x += 1) {
      const index = y * lineBytes + x;
      lines[at + 1 + x] = (pixels[index] ?? 0) - (y === 0 ? 0 : (pixels[index - lineBytes] ?? 0));
    }
  }
  return lines;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
