import * as v from 'valibot';

/** Where people talk. */
export const rooms = ['lobby', 'kitchen', 'garden'] as const;
export type Room = (typeof rooms)[number];

export const mostNameLength = 30;
export const mostTextLength = 2000;

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(mostNameLength));
const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(mostTextLength));

/** What a page sends. The id is its own: the message may be sent again until an answer comes, and is said once. */
export const sentSchema = v.object({ id: v.pipe(v.string(), v.uuid()), name, text });

/** What the room hears. */
export const saidSchema = v.object({ name, text, at: v.number() });

export type Sent = v.InferOutput<typeof sentSchema>;
