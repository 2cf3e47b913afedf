/** The four ways that the feed is delivered, in the order of the table. */
export const ways = ['polling', 'long-polling', 'web-socket', 'events'] as const;

export type Way = (typeof ways)[number];

export const wayNames: Readonly<Record<Way, string>> = {
  polling: 'Polling',
  'long-polling': 'Long polling',
  'web-socket': 'WebSocket',
  events: 'SSE',
};
