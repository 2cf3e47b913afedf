/**
 * Makes the data of an event that was published for a test:
 *
 *     ~k3x9.<publisher>.<sequence>.<due>.xxxxx…
 *
 * The marker is one test's own. The numbers have a fixed width: the publisher's (4 digits), which of its events for
 * that topic this is, from 1 (9), and when it was due, in microseconds since the test began (10). None of it needs to
 * be escaped in JSON, forms or URLs.
 */
export function createPayloadWriter(marker: string, dataBytes: number): PayloadWriter {
  const padding = 'x'.repeat(dataBytes - headerBytes);
  return (publisher, sequence, dueMicros) =>
    `${marker}.${digits(publisher, 4)}.${digits(sequence, 9)}.${digits(dueMicros, 10)}.${padding}`;
}

export type PayloadWriter = (publisher: number, sequence: number, dueMicros: number) => string;

/** The data begins with so many bytes that tell which event it is; it cannot be smaller. */
export const headerBytes = 32;

/** How many publishers their four digits can tell apart. */
export const mostPublishers = 10_000;

/** `random` gives a number from 0 up to 1. */
export function createMarker(random: () => number): string {
  return `~${Math.floor(random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0')}`;
}

/** Where the numbers stand behind the beginning of the data. */
export const publisherAt = 6;
export const sequenceAt = 11;
export const dueAt = 21;

const full = 10 ** 10;

function digits(value: number, width: number): string {
  // Cheaper than padStart: one number made text, and cut.
  return String(full + value).slice(-width);
}
