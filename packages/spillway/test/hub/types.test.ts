import { expectTypeOf, onTestFinished, test } from 'vitest';
import { createHub } from '../../src/index.ts';
import type { PublishEvent, Published } from '../../src/index.ts';

test('publish takes an event, a batch, and what may be either', async () => {
  const hub = createHub();
  onTestFinished(() => hub.close());
  const event: PublishEvent = { topic: 'a' };
  expectTypeOf(await hub.publish(event)).toEqualTypeOf<Published>();
  expectTypeOf(await hub.publish([event])).toEqualTypeOf<readonly Published[]>();
  const either = [event] as PublishEvent | readonly PublishEvent[];
  expectTypeOf(await hub.publish(either)).toEqualTypeOf<Published | readonly Published[]>();
});
