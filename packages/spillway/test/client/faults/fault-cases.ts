import { answerCases } from './answer-cases.ts';
import { cutCases } from './cut-cases.ts';
import type { FaultCase } from './fault-case.ts';
import { postCases } from './post-cases.ts';
import { proxyCases } from './proxy-cases.ts';
import { redirectCases } from './redirect-cases.ts';
import { silenceCases } from './silence-cases.ts';

/** All that can go wrong between a subscriber and its server, and what should come of it. */
export const faultCases: readonly FaultCase[] = [
  ...cutCases,
  ...silenceCases,
  ...answerCases,
  ...redirectCases,
  ...proxyCases,
  ...postCases,
];
