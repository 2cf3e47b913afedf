import type { Expected } from './case.ts';

/** Says where `actual` is not as expected, or undefined where it is. */
export function difference(actual: unknown, expected: Expected, path = ''): string | undefined {
  const here = path === '' ? 'it' : path;
  if (Array.isArray(expected)) return differenceOfLists(actual, expected, path);
  if (typeof expected !== 'object' || expected === null) {
    return actual === expected ? undefined : `${here} is ${show(actual)}, not ${show(expected)}`;
  }
  if ('absent' in expected) return actual === undefined ? undefined : `${here} is ${show(actual)}, but must be absent`;
  if ('like' in expected && typeof expected.like === 'string') {
    const isLike = typeof actual === 'string' && new RegExp(expected.like, 'u').test(actual);
    return isLike ? undefined : `${here} is ${show(actual)}, not like /${expected.like}/`;
  }
  if (typeof actual !== 'object' || actual === null) return `${here} is ${show(actual)}, not an object`;
  for (const [member, each] of Object.entries(expected)) {
    const found = difference(memberOf(actual, member), each, path === '' ? member : `${path}.${member}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function differenceOfLists(actual: unknown, expected: readonly Expected[], path: string): string | undefined {
  if (!Array.isArray(actual)) return `${path} is ${show(actual)}, not a list`;
  for (const [index, each] of expected.entries()) {
    const found = difference(actual[index], each, `${path}[${index}]`);
    if (found !== undefined) return found;
  }
  return actual.length === expected.length
    ? undefined
    : `${path} has ${actual.length} items, not ${expected.length}: ${show(actual)}`;
}

/** What is at a path such as `ids.0`. */
export function partOf(value: unknown, path: string): unknown {
  return path.split('.').reduce(memberOf, value);
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
