import { SpillwayError } from '../error.ts';

/**
 * Parses JSON so that writing it again loses no number: one that a double cannot hold, such as an id of 19 digits,
 * keeps its text, as far as the runtime can (`JSON.rawJSON`; where it cannot, such numbers are rounded).
 *
 * @throws SpillwayError `malformed-json`
 */
export function parseJson(text: string, line?: number): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return rawJson !== undefined && holdsNumber(value) && mayLoseDigits.test(text)
      ? parseKeepingDigits(text, value, rawJson)
      : value;
  } catch (cause) {
    throw new SpillwayError('malformed-json', `${line === undefined ? 'the body' : `line ${line}`} is not JSON`, {
      cause,
      line,
    });
  }
}

// ECMAScript proposal "JSON.parse source text access"; TypeScript's libraries do not have it yet.
const { rawJSON: rawJson } = JSON as { rawJSON?: (text: string) => unknown };

/**
 * Parses JSON of which `value` is the usual result, and puts a raw number wherever that one lost digits. A reviver would
 * do the same, but is called for every value: that is ten times the parsing for a list of numbers.
 */
function parseKeepingDigits(text: string, value: unknown, raw: (text: string) => unknown): unknown {
  // A string that no publisher can have written.
  const mark = `${Math.random()}${Math.random()}:`;
  let marks = 0;
  const marked = text.replaceAll(stringOrLongNumber, (token) => {
    if (token.startsWith('"') || !losesDigits(Number(token), token)) return token;
    marks++;
    return `"${mark}${token}"`;
  });
  if (marks === 0) return value;
  const holder: unknown[] = [JSON.parse(marked)];
  // A stack of its own: a body can be nested deeper than calls can.
  const containers: object[] = [holder];
  for (let container = containers.pop(); container !== undefined; container = containers.pop()) {
    for (const [name, member] of Object.entries(container) as [string, unknown][]) {
      if (typeof member === 'object' && member !== null) containers.push(member);
      else if (typeof member === 'string' && member.startsWith(mark)) {
        // Sets the member also where its name is `__proto__`: it is there already.
        (container as Record<string, unknown>)[name] = raw(member.slice(mark.length));
      }
    }
  }
  return holder[0];
}

/** Strings, to pass over what is in them, and those numbers that may have more digits than a double holds. */
const stringOrLongNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.]{15,}(?:[eE][+-]?\d+)?|-?\d[\d.]*[eE][+-]?\d+/g;

const mayLoseDigits = /\d[\d.]{15}|[eE][+-]?\d\d/;

/** Long runs of digits are most often within text. What is nested deep is not looked through, so it may hold any. */
function holdsNumber(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'number';
  if (depth === 32) return true;
  // A loop over the names costs half of what `Object.values` does, and this is done for every event.
  for (const name in value) if (holdsNumber((value as Record<string, unknown>)[name], depth + 1)) return true;
  return false;
}

/** A double holds every number of 15 significant digits, within its range. */
function losesDigits(value: number, source: string): boolean {
  const [mantissa = ''] = source.toLowerCase().split('e');
  const significant = mantissa.replaceAll(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  if (!Number.isFinite(value) || (value === 0 && significant !== '')) return true;
  return significant.length > 15 && String(value) !== source;
}
