import fc from 'fast-check';

/** One request, or what a client sends in the place of one. */
export interface RawRequest {
  /** Shows up in counterexamples. */
  readonly name: string;
  readonly bytes: string;
  readonly method: string;
  /** Whether a front answers it. */
  readonly isPlain: boolean;
}

const json = 'Content-Type: application/json\r\n';
let published = 0;

/** Each event is told from every other by its data. */
function event(topic: string): string {
  return JSON.stringify({ topic, data: `event ${++published}` });
}

function post(body: string, fields = json, length: string | number = body.length): string {
  return `POST /events HTTP/1.1\r\nHost: hub.test\r\n${fields}Content-Length: ${length}\r\n\r\n${body}`;
}

function chunked(body: string, fields = json): string {
  const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  return `POST /events HTTP/1.1\r\nHost: hub.test\r\n${fields}Transfer-Encoding: chunked\r\n\r\n${chunks}`;
}

function get(target: string, fields = '', version = '1.1', accept = 'application/json'): string {
  return `GET ${target} HTTP/${version}\r\nHost: hub.test\r\nAccept: ${accept}\r\n${fields}\r\n`;
}

const page = '/events?topic=*&since=earliest&limit=1000&wait=0';
const form = 'Content-Type: application/x-www-form-urlencoded\r\n';
const lines = 'Content-Type: application/x-ndjson\r\n';

/** What a front answers itself. */
const plain: Readonly<Record<string, () => string>> = {
  'a publish': () => post(event('a')),
  'a batch': () => post(`[${event('a')},${event('b')}]`),
  'a batch of lines': () => post(`${event('a')}\n\n${event('b')}\n`, lines),
  'a form': () => post(`topic=a&data=form+${++published}%21`, form),
  'a publish in UTF-8': () => post(`{"topic":"\u{c3}\u{bc}","data":"${++published}"}`),
  'a publish with an odd case of names': () => post(event('a'), 'cOnTeNt-TyPe:application/json; charset=utf-8  \r\n'),
  'a publish with a header without value': () => post(event('a'), `${json}X-Empty:\r\nCookie: a=b; c=d\r\n`),
  'a publish with Connection: keep-alive': () => post(event('a'), `${json}Connection: Keep-Alive\r\n`),
  'a page': () => get(page),
  'a page of a cursor': () => get('/events?topic=a&limit=3', 'Last-Event-ID: e1-1\r\n'),
  'a page with every sign in its query': () => get('/events?topic=a&x=!"$%&\'()*+,-./:;<=>?@[\\]^_`{|}~%zz'),
  'a publish that is no JSON': () => post('{"topic":'),
  'a publish of what would be a request': () => post(get('/smuggled')),
  'a publish of nothing': () => post(''),
  'a publish that is no UTF-8': () => post('"\u{ff}"'),
  'a publish without content type': () => post(event('a'), ''),
  'a publish in gzip': () => post(event('a'), `${json}Content-Encoding: gzip\r\n`),
  'a publish of a foreign page': () => post(event('a'), `${json}Origin: https://other.test\r\n`),
  'a publish of its own page': () => post(event('a'), `${json}Origin: http://hub.test\r\n`),
  'a stream without topic': () => get('/events', '', '1.1', '*/*'),
  'a page of a bad cursor': () => get('/events?topic=a&limit=0'),
  'an Accept that nothing meets': () => get('/events?topic=a', '', '1.1', 'image/png'),
  'a Content-Length with zeros before': () => post('{"topic":"a"}', json, '0013'),
};

/** What it hands over: other paths, other methods, and all of HTTP that is not plain. */
const handedOver: Readonly<Record<string, () => string>> = {
  'another path': () => get('/page?a=1'),
  'a longer path': () => get('/events/?topic=a'),
  'a path that begins alike': () => get('/events2'),
  'a percent-encoded path': () => get('/%65vents?topic=a'),
  'a target in absolute form': () => get(`http://hub.test${page}`),
  'a post to another path': () => post('abc').replace('/events', '/other'),
  'a chunked publish': () => chunked(event('a')),
  'a chunked post to another path': () => chunked('abc').replace('/events', '/other'),
  'a publish that expects 100': () => post(event('a'), `${json}Expect: 100-continue\r\n`),
  'a publish without length': () => `POST /events HTTP/1.1\r\nHost: hub.test\r\n${json}\r\n`,
  'a GET with a body': () => get(page, 'Content-Length: 5\r\n') + 'hello',
  'a GET with an empty body': () => get(page, 'Content-Length: 0\r\n'),
  'a header twice': () => post(event('a'), `${json}Cookie: a=1\r\nCookie: b=2\r\n`),
  'a content type twice': () => post(event('a'), json + lines),
  'two spaces in the request line': () => get(page).replace('GET ', 'GET  '),
  'HTTP/1.0 with Connection: keep-alive': () => get(page, 'Connection: keep-alive\r\n', '1.0'),
  'two Hosts': () => get(page, 'Host: other.test\r\n'),
  // With Connection: upgrade, node:http would pass over what was sent right behind it.
  'an Upgrade that is no upgrade': () => get(page, 'Upgrade: h2c\r\n'),
  'a head of 17 KiB': () => get(page, `X-Long: ${'x'.repeat(17 * 1024)}\r\n`),
  'a value beyond ASCII': () => get(page, 'X-Name: \u{e4}\u{ff}\r\n'),
  'empty lines before': () => `\r\n\r\n${get(page)}`,
  'a body that is too long': () => post(' '.repeat(70_000)),
  HEAD: () => get(page).replace('GET', 'HEAD'),
  OPTIONS: () => get('/events').replace('GET', 'OPTIONS'),
  DELETE: () => get('/events').replace('GET', 'DELETE'),
};

