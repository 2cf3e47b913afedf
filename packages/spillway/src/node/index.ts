export { sendEventStream } from './send-event-stream.ts';
export type { SendEventStreamOptions } from './send-event-stream.ts';

export { sendStream } from './response-connection.ts';
export type { NodeRequest, NodeResponse } from './response-connection.ts';
export { createNodeEventsHandler } from './events-handler.ts';

export { putFrontBefore } from './front/front.ts';
export type { Front, FrontOptions } from './front/front.ts';
export type { FrontPeer } from './front/exchange.ts';
