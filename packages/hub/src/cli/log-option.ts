import { Option } from 'commander';

/** The log of a hub on this machine. */
export function logOption(): Option {
  return new Option('--log <url>', 'the log: sqlite:PATH, or memory: to keep nothing on disk')
    .env('SPILLWAY_LOG')
    .default('sqlite:.spillway/events.db');
}
