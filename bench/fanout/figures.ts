import type { LoadReport } from '@spillway/hub';
import type { Unit } from '@spillway/hub/report';

/** What is read off a load test's report. */
export interface Figure {
  readonly label: string;
  readonly unit: Unit;
  readonly better: 'more' | 'less';
  /** Undefined where the test did not measure it. */
  readonly of: (report: LoadReport) => number | undefined;
}

export const figures = {
  deliveriesPerSecond: {
    label: 'deliveries/s',
    unit: 'count',
    better: 'more',
    of: ({ window }) => window.deliveriesPerSecond,
  },
  deliveriesPerCpuSecond: {
    label: 'deliveries per CPU-second',
    unit: 'count',
    better: 'more',
    of: ({ server }) => server?.deliveriesPerCpuSecond,
  },
  cpuPerDelivery: {
    label: 'CPU per delivery',
    unit: 'microseconds',
    better: 'less',
    of: ({ server, window }) => server && (1e6 * server.cpuSeconds) / window.deliveries,
  },
  processorShare: {
    label: 'CPU',
    unit: 'share',
    better: 'less',
    of: ({ server, window }) => server && server.cpuSeconds / window.seconds,
  },
  acknowledgedPerSecond: {
    label: 'events acknowledged/s',
    unit: 'count',
    better: 'more',
    of: ({ window }) => window.acknowledged / window.seconds,
  },
  acknowledgedPerCpuSecond: {
    label: 'events acknowledged per CPU-second',
    unit: 'count',
    better: 'more',
    of: ({ server, window }) => server && window.acknowledged / server.cpuSeconds,
  },
  latencyP50: { label: 'p50', unit: 'milliseconds', better: 'less', of: ({ latency }) => latency.p50 },
  latencyP99: { label: 'p99', unit: 'milliseconds', better: 'less', of: ({ latency }) => latency.p99 },
  latencyMax: { label: 'latest of all', unit: 'milliseconds', better: 'less', of: ({ latency }) => latency.max },
  publishP99: {
    label: 'acknowledged, p99',
    unit: 'milliseconds',
    better: 'less',
    of: (report) => report.publishLatency.p99,
  },
  bytesPerSubscriber: {
    label: 'memory per subscriber',
    unit: 'bytes',
    better: 'less',
    of: ({ server }) => server?.residentBytesPerSubscriber,
  },
  memoryPeak: {
    label: 'memory at the most',
    unit: 'bytes',
    better: 'less',
    of: ({ server }) => server?.residentBytesPeak,
  },
  connectSeconds: {
    label: 'all connected in',
    unit: 'seconds',
    better: 'less',
    of: ({ connecting }) => connecting.seconds,
  },
  connectCpu: {
    label: 'CPU to connect',
    unit: 'seconds',
    better: 'less',
    of: ({ server }) => server?.connectCpuSeconds,
  },
  stormSeconds: {
    label: 'all back and caught up in',
    unit: 'seconds',
    better: 'less',
    of: ({ storm }) => storm?.seconds,
  },
  stormOthersP99: {
    label: 'p99 of those who stayed',
    unit: 'milliseconds',
    better: 'less',
    of: ({ storm }) => storm?.latencyOfOthers.p99,
  },
  faults: { label: 'faults', unit: 'whole', better: 'less', of: faultsOf },
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureName = keyof typeof figures;

/** Everything that a subscriber could complain of: events missing, doubled or out of order, streams lost or never opened. */
function faultsOf({ integrity, stalled, storm, connecting, window }: LoadReport): number {
  const groups = [integrity, ...(stalled ? [stalled.integrity] : []), ...(storm ? [storm.integrity] : [])];
  const sum = groups.reduce((all, one) => all + one.missing + one.doubled + one.outOfOrder + one.dropped, 0);
  return sum + connecting.failed + window.refused;
}
