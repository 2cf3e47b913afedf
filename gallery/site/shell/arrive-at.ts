/**
 * Goes to where the address points on a page that has just been turned to: to the element that it names, as soon as that
 * is there, or else to the page's top, where the keyboard then goes on. Returns a function that gives up.
 */
export function arriveAt(page: HTMLElement, { isFirst }: { readonly isFirst: boolean }): () => void {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id === '') {
    // A browser that has just loaded a page has its own way, such as where it was before a reload.
    if (!isFirst) {
      scrollTo(0, 0);
      page.focus();
    }
    return () => undefined;
  }

  const observer = new MutationObserver(goThere);
  const timer = setTimeout(stop, giveUpAfterMs);
  observer.observe(page, { childList: true, subtree: true });
  goThere();
  return stop;

  function goThere(): void {
    const named = document.getElementById(id);
    if (named === null) return;
    stop();
    named.scrollIntoView();
    if (!named.hasAttribute('tabindex')) named.tabIndex = -1;
    named.focus({ preventScroll: true });
  }

  function stop(): void {
    observer.disconnect();
    clearTimeout(timer);
  }
}

/** A page that is still without the element was not what the address meant. */
const giveUpAfterMs = 5_000;
