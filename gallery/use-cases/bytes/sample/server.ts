import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createHub } from 'spillway';
import { encodeBytes } from 'spillway/codec';
import { createNodeEventsHandler } from 'spillway/node';

const hub = createHub();
const authorize = () => ({ publish: [], subscribe: ['pictures'] });
createServer(createNodeEventsHandler(hub, { authorize })).listen(Number(process.env['PORT'] ?? 3000));

const bytes = await readFile(process.env['PICTURE'] ?? 'picture.png');
await hub.publish({ topic: 'pictures', event: 'picture', data: encodeBytes(bytes, 'dense') });
