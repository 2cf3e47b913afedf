/** Fills in `{topic}` and the like. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(placeholder, (text, name: string) => values[name] ?? text);
}

export function hasPlaceholder(template: string, name: string): boolean {
  return template.includes(`{${name}}`);
}

/** The names of a template's placeholders. */
export function placeholdersOf(template: string): string[] {
  return Array.from(template.matchAll(placeholder), ([, name = '']) => name);
}

// Only letters: what JSON has in braces begins with a quote.
const placeholder = /\{([a-z]+)\}/g;
