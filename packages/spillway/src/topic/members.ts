/** What an index can hold, compared by identity. */
export type Member = object | string;

/** Up to so many values a scan finds one as fast as a hash look-up does, and spares the map's memory. */
const scanned = 16;

/**
 * A set whose values lie in an array, so that it is handed out without copying; adding and deleting cost the same
 * whatever its size. Deleting moves the last value into the gap.
 */
export class Members<T extends Member> {
  readonly #values: T[];
  #places: Map<T, number> | undefined;

  constructor(...values: T[]) {
    this.#values = values;
  }

  /** The values themselves, not a copy: they change with the next `add` or `delete`. */
  get values(): readonly T[] {
    return this.#values;
  }

  /** False where the value was there already. */
  add(value: T): boolean {
    if (this.#find(value) !== undefined) return false;
    this.#places?.set(value, this.#values.length);
    this.#values.push(value);
    if (this.#places === undefined && this.#values.length > scanned) {
      this.#places = new Map(this.#values.map((each, place) => [each, place]));
    }
    return true;
  }

  /** False where there was no such value. */
  delete(value: T): boolean {
    const place = this.#find(value);
    if (place === undefined) return false;
    this.#places?.delete(value);
    const last = this.#values.pop();
    if (last !== undefined && place < this.#values.length) {
      this.#values[place] = last;
      this.#places?.set(last, place);
    }
    return true;
  }

  #find(value: T): number | undefined {
    if (this.#places !== undefined) return this.#places.get(value);
    const place = this.#values.indexOf(value);
    return place < 0 ? undefined : place;
  }
}
