/**
 * The start page: subscribes with the library's own decoder, which the hub serves beside this page, because a native
 * EventSource shows neither topics nor events whose type it was not told of.
 */
import { decodeEvents } from './spillway/codec/index.js';

const shownAtMost = 200;
const eventsUrl = new URL('events', location.href);
const [state, list, empty, answer] = ['#state', '#events', '#empty', '#answer'].map((id) => document.querySelector(id));
const publishForm = document.querySelector('#publish');
const selectForm = document.querySelector('#select');

publishForm.addEventListener('submit', async (submit) => {
  submit.preventDefault();
  const fields = new FormData(publishForm);
  if (fields.get('event') === '') fields.delete('event');
  try {
    const response = await fetch(eventsUrl, { method: 'POST', body: new URLSearchParams(fields) });
    const { id, detail } = await response.json();
    tell(response.ok ? `Published as ${id}` : detail, !response.ok);
  } catch {
    tell('The hub does not answer.', true);
  }
});

let shown = new AbortController();
selectForm.addEventListener('submit', (submit) => {
  submit.preventDefault();
  shown.abort();
  shown = new AbortController();
  list.replaceChildren();
  void show(new FormData(selectForm).get('topic'), shown.signal);
});

void show('*', shown.signal);
explain();

/** Shows what a topic or pattern selects, and comes back from its cursor when the connection is lost. */
async function show(topic, signal) {
  const url = new URL(eventsUrl);
  url.search = new URLSearchParams({ topic, since: 'earliest' });
  while (!signal.aborted) {
    tellState('connecting', 'connecting');
    try {
      const response = await fetch(url, { headers: { accept: 'text/event-stream' }, signal });
      if (!response.ok) return tellState('closed', (await response.json()).detail);
      tellState('open', 'connected');
      for await (const event of decodeEvents(response.body)) {
        url.searchParams.set('last_event_id', event.lastEventId);
        add(event, topic);
      }
    } catch (error) {
      if (signal.aborted) return;
      tellState('connecting', `reconnecting (${error.message})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 1000));
  }
}

function add({ event = 'message', lastEventId, topics, data }, asked) {
  empty.hidden = true;
  const meta = element('div', 'meta');
  meta.append(
    element('span', 'topic', (topics ?? [asked]).join(' ')),
    element('span', 'type', event),
    element('span', 'id', lastEventId),
    element('time', 'time', new Date().toLocaleTimeString()),
  );
  const item = element('li', event === 'gap' ? 'gap' : '');
  item.append(meta, element('div', 'data', data));
  list.prepend(item);
  while (list.children.length > shownAtMost) list.lastChild.remove();
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function tell(text, failed) {
  answer.textContent = text;
  answer.toggleAttribute('data-failed', failed);
}

function tellState(now, text) {
  state.dataset.state = now;
  state.textContent = text;
}

function explain() {
  const example = new URL(eventsUrl);
  example.search = '?topic=demo';
  document.querySelector('#curl-publish').textContent = `curl ${eventsUrl} -d topic=demo -d data=hello`;
  document.querySelector('#curl-subscribe').textContent = `curl -N '${example}'`;
  document.querySelector('#page-subscribe').textContent =
    `const source = new EventSource('/events?topic=demo');\nsource.onmessage = (event) => console.log(event.data);`;
}
