/**
 * Remembers the ids of the newest events, at most `bound`, and tells whether one has come on an earlier connection: a
 * resumed stream may begin with some of them again. An id that repeats within one connection is what its server wants
 * to say, and no double.
 */
export function createRecentIds(bound: number): (id: string, connection: number) => boolean {
  const connectionOf = new Map<string, number>();
  // Goes on from where it is, while each new search for the oldest would pass by all that have been deleted.
  const oldestFirst = connectionOf.keys();
  return (id, connection) => {
    if ((connectionOf.get(id) ?? connection) < connection) return true;
    connectionOf.set(id, connection);
    if (connectionOf.size > bound) connectionOf.delete(oldestFirst.next().value as string);
    return false;
  };
}
