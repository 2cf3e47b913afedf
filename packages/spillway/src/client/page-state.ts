/**
 * Tells the listener at once how the page stands, and again with each event that may have changed it; returns a
 * function that stops it. Outside of pages there are fewer such events, or none.
 *
 * Source: the Page Lifecycle (`freeze`, `resume`), and WHATWG HTML (`pagehide` and `pageshow` around the back/forward
 * cache, `online` and `offline`).
 */
export function followPage(listener: (page: PageState) => void): () => void {
  let frozen = false;
  const tell = (event?: { readonly type: string; readonly persisted?: boolean }) => {
    const type = event?.type ?? '';
    if (/freeze|hide/.test(type)) frozen = event?.persisted ?? true;
    if (/resume|show/.test(type)) frozen = false;
    const { document, navigator } = globalThis as Partial<typeof globalThis>;
    listener({ frozen, hidden: document?.hidden === true, offline: navigator?.onLine === false });
  };
  tell();
  const following = new AbortController();
  const { addEventListener } = globalThis as Partial<typeof globalThis>;
  for (const type of types) {
    // Those of the document pass the window only while they are captured.
    addEventListener?.(type, tell, { capture: true, signal: following.signal });
  }
  return () => following.abort();
}

/** How the page stands that a subscription lives in; elsewhere than in a page all three may always be false. */
export interface PageState {
  /** Its tab is not seen. */
  readonly hidden: boolean;
  /** Its scripts stand still: the browser froze it, or keeps it for the way back. */
  readonly frozen: boolean;
  /** The browser knows that there is no network. */
  readonly offline: boolean;
}

const types = ['online', 'offline', 'visibilitychange', 'freeze', 'resume', 'pagehide', 'pageshow'];
