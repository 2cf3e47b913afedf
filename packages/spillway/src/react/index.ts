'use client';

// Events in components.
export { useEvents } from './use-events.ts';
export type { Events, EventsOptions, ReducedEvents, ReducedEventsOptions } from './use-events.ts';
export { useLatest } from './use-latest.ts';
export type { Latest, LatestByKey, LatestByKeyOptions, LatestOptions } from './use-latest.ts';
export { useStream } from './use-stream.ts';
export type { StreamOptions } from './use-stream.ts';
export type { Stream, StreamStart, StreamStatus } from './stream.ts';

// What each of them has.
export type { Connected } from './connected.ts';
export type { RequestOptions } from './request.ts';
