import type { Case } from '../case.ts';
import { connectingCases } from './connecting.ts';
import { constructingCases } from './constructing.ts';
import { endingCases } from './ending.ts';
import { interfaceCases } from './interface.ts';
import { originCases } from './origins.ts';
import { readingCases } from './reading.ts';
import { reconnectingCases } from './reconnecting.ts';

/** What the standard says of EventSource, as far as a script can see it. */
export const cases: readonly Case[] = [
  ...constructingCases,
  ...interfaceCases,
  ...connectingCases,
  ...readingCases,
  ...endingCases,
  ...reconnectingCases,
  ...originCases,
];
