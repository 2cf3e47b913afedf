/**
 * The start page: subscribes with the library's own decoder, which the hub serves beside this page, because a native
 * EventSource shows neither topics nor events whose type it was not told of.
 */
import { decodeEvents } from './spillway/codec/index.js';

/** Older events leave the page; they stay in the log. */
const shownAtMost = 200;
/** Events that arrive within so many milliseconds are shown together. */
const showEveryMs = 40;

const eventsUrl = new URL('events', location.href);
const [state, list, empty, answer, received, refusal] = [
  '#state',
  '#events',
  '#empty',
  '#answer',
  '#received',
  '#refusal',
].map((id) => document.querySelector(id));
const publishForm = document.querySelector('#publish');
const selectForm = document.querySelector('#select');
const signInForm = document.querySelector('#sign-in');

let token = '';
let shown = new AbortController();
/** What has arrived and is not shown yet, at most as much as will be shown. */
let arrived = [];
let count = 0;

publishForm.addEventListener('submit', async (submit) => {
  submit.preventDefault();
  const fields = new FormData(publishForm);
  if (fields.get('event') === '') fields.delete('event');
  try {
    const response = await fetch(eventsUrl, {
      method: 'POST',
      headers: authorization(),
      body: new URLSearchParams(fields),
    });
    if (response.ok) tell(`Published as ${(await response.json()).id}`);
    else tell(await reasonOf(response), 'failed');
  } catch {
    tell('The hub does not answer.', 'failed');
  }
});

selectForm.addEventListener('submit', (submit) => {
  submit.preventDefault();
  select();
});

signInForm.addEventListener('submit', (submit) => {
  submit.preventDefault();
  token = new FormData(signInForm).get('token').trim();
  select();
});

select();
explain();

/** Begins anew with the topic or pattern that the form names. */
function select() {
  shown.abort();
  shown = new AbortController();
  arrived = [];
  count = 0;
  list.replaceChildren();
  empty.hidden = false;
  received.textContent = '0';
  signInForm.hidden = true;
  void follow(new FormData(selectForm).get('topic'), shown.signal);
}

/** Shows what a topic or pattern selects, and comes back from its cursor when the connection is lost. */
async function follow(topic, signal) {
  const url = new URL(eventsUrl);
  url.search = new URLSearchParams({ topic, since: 'earliest' });
  tellState('connecting', 'Connecting');
  while (!signal.aborted) {
    try {
      const response = await fetch(url, { headers: { accept: 'text/event-stream', ...authorization() }, signal });
      if (response.status >= 400 && response.status < 500)
        return tellRefusal(response.status, await reasonOf(response));
      if (!response.ok) throw new Error(await reasonOf(response));
      tellState('open', 'Connected');
      for await (const event of decodeEvents(response.body)) {
        if (signal.aborted) return;
        url.searchParams.set('last_event_id', event.lastEventId);
        take(event, topic);
      }
    } catch {
      // The hub is away, or ended the stream in the midst of an event: both pass.
    }
    if (signal.aborted) return;
    tellState('connecting', 'Reconnecting');
    await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 1000));
  }
}

function take(event, asked) {
  if (arrived.length === 0) setTimeout(show, showEveryMs);
  arrived.push({ ...event, topics: event.topics ?? [asked], at: new Date() });
  if (arrived.length > shownAtMost) arrived.shift();
  if (event.event !== 'gap') count++;
}

function show() {
  empty.hidden = true;
  received.textContent = count.toLocaleString();
  list.prepend(...arrived.toReversed().map(itemOf));
  arrived = [];
  while (list.children.length > shownAtMost) list.lastChild.remove();
}

function itemOf({ event = 'message', lastEventId, topics, data, at }) {
  const item = element('li', event === 'gap' ? 'gap' : '');
  const meta = element('p', 'meta');
  meta.append(
    ...topics.map((topic) => element('span', 'topic', topic)),
    ...(event === 'message' ? [] : [element('span', 'type', event)]),
  );
  const place = element('p', 'place');
  place.append(element('span', 'id', lastEventId), element('time', 'time', at.toLocaleTimeString()));
  item.append(meta, element('p', 'data', event === 'gap' ? gapText(data) : data), place);
  return item;
}

function gapText(data) {
  return `Events are missing here: the hub no longer keeps them (${JSON.parse(data).reason}).`;
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function authorization() {
  return token === '' ? {} : { authorization: `Bearer ${token}` };
}

/** What a problem+json answer says, or else its status: what answers may be a proxy. */
async function reasonOf(response) {
  const problem = await response.json().catch(() => ({}));
  return problem.detail ?? `The answer was ${response.status} ${response.statusText}`;
}

function tell(text, outcome = 'published') {
  answer.textContent = text;
  answer.dataset.outcome = outcome;
}

function tellState(now, text) {
  state.dataset.state = now;
  state.textContent = text;
}

/** A refusal that no retry can mend; another token or pattern may. */
function tellRefusal(status, reason) {
  tellState('closed', 'Refused');
  signInForm.hidden = false;
  signInForm.dataset.needs = status === 401 || status === 403 ? 'token' : 'pattern';
  refusal.textContent = reason;
  empty.hidden = true;
}

function explain() {
  const example = new URL(eventsUrl);
  example.search = '?topic=demo';
  document.querySelector('#curl-publish').textContent = `curl ${eventsUrl} -d topic=demo -d data=hello`;
  document.querySelector('#curl-subscribe').textContent = `curl -N '${example}'`;
  document.querySelector('#page-subscribe').textContent =
    `const source = new EventSource('/events?topic=demo')\nsource.onmessage = (event) => console.log(event.data)`;
}
