import type { Hub } from 'spillway';
import { Refusal } from '../../server/refusal.ts';
import type { Friendship, Person } from './notices.ts';

export type FriendshipStep = 'request' | 'accept' | 'end';

/**
 * Takes the next step of a friendship and tells both. How it stands is what the log says last: the newest event of each
 * key, which is the other's name.
 */
export async function changeFriendship(hub: Hub, by: Person, other: Person, step: FriendshipStep): Promise<void> {
  if (by === other) throw new Refusal(400, 'with: befriend somebody else');
  const { events } = await hub.page({ topics: [`people/${by}/friends`], since: 'latest' });
  const newest = events.find(({ key }) => key === other);
  const state = nextState(newest && (JSON.parse(newest.data) as Friendship), by, step);
  const at = Date.now();
  // The id says what this step follows. Of two that follow the same, the log keeps the first, and the second does nothing.
  const id = (name: Person) => `friendship/${[by, other].toSorted().join('/')}/${newest?.offset ?? 0}/${name}`;
  const tell = (name: Person, friend: Person) => ({
    topic: `people/${name}/friends`,
    event: 'friendship',
    key: friend,
    id: id(name),
    data: { with: friend, state, by, at } satisfies Friendship,
  });
  await hub.publish([tell(by, other), tell(other, by)]);
}

function nextState(
  before: Pick<Friendship, 'state' | 'by'> | undefined,
  by: Person,
  step: FriendshipStep,
): Friendship['state'] {
  const state = before?.state ?? 'none';
  switch (step) {
    case 'request':
      if (state === 'friends') throw new Refusal(409, 'you are friends already');
      if (state === 'requested')
        throw new Refusal(409, before?.by === by ? 'you have asked already' : 'you were asked: accept');
      return 'requested';
    case 'accept':
      if (state !== 'requested' || before?.by === by) throw new Refusal(409, 'nobody has asked you');
      return 'friends';
    case 'end':
      if (state !== 'friends') throw new Refusal(409, 'you are no friends');
      return 'none';
    default:
      return step satisfies never;
  }
}
