import { SpillwayError, type SpillwayErrorCode } from '../error.ts';

/** Throws unless both are equal in depth; a property that is undefined counts as absent. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  if (isEqual(actual, expected)) return;
  throw new Error(`${what}:\n  expected ${show(expected)}\n  but got  ${show(actual)}`);
}

export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** Throws unless `promise` rejects with a SpillwayError of this code. */
export async function assertRejects(promise: Promise<unknown>, code: SpillwayErrorCode, what: string): Promise<void> {
  let outcome: string;
  try {
    outcome = `resolved with ${show(await promise)}`;
  } catch (error) {
    if (error instanceof SpillwayError && error.code === code) return;
    outcome = `rejected with ${String(error)}`;
  }
  throw new Error(`${what}: expected it to reject with a SpillwayError '${code}', but it ${outcome}`);
}

/** Waits until `condition` holds, which some other party brings about; throws when it has not within ten seconds. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    assert(Date.now() < deadline, `waited ten seconds in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function isEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const ours = new Map<string, unknown>(Object.entries(left));
  const theirs = new Map<string, unknown>(Object.entries(right));
  return [...new Set([...ours.keys(), ...theirs.keys()])].every((name) => isEqual(ours.get(name), theirs.get(name)));
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 2000 ? `${text.slice(0, 2000)}… (${text.length} characters)` : text;
}
