/** Who listens to which topic. */
export class Rooms<Member> {
  readonly #members = new Map<string, Set<Member>>();

  of(topic: string): Iterable<Member> {
    return this.#members.get(topic) ?? [];
  }

  join(topic: string, member: Member): void {
    const room = this.#members.get(topic);
    if (room === undefined) this.#members.set(topic, new Set([member]));
    else room.add(member);
  }

  leave(topic: string, member: Member): void {
    const room = this.#members.get(topic);
    room?.delete(member);
    if (room?.size === 0) this.#members.delete(topic);
  }
}
