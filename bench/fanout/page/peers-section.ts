import { type Markup, html } from '@spillway/hub/report';
import type { Peer } from '../peers/peer.ts';
import { peers } from '../peers/peers.ts';
import type { FanoutResults } from '../results.ts';

/** Who took part, and where one reads how it is set up. */
export function peersSection({ cases, peerVersions }: FanoutResults): Markup {
  const tookPart = new Set(cases.flatMap(({ contenders }) => contenders.map(({ peer }) => peer)));
  const shown: readonly Peer[] = Object.values(peers).filter(({ name }) => tookPart.has(name));
  return html`<section class="card" id="peers">
    <h2>The servers</h2>
    <p class="lead">Each file says how its server is tuned, and why; all are in bench/fanout/peers.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="The servers">
      <table>
        <thead>
          <tr>
            <th scope="col">server</th>
            <th scope="col" class="text">what it is</th>
            <th scope="col" class="text">version</th>
            <th scope="col" class="text">set up in</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            ({ name, title, about, configuration }) =>
              html`<tr>
                <th scope="row">${title}</th>
                <td class="text">${about}</td>
                <td class="text">${peerVersions[name] ?? 'unknown'}</td>
                <td class="text">${configuration.map((file) => html`<code>${file}</code> `)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
