import type { Case } from '../case.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** For a hub without an allow-list of origins. */
function foreign(name: string, headers: Readonly<Record<string, string>>): Case {
  const refusal = {
    status: 403,
    headers: { 'access-control-allow-origin': null },
    json: { code: 'origin-not-allowed' },
  } as const;
  return {
    name,
    steps: [
      { do: 'send', request: { query: '?topic=<run>', headers }, ...refusal },
      {
        do: 'send',
        request: { query: '?topic=<run>', headers: { ...headers, accept: 'application/json' } },
        ...refusal,
      },
      { do: 'send', request: { method: 'POST', headers: { ...headers, ...form }, body: 'topic=<run>' }, ...refusal },
      {
        do: 'send',
        request: { method: 'OPTIONS', headers: { ...headers, 'access-control-request-method': 'POST' } },
        ...refusal,
      },
      {
        do: 'send',
        request: { query: '?topic=<run>&since=earliest', headers: { accept: 'application/json' } },
        json: { events: [] },
      },
    ],
  };
}

export const origins: readonly Case[] = [
  foreign('a page of another origin can neither publish nor read', { origin: 'https://another-origin.example' }),
  foreign('a page without an origin of its own can neither publish nor read', { origin: 'null' }),
  foreign('an image or a script of another site cannot either', { 'sec-fetch-site': 'cross-site' }),
  foreign('nor can one of a sibling', { 'sec-fetch-site': 'same-site' }),
  {
    name: "a page of the hub's own origin can do both",
    steps: [
      {
        do: 'send',
        request: {
          method: 'POST',
          headers: { ...form, origin: '<origin>', 'sec-fetch-site': 'same-origin' },
          body: 'topic=<run>&data=own',
        },
        json: {},
      },
      {
        do: 'send',
        request: {
          query: '?topic=<run>&since=earliest',
          headers: { accept: 'application/json', origin: '<origin>' },
        },
        json: { events: [{ data: 'own' }] },
      },
    ],
  },
  {
    name: 'OPTIONS says which methods there are',
    steps: [
      { do: 'send', request: { method: 'OPTIONS' }, status: 204, headers: { allow: { like: 'GET.*POST' } }, text: '' },
    ],
  },
];
