import type { Hub, PageEvent, PageRequest } from 'spillway';
import * as v from 'valibot';
import { answerEvents, type ListedAnswer, listEvents, topicOf } from './events.ts';

/** An answer without an end, as far as the log has it. */
export interface OpenAnswer {
  readonly answer: ListedAnswer;
  readonly text: string;
  readonly tokens: number;
}

/** What a server that died has left open. */
export async function readOpenAnswers(hub: Hub): Promise<readonly OpenAnswer[]> {
  const newest = new Map<string, ListedAnswer>();
  for await (const { event, data } of readLog(hub, { topics: ['answers'], since: 'latest' })) {
    if (event !== 'answer') continue;
    const { success, output } = v.safeParse(listEvents.answer, JSON.parse(data));
    // What an older version has written is over.
    if (success) newest.set(output.id, output);
  }
  const open = [...newest.values()].filter(({ status }) => status === 'answering');
  return Promise.all(open.map((answer) => readAnswer(hub, answer)));
}

async function readAnswer(hub: Hub, answer: ListedAnswer): Promise<OpenAnswer> {
  let text = '';
  let tokens = 0;
  for await (const { event, data } of readLog(hub, { topics: [topicOf(answer.id)], since: 'earliest' })) {
    if (event !== 'token') continue;
    const more = v.parse(answerEvents.token, JSON.parse(data));
    text += more.text;
    tokens += more.tokens;
  }
  return { answer, text, tokens };
}

/** All that the log has for a request, page by page. */
async function* readLog(hub: Hub, request: PageRequest): AsyncGenerator<PageEvent, void, undefined> {
  for (let cursor: string | undefined; ;) {
    const page = await hub.page({ ...request, ...(cursor !== undefined && { cursor }) });
    if (page.events.length === 0) return;
    yield* page.events;
    cursor = page.cursor;
  }
}
