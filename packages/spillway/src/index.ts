export { createHub } from './hub/create-hub.ts';
export type { Clock } from './hub/clock.ts';
export type { Connection } from './hub/connection.ts';
export type { Gap } from './hub/gap.ts';
export type {
  EventPage,
  Hub,
  HubStats,
  PageEvent,
  PageRequest,
  Published,
  Since,
  SubscribeRequest,
} from './hub/hub.ts';
export type { HubOptions } from './hub/options.ts';
export type { Selection } from './hub/selection.ts';
export type { Subscriber } from './hub/subscriber.ts';
export type { EventLog } from './log/event-log.ts';
export {
  type EventLimits,
  type LoggedEvent,
  type NewEvent,
  type Offset,
  type PublishEvent,
  checkEvent,
  defaultEventLimits,
} from './event.ts';
export { checkPattern } from './topic/pattern.ts';
export { SpillwayError, type SpillwayErrorCode } from './error.ts';
export { createEventsHandler } from './http/events-handler.ts';
export { type EventsLimits, defaultEventsLimits } from './http/events-limits.ts';
export type { EventsOptions } from './http/events-options.ts';
export type { EventsRequest } from './http/events-request.ts';
export type { Permissions } from './http/permissions.ts';
export type { CorsOptions } from './http/cors.ts';
export { type EventStreamOptions, eventStream } from './http/event-stream.ts';
export type { EventStreamSettings } from './http/event-stream-answer.ts';
export type { EventStreamSource, SourceContext, SourceEvent, SourceEventFields } from './http/event-stream-source.ts';
