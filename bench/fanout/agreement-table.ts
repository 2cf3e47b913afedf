import { styleText } from 'node:util';
import { formatQuantity } from '@spillway/hub/report';
import { type ComparedRatio, agrees, wantedAgreement } from './agreement.ts';
import { align } from './align.ts';

/** Two runs as lines for a terminal: every ratio that a target is about, and of all others those that do not agree. */
export function agreementTable(ratios: readonly ComparedRatio[]): string {
  const ofTargets = ratios.filter(({ isOfTarget }) => isOfTarget);
  const others = ratios.filter(({ isOfTarget }) => !isOfTarget);
  const differing = others.filter((one) => !agrees(one)).toSorted((a, b) => b.apart - a.apart);
  return [
    `Ratios that targets are about: ${tally(ofTargets)}`,
    ...rows(ofTargets),
    '',
    `All other ratios: ${tally(others)}`,
    ...rows(differing),
  ].join('\n');
}

function tally(ratios: readonly ComparedRatio[]): string {
  return `${ratios.filter(agrees).length} of ${ratios.length} agree within ${100 * wantedAgreement} %`;
}

function rows(ratios: readonly ComparedRatio[]): string[] {
  if (ratios.length === 0) return [];
  return align([
    ['', 'earlier', 'later', 'apart'],
    ...ratios.map((one) => [
      `${one.case}, ${one.what}`,
      formatQuantity(one.earlier, 'times'),
      formatQuantity(one.later, 'times'),
      styleText(agrees(one) ? 'green' : 'yellow', `${(100 * one.apart).toFixed(1)} %`),
    ]),
  ]);
}
