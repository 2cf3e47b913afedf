import { type ComponentType, lazy } from 'react';

/** A line of what a page shows, live on the first page. */
interface Preview {
  /** What it listens to. */
  readonly topics: readonly string[];
  readonly Line: ComponentType;
}

/** By the path of the page. */
export const previews: Readonly<Record<string, Preview>> = {
  '/dashboard': { topics: ['dashboard/samples'], Line: lazy(() => import('./dashboard.tsx')) },
  '/scores': { topics: ['scores/*'], Line: lazy(() => import('./scores.tsx')) },
  '/news': { topics: ['news/articles'], Line: lazy(() => import('./news.tsx')) },
};

/** The topics of all of them. */
export const previewTopics = Object.values(previews).flatMap(({ topics }) => topics);
