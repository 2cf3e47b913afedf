import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** The prose of this project's documentation, as paragraphs with an empty line in between. */
export async function readDocumentation(): Promise<string> {
  const files: string[] = [];
  for await (const file of glob(['*.md', 'docs/**/*.md'], { cwd: root })) files.push(file);
  const texts = await Promise.all(files.toSorted().map((file) => readFile(join(root, file), 'utf8')));
  return texts.flatMap(proseOf).join('\n\n');
}

/** The sentences of a Markdown text, without its code, tables, headings and marks. */
export function proseOf(markdown: string): readonly string[] {
  return markdown
    .replaceAll(/^ *```[^]*?^ *```$/gm, '')
    .replaceAll(/^ *(?:#|\||<).*$/gm, '')
    .replaceAll(/^ *(?:[-*]|\d+\.) +/gm, '\n\n')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`"()]|^> ?/gm, '')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, ' ').trim())
    .filter((paragraph) => /\w+ \w+ \w+.*[.!?]$/.test(paragraph));
}
