import { styleText } from 'node:util';
import type { Distribution, Integrity, LoadReport } from './report.ts';

/** A report as lines for a terminal. */
export function loadTable(report: LoadReport): string {
  const lines = [...planLines(report), '', ...rateLines(report), '', ...latencyLines(report)];
  const warnings = report.generator.warnings.map((warning) => styleText('yellow', `! ${warning}`));
  return `${[...lines, '', ...integrityLines(report), ...serverLines(report), '', ...generatorLines(report), ...warnings].join('\n')}\n`;
}

function planLines({ url, plan, connecting }: LoadReport): string[] {
  const rate = plan.ratePerSecond === null ? 'as fast as answered' : `${count(plan.ratePerSecond)} events/s`;
  const failed =
    connecting.failed === 0 ? '' : styleText('red', `, ${count(connecting.failed)} failed: ${connecting.reason}`);
  const batch = plan.batch === 1 ? '' : `, ${count(plan.batch)} events a POST`;
  return [
    styleText('bold', url),
    `${counted(plan.subscribers, 'subscriber')} (${plan.transport}), ${counted(plan.topics, 'topic')}, ` +
      `${counted(plan.publishers, 'publisher')}, ${rate}, ${count(plan.dataBytes)} bytes${batch}`,
    `opened in ${connecting.seconds} s${failed}`,
  ];
}

function rateLines({ window }: LoadReport): string[] {
  const refused = window.refused === 0 ? '' : styleText('red', `, ${count(window.refused)} refused: ${window.reason}`);
  return [
    row('window', `${window.seconds} s`),
    row(
      'events',
      `${count(window.acknowledged)} acknowledged (${count(window.acknowledged / window.seconds)}/s)${refused}`,
    ),
    row('deliveries', `${count(window.deliveries)} (${styleText('bold', count(window.deliveriesPerSecond))}/s)`),
    row('received', `${(window.bytesReceived / window.seconds / 1_000_000).toFixed(1)} MB/s`),
  ];
}

function latencyLines({ latency, publishLatency, storm, connecting }: LoadReport): string[] {
  const others = storm === undefined ? [] : [distributionRow('in the storm', storm.latencyOfOthers)];
  return [
    row('milliseconds', ['p50', 'p90', 'p99', 'p99.9', 'max'].map((name) => name.padStart(10)).join('')),
    distributionRow('latency', latency),
    ...others,
    distributionRow('publish', publishLatency),
    distributionRow('connect', connecting.latency),
  ];
}

function distributionRow(name: string, { count: recorded, p50, p90, p99, p999, max }: Distribution): string {
  const cells = [p50, p90, p99, p999, max].map((ms) => (recorded === 0 ? '-' : inMs(ms)).padStart(10));
  return row(name, cells.join(''));
}

function integrityLines({ integrity, stalled, storm }: LoadReport): string[] {
  const lines = [row('integrity', integrityText(integrity))];
  if (stalled !== undefined) {
    lines.push(row('stalled', `${integrityText(stalled.integrity)} (${counted(stalled.subscribers, 'subscriber')})`));
  }
  if (storm !== undefined) {
    lines.push(
      row(
        'storm',
        `${integrityText(storm.integrity)} (${counted(storm.subscribers, 'subscriber')}, ${count(storm.behind)} events ` +
          `behind, were back after ${storm.seconds} s)`,
      ),
    );
  }
  return lines;
}

function integrityText({ missing, doubled, outOfOrder, dropped }: Integrity): string {
  const isSound = missing + doubled + outOfOrder === 0;
  const end = dropped === 0 ? '' : `, ${count(dropped)} streams dropped`;
  if (isSound) return `${styleText('green', 'everything arrived once, in order')}${end}`;
  const text = `${count(missing)} missing, ${count(doubled)} doubled, ${count(outOfOrder)} out of order`;
  return `${styleText('red', text)}${end}`;
}

function serverLines({ server }: LoadReport): string[] {
  if (server === undefined) return [];
  return [
    '',
    row('server CPU', `${server.cpuSeconds} s, ${count(server.deliveriesPerCpuSecond)} deliveries per CPU second`),
    row('to connect', `${server.connectCpuSeconds} s`),
    row(
      'memory',
      `${mebibytes(server.residentBytesBefore)} before, ${mebibytes(server.residentBytesIdle)} with all open ` +
        `(${count(server.residentBytesPerSubscriber)} bytes each), ${mebibytes(server.residentBytesPeak)} at the most`,
    ),
  ];
}

function generatorLines({ generator: { threads, busiest, publishDelay } }: LoadReport): string[] {
  const delay = publishDelay.count === 0 ? '' : `, published ${inMs(publishDelay.p99)} ms late at p99`;
  return [row('generator', `${counted(threads, 'thread')}, the busiest ${Math.round(busiest * 100)} % busy${delay}`)];
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(14)}${text}`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function inMs(ms: number): string {
  return ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0);
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
