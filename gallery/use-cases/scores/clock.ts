import { useEffect, useState } from 'react';
import { rules } from './fixtures.ts';
import type { Match } from './match.ts';

/** The time, again and again. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** What the clock of a match says: it is derived from when its period began, so no event is needed for it. */
export function clockOf({ stage, sport, minuteMs, kickOff }: Match, now: number): string {
  const { minutesPerPeriod } = rules[sport];
  switch (stage.name) {
    case 'awaited':
      return `Kick-off in ${Math.max(0, Math.ceil((kickOff - now) / 1000))} s`;
    case 'playing': {
      const intoPeriod = Math.min(Math.max(0, (now - stage.startedAt) / minuteMs), minutesPerPeriod - 0.01);
      const minutes = (stage.period - 1) * minutesPerPeriod + intoPeriod;
      return sport === 'football' ? `${Math.floor(minutes) + 1}′` : minutesAndSeconds(minutes);
    }
    case 'break':
      return sport === 'football' ? 'Half-time' : 'Intermission';
    case 'over':
      return 'Full time';
    default:
      return stage satisfies never;
  }
}

/** Such as `2nd half`; nothing while nobody plays. */
export function periodOf({ stage, sport }: Match): string | undefined {
  if (stage.name !== 'playing') return undefined;
  const ordinal = ['1st', '2nd', '3rd'][stage.period - 1] ?? `${stage.period}th`;
  return `${ordinal} ${sport === 'football' ? 'half' : 'period'}`;
}

function minutesAndSeconds(minutes: number): string {
  const seconds = Math.floor(minutes * 60);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
