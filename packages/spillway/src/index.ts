// The hub: publish, subscribe, replay.
export { createHub } from './hub/create-hub.ts';
export type { HubOptions } from './hub/options.ts';
export type { Hub, HubStats, Published } from './hub/hub.ts';
export type { EventPage, Opening, PageEvent, PageRequest, Since, SubscribeRequest } from './hub/hub.ts';
export type { Gap } from './hub/gap.ts';
export type { Selection } from './hub/selection.ts';

// Events and topics.
export { checkEvent, defaultEventLimits } from './event.ts';
export type { EventLimits, LoggedEvent, NewEvent, Offset, PublishEvent } from './event.ts';
export { checkPattern } from './topic/pattern.ts';
export { SpillwayError } from './error.ts';
export type { SpillwayErrorCode } from './error.ts';

// The resource /events for fetch-style servers.
export { createEventsHandler } from './http/events-handler.ts';
export { defaultEventsLimits } from './http/events-limits.ts';
export type { EventsLimits } from './http/events-limits.ts';
export type { EventsOptions } from './http/events-options.ts';
export type { EventsRequest } from './http/events-request.ts';
export type { Permissions } from './http/permissions.ts';
export { proxySignOf } from './http/proxy.ts';
export type { ProxyEvidence } from './http/proxy.ts';
export { checkCorsOptions } from './http/cors.ts';
export type { CorsOptions } from './http/cors.ts';

// A stream for one request.
export { eventStream } from './http/event-stream.ts';
export type { EventStreamOptions } from './http/event-stream.ts';
export type { EventStreamSettings } from './http/event-stream-answer.ts';
export type { EventStreamSource, SourceContext, SourceEvent, SourceEventFields } from './http/event-stream-source.ts';

// What adapters, logs and tests of your own implement.
export type { Clock } from './hub/clock.ts';
export type { Connection } from './hub/connection.ts';
export type { Subscriber } from './hub/subscriber.ts';
export type {
  EventLog,
  InstantReader,
  LatestReader,
  LogBounds,
  LogPage,
  ReadLimits,
  Retention,
} from './log/event-log.ts';
