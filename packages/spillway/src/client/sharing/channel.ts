import type { Notice } from './notice.ts';

/** Opens the channel on which all sharers of one connection hear one another, in this page and elsewhere. */
export function openChannel(name: string, hear: (notice: Notice) => void): Channel {
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }: MessageEvent<Notice>) => hear(data));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
    post: (notice) => channel.postMessage(notice),
    close: () => channel.close(),
  };
}

export interface Channel {
  post(this: void, notice: Notice): void;
  close(this: void): void;
}
