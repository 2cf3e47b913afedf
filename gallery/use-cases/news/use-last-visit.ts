import { useEffect, useState } from 'react';

const key = 'spillway-news-last-visit';

/** When this browser last left the page, in milliseconds since the Unix epoch; the first time, now. */
export function useLastVisit(): number {
  const [lastVisit] = useState(() => Number(localStorage.getItem(key)) || Date.now());
  useEffect(() => {
    const leave = () => localStorage.setItem(key, String(Date.now()));
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  return lastVisit;
}
