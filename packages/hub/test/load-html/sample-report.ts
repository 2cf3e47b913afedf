import type { Distribution, LoadReport, Second } from '../../src/load/report.ts';

/** A report as a load test of a quick server would make it. */
export function sampleReport(changes: Partial<LoadReport> = {}): LoadReport {
  return {
    url: 'http://127.0.0.1:3000/events',
    startedAt: '2031-04-05T06:07:08.910Z',
    plan: {
      transport: 'http1',
      subscribers: 1000,
      connections: 1000,
      topics: 1,
      ownTopics: false,
      publishers: 4,
      batch: 1,
      ratePerSecond: 1000,
      dataBytes: 100,
      stalledSubscribers: 0,
      stormSubscribers: 0,
    },
    connecting: { seconds: 0.42, failed: 0, latency: distribution(3) },
    window: {
      seconds: 10,
      acknowledged: 10_000,
      refused: 0,
      deliveries: 10_000_000,
      deliveriesPerSecond: 1_000_000,
      bytesReceived: 1_800_000_000,
    },
    latency: distribution(1.2),
    publishLatency: distribution(0.4),
    integrity: { missing: 0, doubled: 0, outOfOrder: 0, dropped: 0 },
    server: {
      pids: [4711],
      cpuSeconds: 4.2,
      deliveriesPerCpuSecond: 2_380_000,
      connectCpuSeconds: 0.2,
      residentBytesBefore: 60e6,
      residentBytesIdle: 63e6,
      residentBytesPeak: 98e6,
      residentBytesPerSubscriber: 3_000,
    },
    generator: { threads: 1, busiest: 0.61, publishDelay: distribution(0.1), warnings: [] },
    timeline: Array.from({ length: 18 }, (_, second) => secondOf(second)),
    ...changes,
  };
}

function distribution(p50: number): Distribution {
  return { count: 10_000, p50, p90: p50 * 2, p99: p50 * 5, p999: p50 * 9, max: p50 * 20, mean: p50 * 1.2 };
}

function secondOf(second: number): Second {
  const phase =
    second < 1 ? 'connecting' : second < 3 ? 'idle' : second < 5 ? 'warm-up' : second < 15 ? 'measuring' : 'draining';
  const busy = phase === 'measuring' || phase === 'warm-up';
  return {
    second,
    phase,
    open: 1000,
    deliveries: busy ? 1_000_000 - 20_000 * (second % 4) : 0,
    acknowledged: busy ? 1000 : 0,
    latencyP50: busy ? 1.2 + (second % 3) / 10 : null,
    latencyP99: busy ? 6 + (second % 5) : null,
    serverCpuSeconds: busy ? 0.42 : 0.01,
    residentBytes: 63e6 + (busy ? 1e6 * second : 0),
  };
}
