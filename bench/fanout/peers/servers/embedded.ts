/** Spillway as an application embeds it: a hub over the memory log, and its handler on node:http. Nothing is set. */
import { createServer } from 'node:http';
import { createHub } from 'spillway';
import { createMemoryLog } from 'spillway/log/memory';
import { createNodeEventsHandler } from 'spillway/node';
import { listen, serverOptions } from './publishes.ts';

const hub = createHub({ log: createMemoryLog() });

listen(createServer(serverOptions, createNodeEventsHandler(hub)));
