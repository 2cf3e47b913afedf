import type { Integrity, LoadReport } from '../report.ts';
import { type Markup, html } from './markup.ts';
import { formatQuantity } from './quantity.ts';

/** Whether everybody got everything, in words. */
export function verdict(report: LoadReport): Markup {
  const faults = groupsOf(report).flatMap(({ who, integrity }) =>
    faultsOf(integrity).map((fault) => `${fault} (${who})`),
  );
  const { failed } = report.connecting;
  if (failed > 0) faults.push(`${whole(failed)} subscribers could not connect`);
  if (faults.length > 0) return html`<p class="verdict bad">Not exact: ${faults.join(', ')}.</p>`;
  return html`<p class="verdict">
    Every acknowledged event reached every subscriber of its topic, once and in order.
  </p>`;
}

/** What the sequence numbers in the events say, by groups of subscribers. */
export function integritySection(report: LoadReport): Markup {
  const rows = groupsOf(report).map(
    ({ who, subscribers, integrity }) =>
      html`<tr>
        <th scope="row">${who}</th>
        ${[subscribers, ...kinds.map(({ key }) => integrity[key])].map((count) => html`<td>${whole(count)}</td>`)}
      </tr>`,
  );
  return html`<section class="card">
    <h2>Integrity</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Integrity, as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">group</th>
            <th scope="col">subscribers</th>
            ${kinds.map(({ column }) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${report.storm && html`<p>${stormInWords(report.storm)}</p>`}
  </section>`;
}

const kinds: readonly { readonly key: keyof Integrity; readonly column: string; readonly words: string }[] = [
  { key: 'missing', column: 'events missing', words: 'events are missing' },
  { key: 'doubled', column: 'doubled', words: 'came twice' },
  { key: 'outOfOrder', column: 'out of order', words: 'came out of order' },
  { key: 'dropped', column: 'streams lost', words: 'streams were ended or lost' },
];

interface Group {
  readonly who: string;
  readonly subscribers: number;
  readonly integrity: Integrity;
}

function groupsOf({ plan, integrity, stalled, storm }: LoadReport): Group[] {
  const special = (stalled?.subscribers ?? 0) + (storm?.subscribers ?? 0);
  const who = special > 0 ? 'undisturbed' : 'all';
  return [
    { who, subscribers: plan.subscribers - special, integrity },
    ...(stalled ? [{ who: 'stalled', ...stalled }] : []),
    ...(storm ? [{ who: 'cut off and back', subscribers: storm.subscribers, integrity: storm.integrity }] : []),
  ];
}

function faultsOf(integrity: Integrity): string[] {
  return kinds.filter(({ key }) => integrity[key] > 0).map(({ key, words }) => `${whole(integrity[key])} ${words}`);
}

function stormInWords({ subscribers, behind, seconds }: NonNullable<LoadReport['storm']>): string {
  const took = formatQuantity(seconds, 'seconds');
  return `${whole(subscribers)} subscribers came back at once, each at least ${whole(behind)} events behind. The last of them had everything after ${took}.`;
}

function whole(value: number): string {
  return formatQuantity(value, 'whole');
}
