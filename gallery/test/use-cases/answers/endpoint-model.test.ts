import { expect, test } from 'vitest';
import { createEndpointModel } from '../../../use-cases/answers/endpoint-model.ts';
import { type ChatEndpoint, startChatEndpoint } from './chat-endpoint.ts';

function ask({ url }: ChatEndpoint, signal = new AbortController().signal): AsyncIterable<string> {
  const model = createEndpointModel({ url: `${url}/`, key: 'secret', model: 'gem-1' });
  return model.generate({ question: 'Who are you?', seed: 'a', signal });
}

async function all(tokens: AsyncIterable<string>): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const token of tokens) seen.push(token);
  return seen;
}

test('it asks for a stream with model, key and question, and yields what is said until [DONE]', async () => {
  const endpoint = await startChatEndpoint();
  const tokens = all(ask(endpoint));
  const request = await endpoint.take();
  expect(request).toMatchObject({
    path: '/v1/chat/completions',
    authorization: 'Bearer secret',
    body: { model: 'gem-1', stream: true, messages: [{ role: 'user', content: 'Who are you?' }] },
  });
  request.send('data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n');
  request.say('I ');
  request.say('stream\n\nlines');
  request.send('data: {"choices":[],"usage":{"total_tokens":3}}\n\n');
  request.finish();
  expect(await tokens).toEqual(['I ', 'stream\n\nlines']);
});

test('pieces may come cut anywhere, also within a character', async () => {
  const endpoint = await startChatEndpoint();
  const tokens = ask(endpoint)[Symbol.asyncIterator]();
  const first = tokens.next();
  const request = await endpoint.take();
  request.send('data: {"choices":[{"del');
  request.send('ta":{"content":"naïve"}}]}\r');
  request.send('\n\r\n');
  expect(await first).toEqual({ done: false, value: 'naïve' });
  request.finish();
  expect((await tokens.next()).done).toBe(true);
});

test('a refusal names the status, and keeps what the endpoint said for the log', async () => {
  const endpoint = await startChatEndpoint();
  const tokens = all(ask(endpoint)).catch((error: unknown) => error);
  (await endpoint.take()).refuse(401, '{"error":"no such key: secret"}');
  expect(await tokens).toMatchObject({
    name: 'UnansweredError',
    message: 'The endpoint refused: status 401.',
    cause: '{"error":"no such key: secret"}',
  });
});

test('an endpoint that is not there is an answer that fails', async () => {
  const model = createEndpointModel({ url: 'http://127.0.0.1:1', key: undefined, model: 'gem-1' });
  const tokens = model.generate({ question: 'Who?', seed: 'a', signal: new AbortController().signal });
  await expect(all(tokens)).rejects.toThrow('The endpoint could not be reached.');
});

test.for([
  ['an error', 'data: {"error":{"message":"overloaded"}}\n\n', 'The endpoint failed in the middle of its answer.'],
  ['an end', '', 'The endpoint broke off its answer.'],
])('%s in the middle of an answer is a failure', async ([, bytes, message]) => {
  const endpoint = await startChatEndpoint();
  const tokens = all(ask(endpoint)).catch((error: unknown) => error);
  const request = await endpoint.take();
  request.say('I ');
  if (bytes) request.send(bytes);
  request.end();
  expect(await tokens).toMatchObject({ message });
});

test('who stops an answer ends the request', async () => {
  const endpoint = await startChatEndpoint();
  const stopping = new AbortController();
  const tokens = ask(endpoint, stopping.signal)[Symbol.asyncIterator]();
  const first = tokens.next();
  const request = await endpoint.take();
  request.say('I ');
  expect((await first).value).toBe('I ');
  const next = tokens.next().catch((error: unknown) => error);
  stopping.abort();
  expect(await next).toMatchObject({ name: 'AbortError' });
  await request.closed;
});

test('it does not go on after a crash: another request would cost again', () => {
  const model = createEndpointModel({ url: 'http://127.0.0.1:1', key: undefined, model: 'gem-1' });
  const prompt = { question: 'Who?', seed: 'a', signal: new AbortController().signal };
  expect(model.goOn(prompt, '')).toBeUndefined();
});
