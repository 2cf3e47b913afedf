import { describe, expect, onTestFinished, test } from 'vitest';
import { startHubProcess } from '../support/hub-process.ts';
import { canReadResidentMemory, reasonWithoutMemory } from '../support/resident-memory.ts';
import { makeCertificate } from '../tls/certificate.ts';
import { load, sound } from './load.ts';

async function startHub(args: readonly string[] = []) {
  const hub = await startHubProcess(args);
  onTestFinished(async () => void (await hub.kill()));
  return hub;
}

async function startSecureHub() {
  const { certFile, keyFile } = await makeCertificate();
  return startHub(['--tls-cert', certFile, '--tls-key', keyFile]);
}

describe('a hub is found sound', () => {
  test('at saturation, on two threads, with topics of their own and batches', async () => {
    const { url } = await startHub();
    const settings = { subscribers: 60, topics: 3, ownTopics: true, batch: 20, publishers: 3, threads: 2 };
    const report = await load({ url, ...settings, warmup: 0.3 });
    expect(report).toMatchObject({ url: `${url}/events?topic={topic}&topic={own}`, integrity: sound });
    expect(report.plan).toMatchObject({ ratePerSecond: null, ownTopics: true, connections: 60 });
    // Each event goes to the twenty subscribers of its topic.
    expect(report.window.deliveries).toBe(report.window.acknowledged * 20);
    expect(report.window.acknowledged).toBeGreaterThan(100);
    expect(report.latency.count).toBe(report.window.deliveries);
    expect(report.generator).toMatchObject({ threads: 2, publishDelay: { count: 0 } });
  });

  test('by those who stall, those who are cut off and come back, and the others', async () => {
    const { url } = await startHub();
    const settings = { subscribers: 50, topics: 2, rate: 300, publishers: 3, threads: 2, size: 500 };
    const report = await load({ url, ...settings, duration: 2, stalled: 5, storm: 20, behind: 60 });
    expect(report.integrity).toEqual(sound);
    expect(report.stalled).toEqual({ subscribers: 5, integrity: sound });
    expect(report.storm).toMatchObject({ subscribers: 20, integrity: sound });
    expect(report.storm?.behind).toBeGreaterThanOrEqual(59);
    expect(report.storm?.seconds).toBeGreaterThan(0);
    expect(report.window).toMatchObject({ acknowledged: 600, deliveries: 600 * 25 });
    // Only those count whom nothing disturbs.
    expect(report.latency.count).toBe(600 * 12 + 300);
  });

  test.each(['http1', 'http2'] as const)('over TLS and %s, in a storm, too', async (transport) => {
    const { url } = await startSecureHub();
    // 1.6 MB to each: more than a stream's window holds over HTTP/2.
    const settings = { subscribers: 50, transport, insecure: true, rate: 400, size: 8000, threads: 2 };
    const report = await load({ url, ...settings, stalled: 5, storm: 10, behind: 30 });
    expect(report.plan).toMatchObject({ transport, connections: transport === 'http2' ? 1 : 50 });
    expect([report.integrity, report.stalled?.integrity, report.storm?.integrity]).toEqual([sound, sound, sound]);
    expect(report.window).toMatchObject({ acknowledged: 200, deliveries: 200 * 50 });
  });
});

test.skipIf(!canReadResidentMemory)(`its CPU time and memory are told${reasonWithoutMemory}`, async () => {
  const { url, pid } = await startHub();
  const { server, timeline, window } = await load({ url, subscribers: 200, rate: 200, pid: [pid], idle: 0.5 });
  expect(server?.pids).toEqual([pid]);
  expect(server?.cpuSeconds).toBeGreaterThan(0);
  expect(server?.deliveriesPerCpuSecond).toBeGreaterThan(window.deliveriesPerSecond / 2);
  expect(server?.residentBytesBefore).toBeGreaterThan(20_000_000);
  expect(server?.residentBytesIdle).toBeGreaterThan(server?.residentBytesBefore ?? 0);
  expect(server?.residentBytesPeak).toBeGreaterThanOrEqual(server?.residentBytesIdle ?? 0);
  expect(
    timeline.every(({ serverCpuSeconds, residentBytes }) => serverCpuSeconds !== null && residentBytes !== null),
  ).toBe(true);
  expect(timeline.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(window.deliveries);
});
