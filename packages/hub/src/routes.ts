import { fileURLToPath } from 'node:url';
import { type EventsOptions, type Hub, SpillwayError, proxySignOf } from 'spillway';
import { type NodeRequest, type NodeResponse, createNodeEventsHandler } from 'spillway/node';
import { servePublicFolder } from './public-folder.ts';

/** What the routes need beside the hub. */
export interface RoutesOptions extends EventsOptions<NodeRequest> {
  /** A folder of files to serve; by default the start page. */
  readonly publicFolder: string | undefined;
  /** Hears why `/healthz` answered 503, which its clients are not told. */
  readonly onUnhealthy: (error: unknown) => void;
}

/** What a standalone hub serves: `/events`, `/healthz`, the library's modules for browsers, and files. */
export function createRoutes(hub: Hub, options: RoutesOptions): (req: NodeRequest, res: NodeResponse) => void {
  const handleEvents = createNodeEventsHandler(hub, options);
  const serveLibrary = servePublicFolder(
    fileURLToPath(new URL('./dist', import.meta.resolve('spillway/package.json'))),
  );
  const serveFile = servePublicFolder(options.publicFolder ?? fileURLToPath(new URL('../public', import.meta.url)));

  return (req, res) => {
    const url = originForm(req.url ?? '/');
    const [path = '/'] = url.split('?');
    if (path === '/events') return void handleEvents(req, res);
    if (options.allowProxied === false && isProxied(req)) return refuseProxied(req, res, options);
    if (req.method === 'OPTIONS') return sendMethods(res, path === '*' ? 'GET, HEAD, POST, OPTIONS' : readMethods);
    if (req.method !== 'GET' && req.method !== 'HEAD') return sendMethodNotAllowed(res);
    if (path === '/healthz') return void answerHealth(hub, res, options.onUnhealthy);
    const isLibrary = path.startsWith(libraryPath);
    req.url = isLibrary ? url.slice(libraryPath.length - 1) : url;
    (isLibrary ? serveLibrary : serveFile)(req, res, () => sendNotFound(res));
  };
}

/** HTTP/1.0 is no sign here: load balancers ask in it whether the hub is well. */
function isProxied({ headers }: NodeRequest): boolean {
  return proxySignOf({ headerNames: () => Object.keys(headers) }) !== undefined;
}

function refuseProxied(req: NodeRequest, res: NodeResponse, { onRefusal }: RoutesOptions): void {
  const detail =
    'a proxy passed this request on, and a hub without a key serves its own machine alone: set --key or --jwks-url';
  const { method = 'GET', url = '/', headers } = req;
  const header = (name: string) => headers[name]?.toString();
  onRefusal?.(new SpillwayError('proxy-not-allowed', detail), { method, url, secure: false, native: req, header });
  sendProblem(res, 403, 'Forbidden', 'proxy-not-allowed', detail);
}

/** Path and query of a target in absolute form, which servers must accept (RFC 9112, section 3.2.2); all others as they are. */
function originForm(target: string): string {
  const url = /^https?:/i.test(target) ? URL.parse(target) : null;
  return url === null ? target : url.pathname + url.search;
}

const readMethods = 'GET, HEAD, OPTIONS';

/** Load balancers ask so whether a server is there: HAProxy sends `OPTIONS /` by default. */
function sendMethods(res: NodeResponse, methods: string): void {
  res.statusCode = 204;
  res.setHeader('allow', methods);
  res.end();
}

/** Pages import the library from here: `import { decodeEvents } from '/spillway/codec/index.js'`. */
const libraryPath = '/spillway/';

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
  res.setHeader('allow', readMethods);
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
