import type { EventOf } from 'spillway/client';
import type { Friendship, events } from './notices.ts';

/** An event on the topics of one person. */
export type PersonEvent = EventOf<typeof events>;

/** What a person is told, and whether it has been read. */
export interface Notice {
  /** What it is about: an order has one notice, which shows its newest status. */
  readonly key: string;
  readonly event: NoticeEvent;
  readonly isRead: boolean;
}
export type NoticeEvent = Exclude<PersonEvent, { readonly type: 'read' }>;

export interface Inbox {
  /** The newest first. */
  readonly notices: readonly Notice[];
  /** How the person and the other one stand, as the newest event tells it. */
  readonly friendship: Friendship | undefined;
}

export const emptyInbox: Inbox = { notices: [], friendship: undefined };

/** How many notices are shown; older ones are dropped. */
const most = 100;

/** What becomes of an inbox with one event more. */
export function takeEvent(inbox: Inbox, event: PersonEvent): Inbox {
  switch (event.type) {
    case 'read': {
      const ids = new Set(event.data.ids);
      const mark = (notice: Notice) => (ids.has(notice.event.lastEventId) ? { ...notice, isRead: true } : notice);
      return { ...inbox, notices: inbox.notices.map(mark) };
    }
    case 'friendship': {
      const changed = { ...inbox, friendship: event.data };
      // Nobody needs to be told of what they did themselves.
      return event.data.by === event.data.with ? add(changed, event, event.lastEventId) : changed;
    }
    case 'order':
      return add(inbox, event, `order/${event.data.order}`);
    case 'message':
    case 'payment':
      return add(inbox, event, event.lastEventId);
    default:
      return event satisfies never;
  }
}

function add(inbox: Inbox, event: NoticeEvent, key: string): Inbox {
  const others = inbox.notices.filter((notice) => notice.key !== key);
  return { ...inbox, notices: [{ key, event, isRead: false }, ...others].slice(0, most) };
}
