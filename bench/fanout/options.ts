import { parseArgs } from 'node:util';
import type { FanoutCase } from './fanout-case.ts';
import { peers } from './peers/peers.ts';

export interface FanoutOptions {
  /** Those that were asked for, with the peers that were asked for. */
  readonly cases: readonly FanoutCase[];
  /** How often those are measured that a target compares; turnsOf says what of the others. */
  readonly rounds: number;
  readonly isQuick: boolean;
  /** The results of an earlier run, to compare the latest with; nothing is measured then. */
  readonly compare: string | undefined;
}

/** A wrong argument; its message says what there is. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** `--case` and `--peer` take names one after the other: `--case saturation storm --peer nchan`. */
export function parseOptions(args: readonly string[], all: readonly FanoutCase[]): FanoutOptions {
  const { values } = parse(repeatNames(args));
  const { case: caseNames = [], peer: peerNames = [], quick = false } = values;
  checkNames(
    'case',
    caseNames,
    all.map(({ name }) => name),
  );
  checkNames('peer', peerNames, Object.keys(peers));

  const rounds = Number(values.rounds ?? (quick ? 1 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new OptionError('--rounds must be a whole number of at least 1');

  const cases = all
    .filter(({ name }) => isAsked(caseNames, name))
    .map((one) => ({ ...one, contenders: one.contenders.filter(({ peer }) => isAsked(peerNames, peer)) }))
    .filter(({ contenders }) => contenders.length > 0);
  if (cases.length === 0) throw new OptionError('None of these peers is in these cases.');
  return { cases, rounds, isQuick: quick, compare: values.compare };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        case: { type: 'string', multiple: true },
        peer: { type: 'string', multiple: true },
        rounds: { type: 'string' },
        quick: { type: 'boolean' },
        compare: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new OptionError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** `--case a b` as `--case a --case b`, which is what parseArgs understands. */
function repeatNames(args: readonly string[]): string[] {
  let list: string | undefined;
  return args.flatMap((arg, index) => {
    const isFirst = list !== undefined && args[index - 1] === list;
    if (arg.startsWith('-')) list = arg === '--case' || arg === '--peer' ? arg : undefined;
    else if (list !== undefined && !isFirst) return [list, arg];
    return [arg];
  });
}

/** Who names none wants all. */
function isAsked(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name);
}

function checkNames(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new OptionError(`There is no ${what} "${unknown}": choose among ${known.join(', ')}.`);
}
