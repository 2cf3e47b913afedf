// The platform's EventSource, over fetch.
export { EventSource } from './event-source.ts';
export type { EventSourceConstructor, EventSourceErrorEvent, EventSourceEvents } from './event-source-interface.ts';
export type { EventSourceOptions } from './event-source-interface.ts';

// A subscription that is never lost.
export { subscribe } from './subscribe.ts';
export type { BufferOptions, SubscribeOptions, Subscription } from './subscription.ts';
export type { EventOf, EventOfType, EventTypeOf, SubscriptionEvent } from './subscription.ts';
export type { FeedOptions, RetryOptions, ShareOptions } from './feed.ts';
export type { ConnectionState, Transport } from './connection-state.ts';
export type { Gap } from './gap.ts';

// What the data of events is read with.
export { asBytes, asGap, asText } from './event-reader.ts';
export type { DataOf, EventReader, EventReaders } from './event-reader.ts';
export type { BytesEncoding } from '../codec/bytes.ts';
export type { SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.ts';

export { SpillwayError } from '../error.ts';
export type { SpillwayErrorCode } from '../error.ts';
