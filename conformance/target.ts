/** The URL of the resource on a hub that is named by its origin; one with a path is the resource itself. */
export function eventsUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + (pathname === '/' ? '/events' : pathname);
}
