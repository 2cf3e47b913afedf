/** What a GET wants: an event stream, a page in JSON, or nothing that the resource has. */
export type Wanted = 'stream' | 'page' | 'neither';

/**
 * Chooses between stream and page by the `Accept` header (RFC 9110, section 12.5.1).
 *
 * The higher quality wins. Where both are equally welcome the one named more precisely does, so that
 * `application/json, *\/*` (the default of several HTTP clients) is a page; else it is the stream.
 */
export function negotiate(accept: string | undefined): Wanted {
  const ranges = parseRanges(accept ?? '');
  if (ranges.length === 0) return 'stream';
  const stream = preferenceFor('text', 'event-stream', ranges);
  const page = preferenceFor('application', 'json', ranges);
  if (stream.quality === 0 && page.quality === 0) return 'neither';
  if (stream.quality !== page.quality) return stream.quality > page.quality ? 'stream' : 'page';
  return page.precision > stream.precision ? 'page' : 'stream';
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

interface Preference {
  readonly quality: number;
  /** 0 for `*\/*`, 1 for `text/*`, 2 for the type itself. */
  readonly precision: number;
}

/** What is not a media range is passed over. */
function parseRanges(accept: string): MediaRange[] {
  return accept.split(',').flatMap((text) => {
    const [range = '', ...parameters] = text.split(';');
    const named = /^\s*([^\s/]+)\/([^\s/]+)\s*$/.exec(range.toLowerCase());
    if (named === null) return [];
    const [, type = '', subtype = ''] = named;
    const weight = parameters
      .map((parameter) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(parameter)?.[1])
      .find((found) => found);
    return [{ type, subtype, quality: weight === undefined ? 1 : Number(weight) || 0 }];
  });
}

/** The most precise range decides, whatever its quality. */
function preferenceFor(type: string, subtype: string, ranges: readonly MediaRange[]): Preference {
  let found: Preference = { quality: 0, precision: -1 };
  for (const range of ranges) {
    const precision = precisionOf(range, type, subtype);
    if (precision > found.precision) found = { quality: range.quality, precision };
  }
  return found;
}

function precisionOf(range: MediaRange, type: string, subtype: string): number {
  if (range.type === type && range.subtype === subtype) return 2;
  if (range.type === type && range.subtype === '*') return 1;
  return range.type === '*' && range.subtype === '*' ? 0 : -1;
}
