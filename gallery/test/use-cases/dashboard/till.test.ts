import { createHub, type Hub } from 'spillway';
import { expect, onTestFinished, test } from 'vitest';
import type { NewOrder } from '../../../use-cases/dashboard/events.ts';
import { openTill } from '../../../use-cases/dashboard/till.ts';

function openHub(): Hub {
  const hub = createHub();
  onTestFinished(() => hub.close());
  return hub;
}

async function kept(hub: Hub) {
  return (await hub.page({ topics: ['dashboard/*'], since: 'latest', limit: 1000 })).events;
}

const idOf = (number: number): string => `00000000-0000-4000-8000-${`${number}`.padStart(12, '0')}`;

const coffee: NewOrder = { id: idOf(1000), product: 'Flat white', quantity: 2 };
const cake: NewOrder = { id: idOf(1001), product: 'Lemon cake', quantity: 1 };

test('orders that come at once are counted one after the other, and each only once', async () => {
  const hub = openHub();
  const till = openTill(hub, []);
  await Promise.all([till.take(coffee), till.take(cake), till.take(coffee)]);
  expect(till.sales).toEqual({ orders: 2, cents: 1030 });
  expect((await kept(hub)).map(({ id, data }) => [id, JSON.parse(data).sales])).toEqual([
    [`order-${coffee.id}`, { orders: 1, cents: 640 }],
    [`order-${cake.id}`, { orders: 2, cents: 1030 }],
  ]);
});

test('a till that is opened again goes on with what was sold, and knows the orders that come again', async () => {
  const hub = openHub();
  const before = openTill(hub, []);
  for (let number = 0; number < 45; number += 1) await before.take({ ...cake, id: idOf(number) });
  const till = openTill(hub, await kept(hub));
  expect(till.sales).toEqual({ orders: 45, cents: 45 * 390 });
  await till.take({ ...cake, id: idOf(3) });
  await till.take({ ...cake, id: idOf(44) });
  await till.take(coffee);
  expect(till.sales).toEqual({ orders: 46, cents: 45 * 390 + 640 });
});

test('the next order is taken where one could not be', async () => {
  const hub = openHub();
  const till = openTill(hub, []);
  await expect(till.take({ ...cake, id: '\0' })).rejects.toThrow('control characters');
  await till.take(cake);
  expect(till.sales).toEqual({ orders: 1, cents: 390 });
});
