/** Why a load test cannot be done; the message says what to change. */
export class LoadTestError extends Error {
  override readonly name = 'LoadTestError';
}
