import type { RequestHandler } from 'express';

const tickMs = 50;

/**
 * Answers a request with `?line=<bytes per second>` as slowly as over such a line: a simulated one, for the sockets of
 * one machine would hold megabytes before the hub felt anything. It takes one write, and the next once that has gone.
 */
export const slowLine: RequestHandler = (req, res, next) => {
  const bytesPerSecond = Number(req.query['line']);
  if (!(bytesPerSecond > 0)) return next();

  const share = Math.max(1, Math.round((bytesPerSecond * tickMs) / 1000));
  const write = res.write.bind(res) as (bytes: Uint8Array) => boolean;
  let waiting: Uint8Array = new Uint8Array(0);
  const timer = setInterval(() => {
    if (waiting.length === 0) return;
    write(waiting.subarray(0, share));
    waiting = waiting.subarray(share);
    if (waiting.length === 0) res.emit('drain');
  }, tickMs);
  res.once('close', () => clearInterval(timer));
  res.write = (bytes: string | Uint8Array) => {
    waiting = Buffer.concat([waiting, Buffer.from(bytes as Uint8Array)]);
    return false;
  };
  next();
};
