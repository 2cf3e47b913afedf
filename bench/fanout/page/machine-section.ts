import { type Markup, facts, formatQuantity, html } from '@spillway/hub/report';
import type { FanoutResults } from '../results.ts';

/** What the run took place on, and how to repeat it. */
export function machineSection({ machine, startedAt, command }: FanoutResults): Markup {
  return html`<section class="card" id="machine">
    <h2>The machine and the run</h2>
    ${facts('facts', [
      ['processor', `${machine.processor}, ${machine.processors} of them`],
      ['pinning', machine.arrangement],
      ['network', machine.network],
      ['memory', formatQuantity(machine.memoryBytes, 'bytes')],
      ['kernel', machine.kernel],
      ['Node', machine.node],
      ['began', startedAt],
      ['command', html`<code>npm run bench -- ${command}</code>`],
    ])}
  </section>`;
}
