import type { FollowedEvent } from './support/follower.ts';
import type { PublishRecord, SentEvent } from './support/recorded-publisher.ts';

/** Everything about the log, as a subscriber of all of it received it, that the publishers' records contradict. */
export function problemsOf(records: readonly PublishRecord[], log: readonly FollowedEvent[]): string[] {
  const problems: string[] = [];
  const places = new Map<string, number>();
  for (const [place, { data, id }] of log.entries()) {
    if (places.has(data)) problems.push(`delivered twice: ${id} ${data}`);
    places.set(data, place);
  }

  const sent = new Set<string>();
  const lastPlaces = new Map<string, number>();
  // A publish that was repeated has two records: the first tells its place.
  const repeated = new Set<string>();
  for (const { name, events, isValid, outcome } of records) {
    const found = events.map(({ data }) => places.get(data));
    const present = found.filter((place) => place !== undefined);
    const isWhole = present.length === events.length;
    for (const { data } of events) sent.add(data);

    if (isValid && outcome.kind === 'refused') problems.push(`${name}: valid, but refused as ${outcome.code}`);
    if (!isValid && outcome.kind === 'acknowledged') problems.push(`${name}: invalid, but acknowledged`);
    if (!isValid && present.length > 0) problems.push(`${name}: invalid, but delivered`);
    if (outcome.kind === 'refused' && present.length > 0) problems.push(`${name}: refused, but delivered`);
    if (outcome.kind === 'acknowledged' && !isWhole) problems.push(`${name}: acknowledged, but not delivered`);
    if (outcome.kind === 'unknown' && present.length > 0 && !isWhole) problems.push(`${name}: delivered in part`);
    if (outcome.kind === 'acknowledged' && outcome.ids !== undefined) {
      const ids = found.map((place) => log[place ?? -1]?.id);
      if (ids.join() !== outcome.ids.join())
        problems.push(`${name}: answered ${outcome.ids.join(' ')}, delivered as ${ids.join(' ')}`);
    }
    const publisher = name.split('-')[0] ?? '';
    if (present.length > 0 && !repeated.has(name)) {
      const inOrder = [lastPlaces.get(publisher) ?? -1, ...present];
      if (inOrder.some((place, index) => place <= (inOrder[index - 1] ?? -Infinity))) problems.push(`${name}: order`);
      lastPlaces.set(publisher, inOrder.at(-1) ?? -1);
    }
    repeated.add(name);
  }
  for (const { data, id } of log) if (!sent.has(data)) problems.push(`nobody sent ${id} ${data}`);
  return problems;
}

/** To which topics each event was published, by its data. */
export function topicsByData(records: readonly PublishRecord[]): ReadonlyMap<string, readonly string[]> {
  const pairs = records.flatMap(({ events }) => events.map((event) => [event.data, topicsOf(event)] as const));
  return new Map(pairs);
}

function topicsOf({ topic }: SentEvent): readonly string[] {
  return [topic].flat();
}

/** The first place where a subscriber's events differ from those that it should have. */
export function differenceOf(received: readonly FollowedEvent[], selected: readonly FollowedEvent[]): string {
  const length = Math.max(received.length, selected.length);
  for (let place = 0; place < length; place++) {
    const [one, other] = [received[place], selected[place]];
    if (one?.id === other?.id && one?.data === other?.data) continue;
    return `at ${place}: received ${one?.id} ${one?.data}, selected ${other?.id} ${other?.data}`;
  }
  return 'none';
}
