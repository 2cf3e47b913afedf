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
    // The reviver costs several times the parsing, so it is called only where it may be needed.
    return rawJson !== undefined && holdsNumber(value) && mayLoseDigits.test(text)
      ? (JSON.parse as ParseWithSource)(text, keepDigits)
      : value;
  } catch (cause) {
    throw new SpillwayError('malformed-json', `${line === undefined ? 'the body' : `line ${line}`} is not JSON`, {
      cause,
      line,
    });
  }
}

// ECMAScript proposal "JSON.parse source text access"; TypeScript's libraries do not have it yet.
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
) => unknown;
const { rawJSON: rawJson } = JSON as { rawJSON?: (text: string) => unknown };

const mayLoseDigits = /\d[\d.]{15}|[eE][+-]?\d\d/;

/** Long runs of digits are most often within text. What is nested deep is not looked through, so it may hold any. */
function holdsNumber(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'number';
  if (depth === 32) return true;
  // A loop over the names costs half of what `Object.values` does, and this is done for every event.
  for (const name in value) if (holdsNumber((value as Record<string, unknown>)[name], depth + 1)) return true;
  return false;
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || !losesDigits(value, source)) return value;
  return rawJson?.(source);
}

/** A double holds every number of 15 significant digits, within its range. */
function losesDigits(value: number, source: string): boolean {
  const [mantissa = ''] = source.toLowerCase().split('e');
  const significant = mantissa.replaceAll(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  if (!Number.isFinite(value) || (value === 0 && significant !== '')) return true;
  return significant.length > 15 && String(value) !== source;
}