/** After these the connection ends, because the client says so or because no server can know where they end. */
const last: Readonly<Record<string, () => string>> = {
  'Connection: close': () => get(page, 'Connection: close\r\n'),
  'a publish with Connection: close': () => post(event('a'), `${json}connection: Close\r\n`),
  'HTTP/1.0': () => get(page, '', '1.0'),
  'a publish in HTTP/1.0': () => post(event('a')).replace('HTTP/1.1', 'HTTP/1.0'),
  'HTTP/1.0 without Host': () => get(page, '', '1.0').replace('Host: hub.test\r\n', ''),
  'an option beside close': () => get(page, 'Connection: close, x-other\r\n'),
  'a GET with a length of +5': () => `${get(page, 'Content-Length: +5\r\n')}12345`,
  'HTTP/1.2': () => get(page, '', '1.2'),
  'no Host': () => get(page).replace('Host: hub.test\r\n', ''),
  'a length of +5': () => post('12345', json, '+5'),
  'a length of 5, 5': () => post('12345', json, '5, 5'),
  'a length of 0x5': () => post('12345', json, '0x5'),
  'a length of 5 5': () => post('12345', json, '5 5'),
  'a length of -1': () => post('', json, '-1'),
  'a length of nothing': () => post('', json, ''),
  'two lengths': () => post('12345', `${json}Content-Length: 6\r\n`),
  'a length and chunks': () => chunked(event('a'), `${json}Content-Length: 3\r\n`),
  'chunks and a length': () => post(`3\r\nabc\r\n0\r\n\r\n`, `${json}Transfer-Encoding: chunked\r\n`),
  'chunks that are not the last coding': () => post('12345', `${json}Transfer-Encoding: chunked, identity\r\n`),
  'an unknown coding': () => post('12345', `${json}Transfer-Encoding: xchunked\r\n`),
  'line feeds alone': () => get(page).replaceAll('\r\n', '\n'),
  'one line feed alone': () => get(page).replace('Host: hub.test\r\n', 'Host: hub.test\n'),
  'a carriage return alone': () => get(page).replace('hub.test', 'hub\rtest'),
  'a folded header': () => get(page, 'X-Folded: a\r\n b\r\n'),
  'a space before the colon': () => post('12345').replace('Content-Length:', 'Content-Length :'),
  'a space before a header': () => get(page).replace('Host', ' Host'),
  'a header without name': () => get(page, ': nameless\r\n'),
  'a line that is no header': () => get(page, 'what is this\r\n'),
  'NUL in a header': () => get(page, 'X-Nul: a\0b\r\n'),
  'a tab in the request line': () => get(page).replace('GET ', 'GET\t'),
  'no target': () => get('').replace('GET  ', 'GET '),
  'a method in lower case': () => get(page).replace('GET', 'get'),
  'an unknown method': () => get(page).replace('GET', 'FROB'),
  'no version': () => get(page).replace(' HTTP/1.1', ''),
  garbage: () => 'this is no HTTP\r\n\r\n',
  'the hello of TLS': () => '\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}\r\n\r\n',
  'the preface of HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a head of 600 KiB': () => get(page, `X-Long: ${'x'.repeat(600 * 1024)}\r\n`),
};

function oneOf(requests: Readonly<Record<string, () => string>>): fc.Arbitrary<RawRequest> {
  return fc.constantFrom(...Object.entries(requests)).map(([name, make]) => {
    const bytes = make();
    return { name, bytes, method: /^\s*([A-Z]+) /.exec(bytes)?.[1] ?? 'GET', isPlain: requests === plain };
  });
}

/** Requests of one connection, of which the last ends it. */
export const conversations: fc.Arbitrary<readonly RawRequest[]> = fc
  .tuple(fc.array(fc.oneof({ arbitrary: oneOf(plain), weight: 3 }, oneOf(handedOver)), { maxLength: 5 }), oneOf(last))
  .map(([first, end]) => [...first, end]);
