import type { Notice } from './notice.ts';

/** Opens the channel on which all sharers of one connection hear one another, in this page and elsewhere. */
export function openChannel(name: string, hear: (notice: Notice) => void): Channel {
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }: MessageEvent<Notice>) => hear(data));
  let isOpen = true;
  return {
    post(notice) {
      // What ends in its own time may still have something to say.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
      if (isOpen) channel.postMessage(notice);
    },
    close() {
      isOpen = false;
      channel.close();
    },
  };
}

export interface Channel {
  post(this: void, notice: Notice): void;
  close(this: void): void;
}
