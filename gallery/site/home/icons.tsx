import type { ReactNode } from 'react';

/** A small drawing for each page, by its path. */
const drawings: Readonly<Record<string, ReactNode>> = {
  '/notifications': (
    <>
      <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15z" />
      <path d="M10 21.2a2.2 2.2 0 0 0 4 0" />
    </>
  ),
  '/dashboard': (
    <>
      <path d="M4.5 18.5a9 9 0 1 1 15 0" />
      <path d="m12 14 4-5" />
      <path d="M3.5 21h17" />
    </>
  ),
  '/prices': (
    <>
      <path d="M6 4v3m0 7v5M12 3v5m0 8v4M18 6v3m0 6v4" />
      <rect x="4" y="7" width="4" height="7" rx="1" />
      <rect x="10" y="8" width="4" height="8" rx="1" />
      <rect x="16" y="9" width="4" height="6" rx="1" />
    </>
  ),
  '/scores': (
    <>
      <circle cx="12" cy="12" r="8.7" />
      <path d="m12 8.2 3.6 2.6-1.4 4.3H9.8l-1.4-4.3z" />
      <path d="M12 3.3v4.9m8.2 1.1-4.6 1.5m-1.4 4.3 2.9 3.9m-7.3-3.9L6.9 19m1.5-8.2L3.8 9.3" />
    </>
  ),
  '/news': (
    <>
      <path d="M4 5h13v14H6a2 2 0 0 1-2-2z" />
      <path d="M17 9h3v8a2 2 0 0 1-2 2h-2M7 9h7m-7 3.5h7M7 16h4" />
    </>
  ),
  '/jobs': (
    <>
      <rect x="3" y="9.5" width="18" height="5" rx="2.5" />
      <path d="M6 12h6.5M12 3.5v3m-2-1.8 2 1.8 2-1.8M9.5 18.5l2 2 3.5-3.5" />
    </>
  ),
  '/answers': (
    <>
      <path d="M4 5.5h10M4 10h13M4 14.5h7" />
      <path d="M14.5 14.5v4" strokeWidth="2.4" />
      <path d="m19 3 .7 1.8 1.8.7-1.8.7L19 8l-.7-1.8-1.8-.7 1.8-.7z" />
    </>
  ),
  '/chat': (
    <>
      <path d="M4 5h11a1.5 1.5 0 0 1 1.5 1.5v5A1.5 1.5 0 0 1 15 13H9l-3.5 3v-3H4a1.5 1.5 0 0 1-1.5-1.5v-5A1.5 1.5 0 0 1 4 5z" />
      <path d="M19 10h.5a1.8 1.8 0 0 1 1.8 1.8v4a1.8 1.8 0 0 1-1.8 1.8h-1V20l-3-2.4h-3" />
    </>
  ),
  '/bytes': (
    <>
      <rect x="3.5" y="4" width="17" height="16" rx="2.5" />
      <ellipse cx="8.8" cy="12" rx="1.8" ry="3.2" />
      <path d="m13.5 10.2 2-1.4v6.4m-2 0h4" />
    </>
  ),
  '/comparison': (
    <>
      <path d="M12 4v16m-4.5 0h9M5 7.5h14" />
      <path d="M5 7.5 2.5 13a2.7 2.7 0 0 0 5 0zM19 7.5 16.5 13a2.7 2.7 0 0 0 5 0z" />
    </>
  ),
  '/decision': (
    <>
      <path d="M12 21v-7.5L6 8V4m6 9.5L18 8V4" />
      <path d="m3.8 6.2 2.2-2.2 2.2 2.2m7.600 0L18 4l2.2 2.2" />
    </>
  ),
};

/** The drawing of a page. It says nothing that the title beside it does not say. */
export function Icon({ path }: { readonly path: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawings[path]}
    </svg>
  );
}
