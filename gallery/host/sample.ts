import { availableParallelism, hostname, loadavg, platform, release, type } from 'node:os';
import { currentLoad, fsStats, mem, networkStats, type Systeminformation } from 'systeminformation';

/** What this machine was doing at one moment. */
export interface Sample {
  /** Names one run of the example; `sequence` begins again at 1 with each. */
  readonly run: string;
  /** 1, 2, 3 …: what makes a hole or a double visible. */
  readonly sequence: number;
  /** When it was taken, in milliseconds since the Unix epoch. */
  readonly time: number;
  readonly machine: Machine;
  /** Percent of all processors' time since the sample before. */
  readonly processor: { readonly busy: number; readonly system: number };
  /** Bytes. */
  readonly memory: { readonly total: number; readonly used: number; readonly cached: number; readonly swapped: number };
  /** Processes that run or wait, averaged over 1, 5 and 15 minutes; null where the system does not tell (Windows). */
  readonly load: readonly [one: number, five: number, fifteen: number] | null;
  /** Bytes per second. */
  readonly network: { readonly received: number; readonly sent: number; readonly loopback: number };
  /** Bytes per second; null where the system does not tell (Windows, some containers). */
  readonly disk: { readonly read: number; readonly written: number } | null;
}

export interface Machine {
  readonly name: string;
  readonly system: string;
  readonly processors: number;
}

const machine: Machine = {
  name: hostname(),
  system: `${type()} ${release()}`,
  processors: availableParallelism(),
};

/** Takes samples of this machine, numbered from 1 on. */
export interface Sampler {
  take(): Promise<Sample>;
}

/** Makes a sampler. Rates are those since the sample before, so it looks once before it is ready. */
export async function createSampler(run: string): Promise<Sampler> {
  let sequence = 0;
  await Promise.all([currentLoad(), networkStats('*'), fsStats()]);
  return {
    async take() {
      const [processor, memory, interfaces, disk] = await Promise.all([
        currentLoad(),
        mem(),
        networkStats('*'),
        // Resolves with null, whatever its type says, where the system does not tell.
        fsStats() as Promise<Systeminformation.FsStatsData | null>,
      ]);
      sequence += 1;
      return {
        run,
        sequence,
        time: Date.now(),
        machine,
        processor: { busy: rounded(processor.currentLoad), system: rounded(processor.currentLoadSystem) },
        memory: { total: memory.total, used: memory.active, cached: memory.buffcache, swapped: memory.swapused },
        load: platform() === 'win32' ? null : loadOf(loadavg()),
        network: networkOf(interfaces),
        disk: disk && { read: Math.round(disk.rx_sec ?? 0), written: Math.round(disk.wx_sec ?? 0) },
      };
    },
  };
}

function loadOf([one = 0, five = 0, fifteen = 0]: readonly number[]): Sample['load'] {
  return [rounded(one), rounded(five), rounded(fifteen)];
}

/** The loopback interface for itself, for what it carries stays in the machine: mostly this example's own stream. */
function networkOf(interfaces: readonly Systeminformation.NetworkStatsData[]): Sample['network'] {
  const outside = interfaces.filter((each) => !isLoopback(each));
  return {
    received: sumOf(outside, 'rx_sec'),
    sent: sumOf(outside, 'tx_sec'),
    loopback: sumOf(interfaces.filter(isLoopback), 'rx_sec'),
  };
}

function isLoopback({ iface }: Systeminformation.NetworkStatsData): boolean {
  return /^lo\d*$/.test(iface);
}

function sumOf(interfaces: readonly Systeminformation.NetworkStatsData[], rate: 'rx_sec' | 'tx_sec'): number {
  return Math.round(interfaces.reduce((sum, each) => sum + (each[rate] ?? 0), 0));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
