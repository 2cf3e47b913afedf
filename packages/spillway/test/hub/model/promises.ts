import { expect } from 'vitest';
import { referenceMatch } from '../../topic/reference.ts';
import type { Acknowledged, ModelClient, World } from './world.ts';

interface Place {
  readonly epoch: string;
  readonly offset: number;
}

/** Checks what one subscriber received, over all its connections, against the promises of the stream. */
export function checkPromises(world: World, { client, selection, since, headBefore, ...modelled }: ModelClient): void {
  const start = modelled.start();
  if (!start) throw new Error('a subscriber that came back was never told where it stands');
  const { acknowledged } = world;
  const byId = new Map(acknowledged.map((event) => [`${event.epoch} ${event.data}`, event]));
  const begin = placeOf(start.cursor);
  if (since === 'now' && begin.epoch === headBefore.epoch)
    expect(begin.offset).toBeGreaterThanOrEqual(headBefore.offset);
  if (since === 'earliest') expect(begin.offset).toBeLessThanOrEqual(world.trimmed.get(begin.epoch) ?? 0);

  let place = begin;
  for (const { event, data, topics, lastEventId } of client.events) {
    if (event === 'gap') {
      const to = placeOf(lastEventId);
      const gap = JSON.parse(data) as { reason: string; after: string };
      if (gap.reason === 'trimmed') {
        expect(to.epoch, 'a trimmed gap stays in its epoch').toBe(place.epoch);
        expect(to.offset, 'a gap leads onwards').toBeGreaterThan(place.offset);
      } else if (to.epoch === place.epoch) {
        // The log knows a publisher's id only as long as it keeps the event.
        expect(gap).toMatchObject({ reason: 'unknown', after: expect.stringMatching(/^id/) });
        expect(to.offset).toBeGreaterThanOrEqual(place.offset);
      }
      expect(to.offset, 'only what was trimmed is missing').toBeLessThanOrEqual(world.trimmed.get(to.epoch) ?? 0);
      place = to;
      continue;
    }
    expect(world.refused.has(data), `${data} was refused`).toBe(false);
    const received = byId.get(`${place.epoch} ${data}`);
    if (!received) throw new Error(`${data} was never acknowledged in epoch ${place.epoch}`);
    expect(received.offset, `${data} comes once and in order`).toBeGreaterThan(place.offset);
    const visible = visibleTopics(received);
    expect(visible, `${data} is selected`).not.toEqual([]);
    if (topics) expect(topics).toEqual(visible);
    expectExcused(place, received.offset - 1);
    place = { epoch: received.epoch, offset: received.offset };
  }
  expect(place.epoch, 'everybody arrived in the last epoch').toBe(world.epoch);
  expectExcused(place, Number.POSITIVE_INFINITY);

  /** What was selected between two events that followed one another must have had a reason to be left out. */
  function expectExcused(after: Place, through: number): void {
    for (const event of acknowledged) {
      if (event.epoch !== after.epoch || event.offset <= after.offset || event.offset > through) continue;
      const visible = visibleTopics(event);
      const isExcused =
        visible.length === 0 ||
        event.expiresAt <= world.clock.now() ||
        (event.key !== undefined && visible.every((topic) => isSuperseded(event, topic, Number.POSITIVE_INFINITY))) ||
        (since === 'latest' && visible.every((topic) => isSuperseded(event, topic, start?.last ?? 0)));
      expect(isExcused, `${event.data} at ${event.epoch}-${event.offset} is missing`).toBe(true);
    }
  }

  function isSuperseded(event: Acknowledged, topic: string, through: number): boolean {
    return acknowledged.some(
      (other) =>
        other.epoch === event.epoch &&
        other.offset > event.offset &&
        other.offset <= through &&
        other.key === event.key &&
        other.topics.includes(topic),
    );
  }

  function visibleTopics({ topics }: Acknowledged): readonly string[] {
    return topics.filter(
      (topic) => matches(selection.topics, topic) && (!selection.grants || matches(selection.grants, topic)),
    );
  }

  function placeOf(id: string): Place {
    const own = acknowledged.find((event) => `id${event.data}` === id);
    if (own) return own;
    const [epoch = '', offset = ''] = id.split('-');
    return { epoch, offset: Number(offset) };
  }
}

function matches(patterns: readonly string[], topic: string): boolean {
  return patterns.some((pattern) => referenceMatch(pattern, topic));
}
