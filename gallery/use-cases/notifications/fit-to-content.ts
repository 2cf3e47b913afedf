import type { SyntheticEvent } from 'react';

/** Keeps a frame of this site as high as the page inside it. Pass it as the frame's `onLoad`. */
export function fitToContent({ currentTarget: frame }: SyntheticEvent<HTMLIFrameElement>): void {
  const body = frame.contentDocument?.body;
  if (body === undefined) return;
  const { borderTopWidth, borderBottomWidth } = getComputedStyle(frame);
  const borders = parseFloat(borderTopWidth) + parseFloat(borderBottomWidth);
  // The observer goes with the frame's document.
  new ResizeObserver(() => {
    frame.style.height = `${Math.ceil(body.getBoundingClientRect().height + borders)}px`;
  }).observe(body);
}
