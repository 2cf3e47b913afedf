/**
 * What the fault server does to one request. Bytes are those of the answer as it comes from the server behind, its head
 * and its chunks included.
 */
export type Fault<At = Position | 'each'> = FaultOfOneRequest<At> & {
  /** So many of the trial's own events are published before the request goes on. */
  readonly publishBefore?: number;
  /** So many are published once the first bytes of the answer have come. */
  readonly publishAfter?: number;
  /** How long after those bytes; at once without it. */
  readonly laterMs?: number;
};

type FaultOfOneRequest<At> =
  /** None at all. */
  | { readonly does: 'pass' }
  /** Ends the connection in the midst, or resets it, at once or after a moment: browsers forget what has just come. */
  | { readonly does: 'cut'; readonly after: At; readonly by: 'end' | 'reset'; readonly afterMs?: number }
  /** Says nothing more and keeps the connection. */
  | { readonly does: 'stall'; readonly after: At }
  /** Sends each byte by itself. */
  | { readonly does: 'dribble' }
  /** Ends the connection once nothing has come for so long. */
  | { readonly does: 'cut when idle'; readonly ms: number }
  /** Answers so long after the request with 504, unless an answer is complete by then, as gateways do. */
  | { readonly does: 'gateway timeout'; readonly ms: number }
  /** Holds back the answer until it is complete: all of it, or all but its head, or what does not fill a block. */
  | { readonly does: 'buffer'; readonly passes: 'nothing' | 'the head' | { readonly blocksOf: number } }
  /** Compresses the body; lets the compressor hold back what it likes, or cuts after so many of its bytes. */
  | { readonly does: 'gzip'; readonly flushes: boolean; readonly cutAfter?: At }
  /** Lets the server believe that the subscriber stands elsewhere: after this id, or, if empty, nowhere. */
  | { readonly does: 'mislead'; readonly lastEventId: string }
  /** Answers by itself. */
  | { readonly does: 'answer'; readonly status: number; readonly headers?: readonly string[]; readonly body?: string }
  /** Answers that the server is busy for so many seconds, told as a number or as a date. */
  | { readonly does: 'put off'; readonly status: 429 | 503; readonly seconds: number; readonly as: 'seconds' | 'date' }
  | { readonly does: 'redirect'; readonly status: number; readonly to: 'the same origin' | 'another origin' }
  /** Speaks something else than HTTP. */
  | { readonly does: 'babble' }
  /** Resets the connection, and refuses every other for so long. */
  | { readonly does: 'leave'; readonly ms: number };

/** After so many bytes, or after a stream's opening block. */
export type Position = number | 'the opening';

/** The fault with `each` in its place: so many bytes. */
export function placeFault(fault: Fault, each: number): Fault<Position> {
  switch (fault.does) {
    case 'cut':
      return { ...fault, after: at(fault.after) };
    case 'stall':
      return { ...fault, after: at(fault.after) };
    case 'gzip':
      return { ...fault, cutAfter: at(fault.cutAfter ?? Infinity) };
    default:
      return fault;
  }
  function at(position: Position | 'each'): Position {
    return position === 'each' ? each : position;
  }
}
