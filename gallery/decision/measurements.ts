/** Pages of this gallery on which a reason can be checked. */
export const measurements = {
  feed: { path: '/comparison#feed', title: 'the same feed, delivered four ways' },
  roundTrips: { path: '/comparison#round-trips', title: 'round trips, by WebSocket and by POST' },
  connectionLimit: { path: '/comparison#connection-limit', title: 'the connection limit' },
  bytes: { path: '/bytes', title: 'an image, streamed as text' },
  chat: { path: '/chat', title: 'chat, and what it costs' },
  prices: { path: '/prices', title: '500 prices, and a slow tab' },
} as const;

export type Measurement = keyof typeof measurements;
