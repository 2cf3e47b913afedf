/**
 * How long tests wait for what must come, for `vi.waitFor` and `expect.poll`. A machine that is busy with other work takes many
 * times as long as an idle one, and a client that has failed several times waits up to 30 seconds before it connects again.
 */
export const patient = { timeout: 90_000, interval: 100 } as const;
