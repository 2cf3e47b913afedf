/** Short enough that a stalled stream costs little time, long enough that a busy machine is not taken for a stall. */
export const heartbeatMs = 200;
