import type { EventReaders, SubscribeOptions } from '../client/index.ts';

/** What components subscribe with: a component itself is the signal, and has no iterators that a buffer would be for. */
export type RequestOptions<Readers extends EventReaders = EventReaders> = Omit<
  SubscribeOptions<Readers>,
  'buffer' | 'signal'
>;

/** What a component asks for; without a URL, for nothing. */
export interface ComponentRequest {
  readonly url: string | undefined;
  readonly options: RequestOptions;
}

/**
 * Whether two requests ask for the same, whichever objects say so. Components write options anew for each render; so
 * functions and readers count as the same as long as both have one in that place, unless `exactly` is asked for.
 */
export function isSameRequest(one: ComponentRequest, other: ComponentRequest, exactly = false): boolean {
  const { events, ...options } = one.options;
  const { events: otherEvents, ...otherOptions } = other.options;
  return (
    one.url === other.url &&
    isSame(options, otherOptions, exactly) &&
    (exactly ? isSameRecord(events ?? {}, otherEvents ?? {}, Object.is) : isSame(namesOf(events), namesOf(otherEvents)))
  );
}

function namesOf(readers: EventReaders | undefined): readonly string[] | undefined {
  return readers && Object.keys(readers).toSorted();
}

function isSame(one: unknown, other: unknown, exactly = false): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one === 'function' && typeof other === 'function') return !exactly;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const prototype: unknown = Object.getPrototypeOf(one);
  if (prototype !== Object.getPrototypeOf(other)) return false;
  if (one instanceof URL) return one.href === (other as URL).href;
  if (one instanceof Headers || one instanceof URLSearchParams) {
    return isSame([...one], [...(other as Headers | URLSearchParams)]);
  }
  // Of what else there is (files, forms, buffers) nobody can tell by looking.
  if (prototype !== Object.prototype && prototype !== Array.prototype) return false;
  return isSameRecord(one, other, (value, otherValue) => isSame(value, otherValue, exactly));
}

/** A value that is undefined is as good as none. */
function isSameRecord(one: object, other: object, isSameValue: (one: unknown, other: unknown) => boolean): boolean {
  const values = new Map<string, unknown>(Object.entries(one));
  const otherValues = new Map<string, unknown>(Object.entries(other));
  return [...values.keys(), ...otherValues.keys()].every((name) =>
    isSameValue(values.get(name), otherValues.get(name)),
  );
}
