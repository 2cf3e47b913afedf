import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import type { EventsOptions, Hub } from 'spillway';
import { type NodeRequest, type NodeResponse, createNodeEventsHandler } from 'spillway/node';

/** What the routes need beside the hub. */
export interface RoutesOptions extends EventsOptions<NodeRequest> {
  /** A folder of files to serve; by default the start page. */
  readonly publicFolder: string | undefined;
  /** Hears why `/healthz` answered 503, which its clients are not told. */
  readonly onUnhealthy: (error: unknown) => void;
}

type Respond = (req: NodeRequest, res: NodeResponse, next: () => void) => void;

/** What a standalone hub serves: `/events`, `/healthz`, the library's modules for browsers, and files. */
export function createRoutes(hub: Hub, options: RoutesOptions): (req: NodeRequest, res: NodeResponse) => void {
  const handleEvents = createNodeEventsHandler(hub, options);
  const serveLibrary = serveFolder(fileURLToPath(new URL('./dist', import.meta.resolve('spillway/package.json'))));
  const serveFile = serveFolder(options.publicFolder ?? fileURLToPath(new URL('../public', import.meta.url)));

  return (req, res) => {
    const url = req.url ?? '/';
    const [path = '/'] = url.split('?');
    if (path === '/events') return void handleEvents(req, res);
    if (path === '/healthz') return void answerHealth(hub, res, options.onUnhealthy);
    if (!path.startsWith(libraryPath)) return serveFile(req, res, () => sendNotFound(res));
    req.url = url.slice(libraryPath.length - 1);
    serveLibrary(req, res, () => sendNotFound(res));
  };
}

/** Pages import the library from here: `import { decodeEvents } from '/spillway/codec/index.js'`. */
const libraryPath = '/spillway/';

function serveFolder(folder: string): Respond {
  // Files are looked up at each request: a hub need not be restarted for a page to be changed. sirv speaks of the
  // classes of node:http; those of node:http2 have all that it uses.
  const serve = sirv(folder, { dev: true, etag: true }) as Respond;
  return (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return sendMethodNotAllowed(res);
    // A server may ignore Range (RFC 9110, section 14.2), and sirv throws for one that ends before it begins.
    delete req.headers.range;
    (res as Piped).once('pipe', (file) => file.once('error', () => res.destroy()));
    serve(req, res, next);
  };
}

/** sirv leaves the errors of a file that it reads to whoever listens, and the process ends if nobody does. */
interface Piped {
  once(event: 'pipe', listener: (file: Readable) => void): unknown;
}

/** 200 when the hub can append: what a load balancer or an orchestrator asks. */
async function answerHealth(hub: Hub, res: NodeResponse, onUnhealthy: (error: unknown) => void): Promise<void> {
  try {
    await hub.ready();
    send(res, 200, 'application/json', { status: 'ok' });
  } catch (error) {
    onUnhealthy(error);
    sendProblem(res, 503, 'Service Unavailable', 'log-unavailable', 'the hub cannot append to its log');
  }
}

function sendNotFound(res: NodeResponse): void {
  sendProblem(res, 404, 'Not Found', 'not-found', 'there is /events, /healthz and the start page at /');
}

function sendMethodNotAllowed(res: NodeResponse): void {
  res.setHeader('allow', 'GET, HEAD');
  sendProblem(res, 405, 'Method Not Allowed', 'method-not-allowed', 'this is only to be read');
}

function sendProblem(res: NodeResponse, status: number, title: string, code: string, detail: string): void {
  send(res, status, 'application/problem+json', { type: 'about:blank', title, status, detail, code });
}

function send(res: NodeResponse, status: number, type: string, body: object): void {
  res.statusCode = status;
  const response = res as { setHeader(name: string, value: string): unknown; end(text: string): unknown };
  response.setHeader('content-type', type);
  response.setHeader('cache-control', 'no-store');
  response.end(`${JSON.stringify(body)}\n`);
}
