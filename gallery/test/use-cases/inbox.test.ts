import { expect, test } from 'vitest';
import { type Inbox, type PersonEvent, emptyInbox, takeEvent } from '../../use-cases/notifications/inbox.ts';
import type { Friendship, Order } from '../../use-cases/notifications/notices.ts';

let count = 0;

/** An event for Ann. */
function event<Type extends PersonEvent['type']>(type: Type, data: Extract<PersonEvent, { type: Type }>['data']) {
  count += 1;
  return { type, data, lastEventId: `id-${count}`, topics: [`people/ann/${type}`] } as PersonEvent;
}

function message(text: string): PersonEvent {
  return event('message', { from: 'ben', text, at: 1 });
}

function order(number: string, status: Order['status']): PersonEvent {
  return event('order', { order: number, item: 'Raincoat', status, at: 1 });
}

function friendship(state: Friendship['state'], by: Friendship['by']): PersonEvent {
  return event('friendship', { with: 'ben', state, by, at: 1 });
}

function read(...events: readonly PersonEvent[]): PersonEvent {
  return event('read', { ids: events.map(({ lastEventId }) => lastEventId) });
}

function inboxOf(...events: readonly PersonEvent[]): Inbox {
  return events.reduce(takeEvent, emptyInbox);
}

test('the newest notice comes first, and is unread until an event says that it was read', () => {
  const [one, two] = [message('one'), message('two')];
  expect(inboxOf(one, two).notices).toMatchObject([
    { event: two, isRead: false },
    { event: one, isRead: false },
  ]);
  expect(inboxOf(one, two, read(one)).notices).toMatchObject([{ isRead: false }, { isRead: true }]);
  expect(inboxOf(one, two, read(one, two)).notices).toMatchObject([{ isRead: true }, { isRead: true }]);
});

test('an order has one notice, which moves up and is unread again with each status', () => {
  const [placed, other, packed] = [order('7', 'placed'), order('8', 'placed'), order('7', 'packed')];
  expect(inboxOf(placed, other, read(placed, other), packed).notices).toMatchObject([
    { event: packed, isRead: false },
    { event: other, isRead: true },
  ]);
  // Somebody read the status before in another tab while this one came.
  expect(inboxOf(placed, packed, read(placed)).notices).toMatchObject([{ event: packed, isRead: false }]);
});

test('a friendship stands as the newest event says; its steps are news for the other one alone', () => {
  const [asked, accepted] = [friendship('requested', 'ben'), friendship('friends', 'ann')];
  expect(inboxOf(asked).notices).toMatchObject([{ event: asked }]);
  expect(inboxOf(asked, accepted)).toMatchObject({ friendship: { state: 'friends' }, notices: [{ event: asked }] });
});

test('of very many notices the newest 100 are kept', () => {
  const messages = Array.from({ length: 130 }, (_, index) => message(String(index)));
  const { notices } = inboxOf(...messages);
  expect(notices).toHaveLength(100);
  expect(notices[0]?.event).toBe(messages.at(-1));
});
