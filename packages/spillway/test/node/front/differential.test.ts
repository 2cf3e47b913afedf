import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ServedHub, serve, serveFronted, ways } from './front-server.ts';
import { connect, turn } from './raw-client.ts';
import { type RawResponse, readResponses } from './raw-responses.ts';
import { type RawRequest, conversations } from './requests.ts';

const options = { server: { maxHeaderSize: 64 * 1024 }, events: { limits: { bodyBytes: 64 * 1024 }, onError() {} } };

const { SPILLWAY_SEED, SPILLWAY_RUNS } = process.env;

test(
  'whatever a client sends, however it is cut, a front and node:http alone answer the same and keep the same events',
  { timeout: 240_000 },
  async () => {
    const asked = { node: 0, bare: 0, sockets: 0 };
    await fc.assert(
      fc.asyncProperty(
        conversations,
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 12 }),
        async (chosen, ahead, cuts) => {
          // Node:http puts its 100 Continue in the middle of an answer, where such requests were sent ahead.
          const requests = ahead ? chosen.filter(({ bytes }) => !bytes.includes('Expect: 100-continue')) : chosen;
          const hubs = {
            node: await serve(options),
            bare: await serveFronted('bare', options),
            sockets: await serveFronted('sockets', options),
          };
          const sequential = await converse(hubs.node, requests, false, cuts);
          const events = await kept(hubs.node);
          for (const way of ways) {
            const seen = { answers: await converse(hubs[way], requests, ahead, cuts), events: await kept(hubs[way]) };
            const pair = { seen: comparable(seen), expected: comparable({ answers: sequential, events }) };
            const { seen: own, expected } = ahead ? asSentAhead(pair, requests) : pair;
            expect(own, way).toEqual(expected);
          }
          for (const way of ['node', ...ways] as const) {
            asked[way] += hubs[way].askedNode.length;
            await hubs[way].close();
          }
        },
      ),
      { numRuns: Number(SPILLWAY_RUNS ?? 400), ...(SPILLWAY_SEED && { seed: Number(SPILLWAY_SEED) }) },
    );
    // The front did its part, and so did what it hands over to.
    for (const way of ways) {
      expect(asked[way]).toBeGreaterThan(0);
      expect(asked[way]).toBeLessThan(asked.node * 0.8);
    }
  },
);

/** What came of a conversation. */
interface Outcome {
  readonly answers: readonly RawResponse[];
  readonly events: readonly unknown[];
}

/** What came of it where it is looked at, and of the same requests with node:http alone, sent one by one. */
interface Pair {
  readonly seen: Outcome;
  readonly expected: Outcome;
}

/**
 * Node:http starts at once on all requests that were sent ahead: a page may or may not hold what was published right
 * before it, and an error makes it give up what lies before that and was not answered yet. A front answers one after the
 * other, so that only what it handed over may differ.
 */
function asSentAhead(pair: Pair, requests: readonly RawRequest[]): Pair {
  const seen = withoutPages(pair.seen);
  const expected = withoutPages(pair.expected);
  const end = expected.answers.at(-1);
  const isError = end !== undefined && end.status >= 400 && end.body === '';
  if (!isError || requests.slice(0, -1).every(({ isPlain }) => isPlain)) return { seen, expected };
  const before = seen.answers.slice(0, -1);
  return {
    seen: { answers: before, events: seen.events },
    expected: {
      answers: expected.answers.slice(0, before.length),
      events: expected.events.filter((event) => seen.events.some((each) => isDeepStrictEqual(each, event))),
    },
  };
}

/** `Date` is of the moment; `Connection` and `Keep-Alive` each says of itself. */
function comparable({ answers, events }: Outcome): Outcome {
  return { answers: answers.map((answer) => withoutHeaders(answer, /^(date|connection|keep-alive):/)), events };
}

function withoutPages({ answers, events }: Outcome): Outcome {
  return { answers: answers.map(withoutPage), events };
}

function withoutPage(answer: RawResponse): RawResponse {
  const isPage = answer.body.startsWith('{"events":');
  return isPage ? { ...withoutHeaders(answer, /^content-length:/), body: 'a page' } : answer;
}

function withoutHeaders({ headers, ...rest }: RawResponse, passedOver: RegExp): RawResponse {
  return { ...rest, headers: headers.filter((line) => !passedOver.test(line)) };
}

/** Sends each request when the one before was answered, or all of them ahead; in pieces. */
async function converse(
  { port }: ServedHub,
  requests: readonly RawRequest[],
  ahead: boolean,
  cuts: readonly number[],
): Promise<readonly RawResponse[]> {
  const client = await connect(port);
  const methods = requests.map(({ method }) => method);
  for (const [index, { bytes }] of requests.entries()) {
    if (index > 0 && !ahead) await client.untilText((text) => answered(text, methods) >= index);
    for (const piece of pieces(bytes, cuts)) {
      if (client.ending !== 'open') break;
      client.send(Buffer.from(piece, 'latin1'));
      // What is sent ahead goes on at once, but for where it is cut.
      if (!ahead || piece.length < bytes.length) await turn();
    }
  }
  return readResponses(await client.over, methods);
}

function pieces(text: string, cuts: readonly number[]): string[] {
  // Long heads come in a few pieces.
  const sizes = cuts.map((cut) => Math.max(cut, Math.floor(text.length / 20)));
  const found: string[] = [];
  let rest = text;
  for (const size of sizes) {
    if (size >= rest.length) break;
    found.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return [...found, rest];
}

/** How many requests were answered, as far as whole answers have come. */
function answered(text: string, methods: readonly string[]): number {
  try {
    return readResponses(text, methods).filter(({ status }) => status !== 100).length;
  } catch {
    // An answer has not come as a whole yet.
    return -1;
  }
}

async function kept({ hub }: ServedHub): Promise<readonly unknown[]> {
  const { events } = await hub.page({ topics: ['*'], since: 'earliest', limit: 1000 });
  return events;
}
