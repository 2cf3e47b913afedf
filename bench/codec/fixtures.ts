/** Event streams as they are met in the wild, each as the pieces in which the network hands them over. */
export interface Fixture {
  readonly name: string;
  readonly events: number;
  readonly chunks: readonly Uint8Array[];
}

const encoder = new TextEncoder();
/** What `fetch` hands over at most at a time. */
const fetchChunkBytes = 65_536;

export function fixtures(): readonly Fixture[] {
  const small = repeat(
    10_000,
    (n) => `id: ${n}\nevent: tick\ndata: {"n":${n},"price":${((n * 7919) % 10007) / 100}}\n\n`,
  );
  const bare = repeat(10_000, (n) => `data: {"n":${n}}\n\n`);
  const tokens = repeat(5_000, (n) => token(n, [' the', ' quick', ' fox', ',', ' over', 'ing'][n % 6] ?? ''));
  const accents = repeat(5_000, (n) => token(n, [' für', ' “ça”', ' 東京', ' 🦊', ' größer', '…'][n % 6] ?? ''));
  const frames = repeat(
    10_000,
    (n) => `id: k3x9-${n}\ntopic: orders/${n % 100}\ndata: {"order":${n},"state":"paid"}\n\n`,
  );
  const lines = repeat(2_000, (n) => `event: log\n${`data: ${n} GET /orders/${n} 200 13ms\n`.repeat(8)}\n`);
  const mebibyte = `data: ${JSON.stringify({ image: 'QUJDRA'.repeat(2 ** 20 / 6) })}\n\n`;
  return [
    fixture('many small events', 10_000, small, fetchChunkBytes),
    fixture('many small events, data alone', 10_000, bare, fetchChunkBytes),
    fixture('token stream, an event a chunk', 5_000, tokens, 'blocks'),
    fixture('token stream, 64 KiB chunks', 5_000, tokens, fetchChunkBytes),
    fixture('token stream, not ASCII, an event a chunk', 5_000, accents, 'blocks'),
    fixture('token stream, not ASCII, 64 KiB chunks', 5_000, accents, fetchChunkBytes),
    fixture("a hub's frames, with topics", 10_000, frames, fetchChunkBytes),
    fixture('eight data lines an event', 2_000, lines, fetchChunkBytes),
    fixture('one 1 MiB event, 64 KiB chunks', 1, mebibyte, fetchChunkBytes),
    fixture('one 1 MiB event, one chunk', 1, mebibyte, Infinity),
    fixture('CRLF, many small events', 10_000, crlf(small), fetchChunkBytes),
    fixture('CRLF, token stream', 5_000, crlf(tokens), fetchChunkBytes),
    fixture('1,400 byte chunks, many small events', 10_000, small, 1_400),
    fixture('1,400 byte chunks, token stream', 5_000, tokens, 1_400),
    fixture('1,400 byte chunks, not ASCII', 5_000, accents, 1_400),
    fixture('1,400 byte chunks, one 1 MiB event', 1, mebibyte, 1_400),
    fixture(
      '1 byte chunks, many small events',
      1_000,
      repeat(1_000, (n) => `id: ${n}\ndata: {"n":${n}}\n\n`),
      1,
    ),
    fixture('1 byte chunks, token stream', 500, accents.split('\n\n').slice(0, 500).join('\n\n') + '\n\n', 1),
  ];
}

function fixture(name: string, events: number, text: string, cut: number | 'blocks'): Fixture {
  if (cut === 'blocks') {
    return { name, events, chunks: text.split(/(?<=\n\n)/).map((block) => encoder.encode(block)) };
  }
  const bytes = encoder.encode(text);
  const chunks: Uint8Array[] = [];
  // Each piece is memory of its own, as from a socket.
  for (let at = 0; at < bytes.length; at += cut) chunks.push(bytes.slice(at, at + cut));
  return { name, events, chunks };
}

function repeat(count: number, block: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => block(n)).join('');
}

function token(n: number, content: string): string {
  const delta = { choices: [{ index: 0, delta: { content }, finish_reason: null }] };
  return `data: ${JSON.stringify({ id: 'chatcmpl-9xK2', object: 'chat.completion.chunk', created: 1721e6 + n, ...delta })}\n\n`;
}

function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
