import { SpillwayError } from '../error.ts';

/** Names with their values, in order; a name may come more than once. */
export type FormFields = readonly (readonly [name: string, value: string])[];

/**
 * Parses `application/x-www-form-urlencoded`: a form body, or the query of a URL.
 *
 * As the URL standard says (section 5.1), except that bytes which are not UTF-8 are refused, where the standard
 * would put U+FFFD in their place: a topic must arrive as it was written or not at all.
 *
 * @throws SpillwayError `invalid-utf8`
 */
export function parseFormFields(text: string): FormFields {
  return text
    .split('&')
    .filter((field) => field !== '')
    .map((field) => {
      const equals = field.indexOf('=');
      if (equals < 0) return [decode(field), ''];
      return [decode(field.slice(0, equals)), decode(field.slice(equals + 1))];
    });
}

export function valuesOf(fields: FormFields, name: string): string[] {
  return fields.filter((field) => field[0] === name).map((field) => field[1]);
}

export function firstOf(fields: FormFields, name: string): string | undefined {
  return fields.find((field) => field[0] === name)?.[1];
}

function decode(text: string): string {
  // [spec] a "%" that two hexadecimal digits do not follow stands for itself.
  const wellFormed = text.replaceAll('+', ' ').replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25');
  try {
    return decodeURIComponent(wellFormed);
  } catch (cause) {
    throw new SpillwayError('invalid-utf8', 'percent-encoded text must be UTF-8', { cause });
  }
}
