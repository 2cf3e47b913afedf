import fc from 'fast-check';
import { test } from 'vitest';
import { operations } from './model/operations.ts';
import { checkPromises } from './model/promises.ts';
import { World } from './model/world.ts';

const settings = fc.record({
  tapeBytes: fc.constantFrom(1, 150, 2_000),
  recentEvents: fc.constantFrom(0, 3, 1_000),
  visitsPerSlice: fc.constantFrom(1, 3, 128),
  sliceMs: fc.constantFrom(0, 1, 3),
  lags: fc.array(fc.nat(3), { minLength: 1, maxLength: 7 }),
  isInstant: fc.boolean(),
});

// The seed of a failure is printed with it; SPILLWAY_SEED replays it, SPILLWAY_RUNS sets how many worlds are tried.
const { SPILLWAY_SEED, SPILLWAY_RUNS } = process.env;

test(
  'whatever happens, every subscriber gets what it selected, once and in order, or is told of a gap',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(settings, operations, async (chosen, happenings) => {
        const world = new World(chosen);
        for (const happening of happenings) await world.run(happening);
        await world.finish();
        for (const client of world.clients) checkPromises(world, client);
      }),
      { numRuns: Number(SPILLWAY_RUNS ?? 5_000), ...(SPILLWAY_SEED && { seed: Number(SPILLWAY_SEED) }) },
    );
  },
);
