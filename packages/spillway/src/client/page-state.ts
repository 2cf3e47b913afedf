/**
 * Tells the listener at once how the page stands, and again with each event that may have changed it; returns a
 * function that stops it. Outside of pages there are fewer such events, or none.
 *
 * Source: the Page Lifecycle (`freeze`, `resume`), and WHATWG HTML (`pagehide` and `pageshow` around the back/forward
 * cache, `online` and `offline`).
 */
export function followPage(listener: (page: PageState) => void): () => void {
  const { document, navigator, addEventListener } = globalThis as Partial<typeof globalThis>;
  const following = new AbortController();
  let frozen = false;
  const tell = ({ type }: { readonly type: string }) => {
    frozen = /freeze|hide/.test(type) || (frozen && !/resume|show/.test(type));
    listener({ frozen, hidden: document?.hidden === true, offline: navigator?.onLine === false });
  };
  tell({ type: '' });
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
