export { createDecoder } from './decode.ts';
export type { Decoder, DecoderOptions } from './decode.ts';
export { createSmallDecoder } from './decode-text.ts';
export type { DecoderHandlers } from './decoder-handlers.ts';
export { encodeBlock, encodeComment, encodeEvent } from './encode.ts';
export type { StreamBlock } from './encode.ts';
export type { DecodedEvent, StreamEvent } from './stream-event.ts';
export { decodeEvents, EventDecoderStream, EventEncoderStream } from './streams.ts';
