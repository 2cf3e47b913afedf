import * as v from 'valibot';

// What the server publishes and the pages read.

/** Those who live here. */
export const people = ['ann', 'ben'] as const;
const person = v.picklist(people, 'only Ann and Ben live here');
export type Person = v.InferOutput<typeof person>;

export function isPerson(name: string): name is Person {
  return v.is(person, name);
}

export function otherThan(name: Person): Person {
  return name === 'ann' ? 'ben' : 'ann';
}

/** What can be ordered. */
export const goods = ['Sourdough bread', 'A pot of honey', 'Raincoat'] as const;

/** The statuses of an order, in their order. */
export const statuses = ['placed', 'packed', 'shipped', 'delivered'] as const;

/** When it happened, in milliseconds since the Unix epoch. */
const at = v.number();

/** The data of each type of event on the topics `people/<name>/*`. */
export const events = {
  message: v.object({ from: person, text: v.string(), at }),
  friendship: v.object({ with: person, state: v.picklist(['none', 'requested', 'friends']), by: person, at }),
  payment: v.object({ direction: v.picklist(['sent', 'received']), other: person, cents: v.number(), at }),
  order: v.object({ order: v.string(), item: v.string(), status: v.picklist(statuses), at }),
  /** The events with these ids have been read. */
  read: v.object({ ids: v.array(v.string()) }),
};
export type Friendship = v.InferOutput<typeof events.friendship>;
export type Order = v.InferOutput<typeof events.order>;

/** Made by the page for each press of a button, so that a request which is sent again does nothing twice. */
const id = v.pipe(v.string(), v.uuid('must be a UUID'));

/** What the pages send, and the server reads. */
export const requests = {
  message: v.object({
    id,
    to: person,
    text: v.pipe(v.string(), v.trim(), v.nonEmpty('write something'), v.maxLength(500, 'keep it to 500 characters')),
  }),
  friendship: v.object({ with: person, step: v.picklist(['request', 'accept', 'end']) }),
  payment: v.object({
    id,
    to: person,
    cents: v.pipe(
      v.number(),
      v.integer('must be whole cents'),
      v.minValue(1, 'pay one cent or more'),
      v.maxValue(100_000, 'pay 1,000 € at most'),
    ),
  }),
  order: v.object({ id, item: v.picklist(goods, 'is not for sale here') }),
  read: v.object({ ids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(255))), v.minLength(1), v.maxLength(500)) }),
};
