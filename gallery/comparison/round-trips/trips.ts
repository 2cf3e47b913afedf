/** A way to send a text to the server and to get it back. */
export interface Trips {
  /** Sends it, and resolves once it is back. */
  trip(text: string): Promise<void>;
  close(): void;
}

/** Resolves with the next event of a type; rejects with one of `failure`. */
export function nextEvent(target: EventTarget, type: string, failure: string): Promise<Event> {
  const heard = new AbortController();
  const { signal } = heard;
  return new Promise<Event>((resolve, reject) => {
    target.addEventListener(type, resolve, { signal });
    target.addEventListener(failure, () => reject(new Error('the connection was lost')), { signal });
  }).finally(() => heard.abort());
}
