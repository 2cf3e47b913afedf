import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { guideInMarkdown } from './guide-in-markdown.ts';

/** The document that is made from the guide. */
export const document = join(import.meta.dirname, '..', '..', 'docs', 'when-to-use-what.md');

/** What is to stand in it. */
export async function documentText(): Promise<string> {
  return format(guideInMarkdown(), { ...(await resolveConfig(document)), parser: 'markdown' });
}
