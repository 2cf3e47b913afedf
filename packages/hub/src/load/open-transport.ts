import { createHttp1Transport } from './http1-transport.ts';
import { createHttp2Transport } from './http2-transport.ts';
import { greetingsOf, subscribeFields, subscribeRequest, webSocketRequest } from './requests.ts';
import type { ThreadStart } from './thread-protocol.ts';
import type { Inbox, StreamListener, Transport } from './transport.ts';
import { createWebSocketProtocol } from './websocket-protocol.ts';

/** Makes the transport of a plan; `numbers` are those that a thread's subscribers have in the whole test. */
export function openTransport(
  { plan, subscribeTarget: target, thread, threads }: ThreadStart,
  numbers: readonly number[],
  inbox: Inbox,
  listener: StreamListener,
): Transport {
  const numberOf = (subscriber: number): number => numbers[subscriber] ?? 0;
  switch (plan.transport) {
    case 'http1':
      return createHttp1Transport({
        target,
        inbox,
        listener,
        requestOf: (subscriber, lastEventId) => subscribeRequest(plan, numberOf(subscriber), lastEventId),
      });
    case 'websocket':
      return createHttp1Transport({
        target,
        inbox,
        listener,
        requestOf: (subscriber) => webSocketRequest(plan, numberOf(subscriber)),
        protocol: createWebSocketProtocol((subscriber) => greetingsOf(plan, numberOf(subscriber))),
      });
    case 'http2':
      return createHttp2Transport({
        target,
        inbox,
        listener,
        connections: Math.ceil((plan.connections - thread) / threads),
        headersOf: (subscriber, lastEventId) => subscribeFields(plan, numberOf(subscriber), lastEventId),
      });
    default:
      return plan.transport satisfies never;
  }
}
