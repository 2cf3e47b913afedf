import type { Turn } from './round.ts';

/** Says on standard error which measurement is under way, and how long the rest will take. */
export interface Progress {
  begin(turn: Turn): void;
  /** Rewrites the line that a terminal shows, so that others can be printed. */
  clear(): void;
}

/** `secondsOf` guesses what a turn takes; the guesses get better with what earlier turns really took. */
export function createProgress(turns: readonly Turn[], secondsOf: (turn: Turn) => number): Progress {
  const isTerminal = process.stderr.isTTY;
  const startedAt = performance.now();
  let begun = 0;
  let guessedSeconds = 0;

  function begin(turn: Turn): void {
    const spent = (performance.now() - startedAt) / 1000;
    const slowness = begun === 0 ? 1 : spent / guessedSeconds;
    const left = slowness * turns.slice(begun).reduce((sum, one) => sum + secondsOf(one), 0);
    begun += 1;
    guessedSeconds += secondsOf(turn);
    const what = `${turn.case.name}: ${turn.contender.name}, round ${turn.round}`;
    const line = `${begun} of ${turns.length}  ${what}  (about ${durationInWords(left)} left)`;
    process.stderr.write(isTerminal ? `\r\u001B[K${line}` : `${line}\n`);
  }

  function clear(): void {
    if (isTerminal) process.stderr.write('\r\u001B[K');
  }

  return { begin, clear };
}

function durationInWords(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds / 10) * 10} s` : `${Math.ceil(seconds / 60)} min`;
}
