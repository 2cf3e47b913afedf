/** The most streams that a person can open here. */
export const mostLamps = 16;

/** The topic of the lamp with this number, from 1 on. */
export function topicOf(lamp: number): string {
  return `lamps/${lamp}`;
}
