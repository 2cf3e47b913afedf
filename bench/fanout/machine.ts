import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** What the run took place on. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  /** How the processors were shared between servers and load. */
  readonly arrangement: string;
  /** Where the connections between them were. */
  readonly network: string;
}

export function describeMachine({ arrangement, network }: Pick<Machine, 'arrangement' | 'network'>): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: `${type()} ${release()}`,
    node: process.version,
    arrangement,
    network,
  };
}
