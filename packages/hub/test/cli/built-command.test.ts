import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kept, publish } from '../requests.ts';
import { startBuiltCommand, temporaryFolder } from './command.ts';

const file = fileURLToPath(new URL('../../bin/spillway.js', import.meta.url));
const isBuilt = existsSync(new URL('../../dist/main.js', import.meta.url));

describe.skipIf(!isBuilt)(
  `the command as it is published${isBuilt ? '' : ' (skipped: npm run build makes it)'}`,
  () => {
    test('serves, publishes, and serves again what it kept', async () => {
      const folder = temporaryFolder();
      const serve = async () => {
        const command = startBuiltCommand(file, ['serve', '--port', '0'], { folder });
        const url = /http:\S+/.exec((await command.line()) ?? '')?.[0] ?? '';
        return { ...command, url };
      };
      const first = await serve();
      expect(await publish(first.url, { topic: 'a', data: 'x' })).toMatchObject({ status: 200 });
      expect((await fetch(`${first.url}/spillway/codec/index.js`)).status).toBe(200);
      expect(await first.stop()).toEqual({ code: 0, signal: null });

      const second = await serve();
      const publishing = startBuiltCommand(file, ['publish', '--url', second.url, 'a', 'y'], { folder });
      const id = await publishing.line();
      expect(await kept(second.url)).toMatchObject([{ data: 'x' }, { data: 'y', id }]);
    });
  },
);
