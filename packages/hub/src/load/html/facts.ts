import { type Content, type Markup, html } from './markup.ts';

/** A name and what is to be said of it; undefined leaves the fact out. */
export type Fact = readonly [name: string, value: Content];

/** A list of facts: `headline` shows few of them large. */
export function facts(look: 'headline' | 'facts', list: readonly Fact[]): Markup {
  const known = list.filter(([, value]) => value !== undefined);
  const shown = known.map(([name, value]) =>
    look === 'headline'
      ? html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`
      : html`<dt>${name}</dt>
          <dd>${value}</dd>`,
  );
  return html`<dl class="${look}">${shown}</dl>`;
}
