import type { ContenderResult } from '../results.ts';

/** Whether a contender is Spillway. */
export function isOurs({ peer }: ContenderResult): boolean {
  return peer === 'embedded' || peer.startsWith('hub-');
}
