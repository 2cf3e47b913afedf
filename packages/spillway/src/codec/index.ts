export { encodeBlock, encodeComment, encodeEvent } from './encode.ts';
export type { StreamBlock } from './encode.ts';
export type { StreamEvent } from './stream-event.ts';
