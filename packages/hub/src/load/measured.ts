import { availableParallelism } from 'node:os';
import { Histogram, type HistogramCounts } from './histogram.ts';
import { type Group, type LoadPlan, summaryOf } from './plan.ts';
import type { GeneratorCost, Integrity, LoadReport, ServerCost } from './report.ts';
import type { ServerFigures } from './server-processes.ts';
import type { StormCourse } from './storm-course.ts';
import type { Results } from './thread-protocol.ts';
import type { Timeline } from './timeline.ts';

/** What a test has measured, thread by thread. */
export interface Measured {
  readonly connecting: { readonly outcomes: readonly Results['connect'][]; readonly seconds: number };
  readonly window: {
    readonly seconds: number;
    /** Of this process, with all its threads. */
    readonly generatorCpuSeconds: number;
    readonly serverCpuSeconds: number;
  };
  readonly storm: StormCourse | undefined;
  readonly outcomes: readonly Results['publish'][];
  readonly drained: readonly Results['drain'][];
  readonly timeline: Timeline;
  readonly server:
    | {
        readonly pids: readonly number[];
        readonly sharesCores: boolean;
        readonly before: ServerFigures;
        readonly connected: ServerFigures;
        readonly idle: ServerFigures;
      }
    | undefined;
}

export function composeReport(plan: LoadPlan, startedAt: string, measured: Measured): LoadReport {
  const { connecting, window, storm, outcomes, drained, timeline } = measured;
  const reason = connecting.outcomes.find((outcome) => outcome.reason !== undefined)?.reason;
  const refusal = outcomes.find((outcome) => outcome.reason !== undefined)?.reason;
  const server = serverCost(plan, measured);
  return {
    url: plan.subscribing.url,
    startedAt,
    plan: summaryOf(plan),
    connecting: {
      seconds: round(connecting.seconds),
      failed: sum(connecting.outcomes, ({ failed }) => failed),
      ...(reason === undefined ? {} : { reason }),
      latency: merge(connecting.outcomes.map(({ latency }) => latency)).distribution(),
    },
    window: {
      seconds: round(window.seconds),
      acknowledged: sum(outcomes, ({ acknowledged }) => acknowledged),
      refused: sum(outcomes, ({ refused }) => refused),
      ...(refusal === undefined ? {} : { reason: refusal }),
      deliveries: sum(drained, ({ dueInWindow }) => dueInWindow),
      deliveriesPerSecond: Math.round(sum(drained, ({ receivedInWindow }) => receivedInWindow) / window.seconds),
      bytesReceived: sum(drained, ({ bytesInWindow }) => bytesInWindow),
    },
    latency: timeline.latency.distribution(),
    publishLatency: merge(outcomes.map(({ latency }) => latency)).distribution(),
    integrity: integrityOf('steady', measured),
    ...(plan.stalledSubscribers === 0
      ? {}
      : { stalled: { subscribers: plan.stalledSubscribers, integrity: integrityOf('stalled', measured) } }),
    ...(storm === undefined
      ? {}
      : {
          storm: {
            subscribers: plan.stormSubscribers,
            ...storm,
            seconds: round(storm.seconds),
            integrity: integrityOf('storm', measured),
          },
        }),
    ...(server === undefined ? {} : { server }),
    generator: generatorCost(plan, measured),
    timeline: timeline.seconds,
  };
}

function integrityOf(group: Group, { drained }: Measured): Integrity {
  return {
    missing: sum(drained, ({ [group]: { missing } }) => missing),
    doubled: sum(drained, ({ [group]: { doubled } }) => doubled),
    outOfOrder: sum(drained, ({ [group]: { outOfOrder } }) => outOfOrder),
    dropped: sum(drained, ({ [group]: { dropped } }) => dropped),
  };
}

function serverCost(
  plan: LoadPlan,
  { server, window, drained, timeline, connecting }: Measured,
): ServerCost | undefined {
  if (server === undefined) return undefined;
  const { before, connected, idle, pids } = server;
  const opened = plan.subscribers - sum(connecting.outcomes, ({ failed }) => failed);
  return {
    pids,
    cpuSeconds: round(window.serverCpuSeconds),
    deliveriesPerCpuSecond:
      window.serverCpuSeconds === 0
        ? 0
        : Math.round(sum(drained, ({ receivedInWindow }) => receivedInWindow) / window.serverCpuSeconds),
    connectCpuSeconds: round(connected.cpuSeconds - before.cpuSeconds),
    residentBytesBefore: before.residentBytes,
    residentBytesIdle: idle.residentBytes,
    residentBytesPeak: Math.max(timeline.residentBytesPeak, idle.residentBytes),
    residentBytesPerSubscriber: Math.round((idle.residentBytes - before.residentBytes) / opened),
  };
}

function generatorCost(plan: LoadPlan, { outcomes, window, server }: Measured): GeneratorCost {
  const busiest = Math.max(...outcomes.map(({ busy }) => busy));
  const publishDelay = merge(outcomes.map(({ delay }) => delay)).distribution();
  const abandoned = sum(outcomes, (outcome) => outcome.abandoned) * plan.batch;
  const cores = availableParallelism();
  const warnings: string[] = [];
  if (busiest > 0.9) {
    warnings.push(
      `A thread of the generator was busy for ${percent(busiest)} of the window: the server may be faster than this ` +
        'shows. Give it more cores (--threads), or fewer subscribers.',
    );
  }
  if (window.generatorCpuSeconds / window.seconds > 0.9 * cores) {
    warnings.push(
      `The generator took ${percent(window.generatorCpuSeconds / window.seconds / cores)} of the ${cores} cores that ` +
        'it may use: the server may be faster than this shows.',
    );
  } else if (
    server?.sharesCores === true &&
    (window.generatorCpuSeconds + window.serverCpuSeconds) / window.seconds > 0.95 * cores
  ) {
    warnings.push(
      `Generator and server together took all of the ${cores} cores: they held up one another. ` +
        'Latency is better measured with cores to spare, or from another machine.',
    );
  }
  if (plan.ratePerSecond !== undefined && publishDelay.p99 > 5) {
    warnings.push(
      `One event in a hundred was sent more than ${publishDelay.p99} ms after it was due: either the generator was ` +
        'late, or the server so slow to answer that all publishers were waiting (more of them: --publishers).',
    );
  }
  if (abandoned > 0 || outcomes.some(({ unsent }) => unsent)) {
    warnings.push(
      `The server did not take ${plan.ratePerSecond} events a second from ${plan.publishers} publishers: ` +
        `${abandoned > 0 ? `${abandoned} events that had waited for 10 s` : 'some events'} were never sent.`,
    );
  }
  return { threads: plan.threads, busiest: round(busiest), publishDelay, warnings };
}

function merge(counts: readonly HistogramCounts[]): Histogram {
  const merged = new Histogram();
  for (const part of counts) merged.add(part);
  return merged;
}

function sum<T>(parts: readonly T[], count: (part: T) => number): number {
  return parts.reduce((total, part) => total + count(part), 0);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
