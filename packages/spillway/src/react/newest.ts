import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** What the newest render gave that was kept: for what is called between renders. */
export function useNewest<Value>(value: Value): RefObject<Value> {
  const newest = useRef(value);
  useLayoutEffect(() => {
    newest.current = value;
  });
  return newest;
}
