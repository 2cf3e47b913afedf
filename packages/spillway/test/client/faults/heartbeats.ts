/** Short enough that a stalled stream costs little time. On a busy machine a stream may be taken for stalled that is not. */
export const heartbeatMs = 250;

/** Long enough that no stream is. */
export const calmHeartbeatMs = 1000;
