/**
 * The shortest heartbeat that clients rely on, so that a stalled stream costs little time. On a busy machine a stream may
 * be taken for stalled that is not.
 */
export const heartbeatMs = 1000;

/** Long enough that no stream is taken for stalled. */
export const calmHeartbeatMs = 3000;
