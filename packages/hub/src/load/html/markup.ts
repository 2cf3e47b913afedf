/** Text that is HTML already. */
export interface Markup {
  readonly markup: string;
}

export type Content = string | number | Markup | readonly Content[] | undefined | false;

/**
 * HTML in which every value is escaped unless it is markup itself, so nothing that a server or a command line said can
 * become markup. Arrays are joined; undefined and false are left out.
 *
 * @example
 * ```ts
 * html`<ul>${names.map((name) => html`<li>${name}</li>`)}</ul>`;
 * ```
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const parts = strings.map((text, index) => text + textOf(values[index]));
  return { markup: parts.join('') };
}

function textOf(content: Content): string {
  if (content === undefined || content === false) return '';
  if (typeof content === 'string') return escape(content);
  if (typeof content === 'number') return String(content);
  return 'markup' in content ? content.markup : content.map(textOf).join('');
}

/** For text and for values of attributes in quotes. */
function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
