/**
 * What it costs to find who gets an event, as subscriptions grow in number and patterns in depth, and what a
 * subscription costs in memory. A time is the fastest of its rounds: what else the machine does only adds.
 *
 *   npx node --conditions=@spillway/source --expose-gc bench/topic/bench.ts [rounds]
 */
// The index has no entry of its own: it is measured alone because every publish goes through it.
// oxlint-disable-next-line no-restricted-imports
import { createTopicIndex, type TopicIndex } from '../../packages/spillway/src/topic/topic-index.ts';

const rounds = Number(process.argv[2] ?? 9);

/** Nanoseconds of one look-up, and how many values the last one found. */
function measure(index: TopicIndex<object>, topicOf: (i: number) => string, lookups: number): Measured {
  // As from a request's body: flat, and not the very string that the index holds.
  const topics = Array.from({ length: Math.min(lookups, 65_536) }, (_, i) => Buffer.from(topicOf(i)).toString());
  let best = Number.POSITIVE_INFINITY;
  let found = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let i = 0; i < lookups; i++) found = index.match(topics[i % topics.length] ?? '').length;
    best = Math.min(best, performance.now() - start);
  }
  return { ns: (best * 1e6) / lookups, found };
}

interface Measured {
  readonly ns: number;
  readonly found: number;
}

function table(title: string, rows: readonly (readonly [name: string, measured: Measured])[]): void {
  console.log(`\n${title.padEnd(52)}      ns   ratio   found`);
  const first = rows[0]?.[1].ns ?? 0;
  for (const [name, { ns, found }] of rows) {
    const figures = [ns.toFixed(0).padStart(8), (ns / first).toFixed(2).padStart(7), String(found).padStart(7)];
    console.log(`  ${name.padEnd(50)}${figures.join(' ')}`);
  }
}

function withTopics(count: number): TopicIndex<object> {
  const index = createTopicIndex<object>();
  for (let i = 0; i < count; i++) index.add(`orders/${i}/items`, {});
  return index;
}

/** Patterns of depth 3, of which each topic `shop<i>/orders/<n>` meets one. */
function withPatterns(count: number, cachedTopics: number): TopicIndex<object> {
  const index = createTopicIndex<object>({ cachedTopics });
  for (let i = 0; i < count; i++) index.add(`shop${i}/orders/:id`, {});
  return index;
}

function withDepth(depth: number, cachedTopics: number): TopicIndex<object> {
  const index = createTopicIndex<object>({ cachedTopics });
  index.add(Array.from({ length: depth }, (_, level) => (level % 2 === 0 ? ':x' : `s${level}`)).join('/'), {});
  index.add(`${'s/'.repeat(depth)}*`, {});
  return index;
}

const counts = [10, 1000, 1_000_000].map((count) => [count, withTopics(count)] as const);
const others = (count: number) => `beside ${count.toLocaleString('en')} topics`;

table(
  'publish to one exact topic',
  counts.map(([count, index]) => [others(count), measure(index, () => 'orders/7/items', 1_000_000)]),
);
table(
  'publish to exact topics at random (cold memory)',
  counts.map(([count, index]) => {
    const topicOf = () => `orders/${Math.floor(Math.random() * count)}/items`;
    return [others(count), measure(index, topicOf, 1_000_000)];
  }),
);
for (const [, index] of counts) index.add('prices/*', {});
table(
  'publish to one exact topic, a pattern in the index',
  counts.map(([count, index]) => [others(count), measure(index, () => 'orders/7/items', 1_000_000)]),
);

const none = 2;
const few = 10_000;
const patternCounts = [10, 1000, 100_000];
for (const [title, cachedTopics, ids] of [
  ['match patterns of depth 3, cached', few, 100],
  ['match patterns of depth 3, not cached', none, 100_000],
] as const) {
  table(
    title,
    patternCounts.map((count) => {
      const index = withPatterns(count, cachedTopics);
      return [`${count.toLocaleString('en')} patterns`, measure(index, (i) => `shop3/orders/${i % ids}`, 300_000)];
    }),
  );
}
for (const [title, cachedTopics] of [
  ['match by depth, cached', few],
  ['match by depth, not cached', none],
] as const) {
  table(
    title,
    [1, 2, 4, 8, 16].map((depth) => {
      const topicOf = (i: number) =>
        Array.from({ length: depth }, (_, level) => (level % 2 === 0 ? String(i % 100) : `s${level}`)).join('/');
      return [`depth ${depth}`, measure(withDepth(depth, cachedTopics), topicOf, 300_000)];
    }),
  );
}

/** Nanoseconds of adding and of deleting again, for each of `count` pairs. */
function churn(patternOf: (i: number) => string, count: number): readonly [number, number] {
  const pairs = Array.from({ length: count }, (_, i) => [patternOf(i), {}] as const);
  let add = Number.POSITIVE_INFINITY;
  let remove = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const index = createTopicIndex<object>();
    const start = performance.now();
    for (const [pattern, value] of pairs) index.add(pattern, value);
    const between = performance.now();
    for (const [pattern, value] of pairs) index.delete(pattern, value);
    add = Math.min(add, between - start);
    remove = Math.min(remove, performance.now() - between);
  }
  return [(add * 1e6) / count, (remove * 1e6) / count];
}

console.log(`\n${'subscribe and leave again'.padEnd(52)} ns add  ns del`);
for (const [name, patternOf] of [
  ['a topic each', (i: number) => `orders/${i}`],
  ['all at one topic', () => 'orders/42'],
  ['a pattern each', (i: number) => `orders/${i}/:x`],
  ['all at one pattern', () => 'orders/:x'],
] as const) {
  for (const count of [1000, 100_000]) {
    const [add, remove] = churn(patternOf, count);
    const label = `${name}, ${count.toLocaleString('en')} times`;
    console.log(`  ${label.padEnd(50)}${add.toFixed(0).padStart(7)} ${remove.toFixed(0).padStart(7)}`);
  }
}

/** Bytes of heap for each of `count` pairs beyond the text of the patterns and the values. */
function bytesEach(patternOf: (i: number) => string, count: number): number {
  const value = {};
  const texts = Array.from({ length: count }, (_, i) => Buffer.from(patternOf(i)).toString());
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const index = createTopicIndex<object>();
  for (const text of texts) index.add(text, value);
  globalThis.gc?.();
  const after = process.memoryUsage().heapUsed;
  // Keeps both alive until after the measurement.
  if (index.size !== texts.length) throw new Error('pairs are missing');
  return (after - before) / count;
}

if (globalThis.gc === undefined) {
  console.log('\n(memory is measured with --expose-gc)');
} else {
  console.log(`\n${'memory, beyond the text and the value itself'.padEnd(52)}   bytes`);
  for (const [name, patternOf, count] of [
    ['a topic, of 1,000,000', (i: number) => `orders/${i}/items`, 1_000_000],
    ['a pattern orders/<n>/:x, of 100,000', (i: number) => `orders/${i}/:x`, 100_000],
    ['a pattern <n>/a/b/c/d/e/f/:x, of 100,000', (i: number) => `${i}/a/b/c/d/e/f/:x`, 100_000],
  ] as const) {
    console.log(`  ${name.padEnd(50)}${bytesEach(patternOf, count).toFixed(0).padStart(8)}`);
  }
}
