import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';

/** Hands a POST's topic and body to `publish`, then acknowledges it. */
export function takePublish(
  req: IncomingMessage,
  res: ServerResponse,
  publish: (topic: string, data: string) => void,
): void {
  let data = '';
  req.setEncoding('utf8');
  req.on('data', (text: string) => (data += text));
  req.on('end', () => {
    publish(topicOf(req), data);
    res.writeHead(204).end();
  });
}

/** From `/events?topic=bench-0`: the load generator sends nothing else, so no server here spends time on more. */
export function topicOf({ url = '' }: { readonly url?: string | undefined }): string {
  return url.slice(url.indexOf('topic=') + 'topic='.length);
}

/** Listens on a free port, with room for many who connect at once, and prints it. */
export function listen(server: NetServer): void {
  server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
    console.log(`listening on ${(server.address() as AddressInfo).port}`);
  });
}

/** Publishers may pause for longer than Node's 5 seconds; a connection that closes under a request is nobody's fault. */
export const serverOptions = { keepAliveTimeout: 120_000 };
