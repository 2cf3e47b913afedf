import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import type { Encoding, EncodingTask } from './encoding.ts';

const { constants } = zlib;
type Compressor = zlib.BrotliCompress | zlib.ZstdCompress;

/** Node compresses in threads of its own: the event loop stays free, and streams go on meanwhile. */
const brotli = compression('Brotli, level 11', 'br', (size) =>
  zlib.createBrotliCompress({
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: size,
    },
  }),
);

const zstd = compression('Zstandard, level 22', 'zst', (size) =>
  zlib.createZstdCompress({
    pledgedSrcSize: size,
    params: {
      [constants.ZSTD_c_compressionLevel]: 22,
      // A window of 16 MB: with that of the level itself, 128 MB, a large file would take most of a gigabyte of memory.
      [constants.ZSTD_c_windowLog]: 24,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  }),
);

/** What this Node compresses with. Zstandard came with Node 22.15. */
export const compressions: readonly Encoding[] = 'createZstdCompress' in zlib ? [brotli, zstd] : [brotli];

function compression(label: string, extension: string, create: (size: number) => Compressor): Encoding {
  return {
    label,
    extension,
    isOptional: false,
    suits: () => true,
    async encode({ input, output, size, signal, onProgress }: EncodingTask) {
      const compressor = create(size);
      const file = createWriteStream(output);
      const telling = setInterval(() => onProgress(compressor.bytesWritten / size, file.bytesWritten), 200);
      try {
        await pipeline(createReadStream(input), compressor, file, { signal });
      } finally {
        clearInterval(telling);
      }
      onProgress(1, file.bytesWritten);
    },
  };
}
