import type { Clock } from './clock.ts';

interface Timer {
  unref?(): void;
}

/** The longest delay that a JavaScript timer takes; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

/** The clock of the runtime: Node, Bun, Deno, browsers and workers. Its timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),

  after(delayMs, task) {
    if (delayMs > longestDelayMs) {
      let cancel = systemClock.after(longestDelayMs, () => {
        cancel = systemClock.after(delayMs - longestDelayMs, task);
      });
      return () => cancel();
    }
    const timer = setTimeout(task, delayMs);
    (timer as Timer).unref?.();
    return () => clearTimeout(timer);
  },

  soon: soonest(),
};

/** `setImmediate` lets sockets take their turn before the task; runtimes without it have a message channel. */
function soonest(): (task: () => void) => void {
  if (typeof setImmediate === 'function') return (task) => void setImmediate(task);
  const tasks: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => tasks.shift()?.());
  port1.start();
  return (task) => {
    tasks.push(task);
    port2.postMessage(null);
  };
}
