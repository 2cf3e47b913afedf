/**
 * Remembers the ids of the newest events, and tells those that have come on an earlier connection: a resumed stream may
 * begin with some of them again. An id that repeats within one connection is what its server wants to say, and no double.
 */
export function createRecentIds(bound: number): RecentIds {
  const connectionOf = new Map<string, number>();
  // Goes on from where it is, while each new search for the oldest would pass by all that have been deleted.
  const oldestFirst = connectionOf.keys();
  let connection = 0;
  return {
    nextConnection() {
      connection += 1;
    },
    isDouble(id) {
      const known = connectionOf.get(id);
      if (known !== undefined && known < connection) return true;
      connectionOf.set(id, connection);
      if (connectionOf.size > bound) connectionOf.delete(oldestFirst.next().value as string);
      return false;
    },
  };
}

export interface RecentIds {
  nextConnection(): void;
  /** Tells whether an event with this id came before the present connection, and remembers it. */
  isDouble(id: string): boolean;
}
