import * as fc from 'fast-check';

/** What a pattern matches, said as plainly as possible: the tests compare everything else with it. */
export function referenceMatch(pattern: string, topic: string): boolean {
  const wanted = pattern.split('/');
  const given = topic.split('/');
  const fits = (segment: string, place: number) =>
    segment.startsWith(':') ? given[place] !== undefined && given[place] !== '' : given[place] === segment;
  if (wanted.at(-1) === '*') return given.length >= wanted.length && wanted.slice(0, -1).every(fits);
  return given.length === wanted.length && wanted.every(fits);
}

/** Few different segments, so that topics and patterns meet often; among them those that look like syntax. */
const literal = fc.constantFrom('a', 'b', '', 'a*', '**', 'a:', 'ä', '😀');

export const topics = fc
  .array(literal, { minLength: 1, maxLength: 5 })
  .map((segments) => segments.join('/'))
  .filter((topic) => topic !== '');

export const patterns = fc
  .tuple(
    fc.array(fc.oneof(literal, fc.constantFrom(':x', ':y', ':*')), { maxLength: 4 }),
    fc.oneof(literal, fc.constantFrom(':x', '*')),
  )
  .map(([segments, last]) => [...segments, last].join('/'))
  .filter((pattern) => pattern !== '');
