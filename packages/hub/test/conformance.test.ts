import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { secret, signToken } from './auth/tokens.ts';
import { startCommand, temporaryFolder } from './cli/command.ts';

const runner = fileURLToPath(new URL('../../../conformance/run.ts', import.meta.url));

test.for([
  ['with its log in memory', ['--log', 'memory:']],
  ['with its log on disk', ['--log', `sqlite:${join('kept', 'events.db')}`]],
  ['with its connections as sockets', ['--log', 'memory:', '--bare-handles', 'never']],
  ['with tokens', ['--log', 'memory:', '--key', secret]],
] as const)('the standalone hub is as PROTOCOL.md says, %s', { timeout: 240_000 }, async ([, settings]) => {
  const hub = startCommand(['serve', '--port', '0', ...settings], { folder: temporaryFolder() });
  const url = /http:\S+/.exec((await hub.line()) ?? '')?.[0] ?? '';
  const token = await signToken({ publish: ['*'], subscribe: ['*'] });
  const run = spawn(process.execPath, ['--conditions=@spillway/source', runner, url, '--token', token]);
  const [stdout] = await Promise.all([text(run.stdout), once(run, 'close')]);
  expect(run.exitCode, stdout).toBe(0);
});
