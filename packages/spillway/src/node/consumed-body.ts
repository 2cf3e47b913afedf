import type { NodeRequest } from './response-connection.ts';

/**
 * The body of a request that a body parser (`express.json()`, `koa-bodyparser`) has read already and left as `body`:
 * text and bytes as they are, parsed values written again in the request's own content type. Undefined when nobody
 * has read it.
 */
export function consumedBody(req: NodeRequest & { readonly body?: unknown }): AsyncIterable<Uint8Array> | undefined {
  const { body } = req;
  if (!req.readableDidRead || body === undefined) return undefined;
  return once(body instanceof Uint8Array ? body : new TextEncoder().encode(textOf(body, req.headers['content-type'])));
}

function textOf(body: unknown, contentType: string | undefined): string {
  if (typeof body === 'string') return body;
  const isForm = contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true;
  return isForm && typeof body === 'object' && body !== null ? formOf(body) : JSON.stringify(body);
}

/** Form parsers make an array of a field that comes more than once. */
function formOf(body: object): string {
  const fields = Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).map((each) => [name, String(each)]),
  );
  return new URLSearchParams(fields).toString();
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
