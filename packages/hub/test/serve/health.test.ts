import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../cli/command.ts';
import { kept, publish } from '../requests.ts';
import { runHub } from '../running-hub.ts';

/** A disk of 8 MiB; undefined, with the reason, where none can be mounted. */
const obstacle = process.getuid?.() === 0 ? undefined : 'only root can mount a small disk';

function mountSmallDisk(): string {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', [folder]));
  return folder;
}

describe('GET /healthz', () => {
  test('is 200 when the hub can append, whoever asks', async () => {
    for (const log of ['memory:', `sqlite:${join(temporaryFolder(), 'events.db')}`]) {
      const { url } = await runHub({ log });
      const response = await fetch(`${url}/healthz`);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toEqual({ status: 'ok' });
      expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200);
      expect(await kept(url)).toEqual([]);
    }
  });

  test.skipIf(obstacle !== undefined)(
    `is 503 while the disk is full, and 200 again once there is room${obstacle ? ` (skipped: ${obstacle})` : ''}`,
    async () => {
      const disk = mountSmallDisk();
      const filler = join(disk, 'filler');
      const { url } = await runHub({ log: `sqlite:${join(disk, 'events.db')}` });
      expect(await publish(url, { topic: 'a', data: 'before' })).toMatchObject({ status: 200 });
      expect(() => writeFileSync(filler, new Uint8Array(16 * 1024 * 1024))).toThrow('ENOSPC');

      const refused = await fetch(`${url}/healthz`);
      expect(refused.status).toBe(503);
      expect(refused.headers.get('content-type')).toBe('application/problem+json');
      expect(await refused.json()).toMatchObject({
        code: 'log-unavailable',
        detail: 'the hub cannot append to its log',
      });
      expect(await publish(url, { topic: 'a', data: 'refused' })).toMatchObject({ status: 507, code: 'log-full' });
      expect(await kept(url)).toMatchObject([{ data: 'before' }]);

      rmSync(filler);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect(await publish(url, { topic: 'a', data: 'after' })).toMatchObject({ status: 200 });
      expect(await kept(url)).toMatchObject([{ data: 'before' }, { data: 'after' }]);
    },
  );
});
