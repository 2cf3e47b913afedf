import type { NoticeEvent } from './inbox.ts';
import type { Person } from './notices.ts';

/** A person's name as people write it. */
export function called(name: Person): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** What kind of notice it is, and what it says. */
export function inWords({ type, data }: NoticeEvent): { readonly kind: string; readonly text: string } {
  switch (type) {
    case 'message':
      return { kind: `Message from ${called(data.from)}`, text: data.text };
    case 'friendship':
      return { kind: 'Friends', text: friendshipInWords[data.state](called(data.by)) };
    case 'payment': {
      const [amount, other] = [euros.format(data.cents / 100), called(data.other)];
      return data.direction === 'sent'
        ? { kind: 'Payment confirmed', text: `You paid ${other} ${amount}.` }
        : { kind: 'Payment received', text: `${other} paid you ${amount}.` };
    }
    case 'order':
      return { kind: `Order ${data.status}`, text: data.item };
  }
}

const friendshipInWords = {
  requested: (name: string) => `${name} asks to be your friend.`,
  friends: (name: string) => `${name} accepted: you are friends.`,
  none: (name: string) => `${name} ended your friendship.`,
};
