import { SpillwayError } from '../error.ts';
import { parseFormFields, valuesOf } from './form-fields.ts';
import { parseJson } from './json-text.ts';

/** What a POST publishes, parsed but not checked yet. */
export type PublishBody =
  | { readonly shape: 'one'; readonly event: unknown }
  | { readonly shape: 'array'; readonly events: readonly unknown[] }
  | { readonly shape: 'lines'; readonly lines: readonly NumberedEvent[] };

export interface NumberedEvent {
  /** From 1; blank lines count. */
  readonly line: number;
  readonly event: unknown;
}

export type PublishFormat = 'json' | 'ndjson' | 'form';

/**
 * The format that a `Content-Type` names.
 *
 * @throws SpillwayError `unsupported-content-type`: also where there is none, and for a charset other than UTF-8
 */
export function publishFormatOf(contentType: string | undefined): PublishFormat {
  const usual = formats.get(contentType ?? '');
  if (usual !== undefined) return usual;
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const format = formats.get(type);
  if (format === undefined) {
    throw new SpillwayError(
      'unsupported-content-type',
      'publish as application/json, application/x-ndjson or application/x-www-form-urlencoded',
    );
  }
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(contentType ?? '')?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new SpillwayError('unsupported-content-type', 'publish as UTF-8, the only charset');
  }
  return format;
}

const formats: ReadonlyMap<string, PublishFormat> = new Map([
  ['application/json', 'json'],
  ['application/x-ndjson', 'ndjson'],
  ['application/ndjson', 'ndjson'],
  ['application/jsonl', 'ndjson'],
  ['application/x-www-form-urlencoded', 'form'],
]);

/** @throws SpillwayError `malformed-json`, `invalid-field` or `invalid-utf8` */
export function parsePublishBody(text: string, format: PublishFormat): PublishBody {
  switch (format) {
    case 'json': {
      const value = parseJson(text);
      return Array.isArray(value) ? { shape: 'array', events: value } : { shape: 'one', event: value };
    }
    case 'ndjson':
      return { shape: 'lines', lines: parseLines(text) };
    case 'form':
      return { shape: 'one', event: parseForm(text) };
    default:
      return format satisfies never;
  }
}

function parseLines(text: string): NumberedEvent[] {
  const lines: NumberedEvent[] = [];
  let line = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const json = text.slice(start, end);
    line++;
    start = end + 1;
    if (!isBlank(json)) lines.push({ line, event: parseJson(json, line) });
  }
  return lines;
}

function isBlank(text: string): boolean {
  return text[0] !== '{' && text.trim() === '';
}

/** A form's fields as the JSON event would have them: `topic` once or more, numbers as numbers. */
function parseForm(text: string): object {
  const fields = parseFormFields(text);
  const event = new Map<string, unknown>();
  for (const [name, value] of fields) {
    if (name === 'topic') continue;
    if (event.has(name))
      throw new SpillwayError('invalid-field', `a form has each field but topic once, not ${JSON.stringify(name)}`);
    event.set(name, name === 'ttl' || name === 'retry' ? parseNumber(name, value) : value);
  }
  const topics = valuesOf(fields, 'topic');
  if (topics.length > 0) event.set('topic', topics.length === 1 ? topics[0] : topics);
  return Object.fromEntries(event);
}

function parseNumber(name: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new SpillwayError('invalid-field', `${name} must be a number`);
}
