import type { SourceAbout } from '../page-about.ts';

const texts = new Map<SourceAbout, Promise<string>>();

/** The text of a source, which is loaded once. */
export function textOf(source: SourceAbout): Promise<string> {
  let text = texts.get(source);
  if (text === undefined) {
    text = source.load().then((module) => module.default);
    texts.set(source, text);
  }
  return text;
}
