import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { bun, deno, node, reasonToSkip, runtimes } from '../../runtimes/runtime.ts';
import type { Runtime } from '../../runtimes/runtime.ts';

const execute = promisify(execFile);
const nodes = runtimes.filter((runtime) => runtime !== bun && runtime !== deno);

/** Type stripping warns of itself on some versions. */
const quiet = '--disable-warning=ExperimentalWarning';

interface FixtureOptions {
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

async function run(runtime: Runtime, fixture: string, { flags = [], args = [], env = {} }: FixtureOptions = {}) {
  const [executable, ...parameters] = runtime.command;
  const file = join(import.meta.dirname, 'fixtures', fixture);
  const { stdout, stderr } = await execute(executable, [...parameters, ...flags, file, ...args], {
    timeout: 120_000,
    env: { ...process.env, ...env },
  });
  return { report: JSON.parse(stdout) as Record<string, unknown>, stderr };
}

const answered = { published: [{ id: 'e1-1' }, { id: 'e1-2' }], streamed: [9, 500_006], page: 'a page' };

describe.each(nodes.map((runtime) => [runtime.name, reasonToSkip(runtime), runtime] as const))(
  'a front on %s%s',
  (_name, reason, runtime) => {
    const skip = reason !== '';

    test.skipIf(skip)('has bare connections, and warns of nothing', async () => {
      const { report, stderr } = await run(runtime, 'front-at-work.ts', { flags: [quiet] });
      expect(report).toEqual({ connections: 'bare', ...answered, askedNode: ['/page'] });
      expect(stderr).toBe('');
    });

    test.skipIf(skip)('has sockets where Node’s internals cannot be reached', async () => {
      const { report, stderr } = await run(runtime, 'front-at-work.ts', { flags: [quiet], args: ['no-binding'] });
      expect(report).toEqual({ connections: 'sockets', ...answered, askedNode: ['/page'] });
      expect(stderr).toBe('');
    });

    test.skipIf(skip)('survives thousands of connections that end abruptly, and loses none', async () => {
      const { report, stderr } = await run(runtime, 'many-connections.ts', { flags: [quiet, '--expose-gc'] });
      expect(report).toEqual({ way: 'bare', connections: 2100, counted: 0, subscribers: 0, sockets: 0 });
      expect(stderr).toBe('');
    });

    test.skipIf(skip).each(['rr', 'none'])('works in the workers of a cluster (%s)', async (policy) => {
      const env = { NODE_CLUSTER_SCHED_POLICY: policy };
      const { report } = await run(runtime, 'cluster.ts', { flags: [quiet], env });
      expect(report).toMatchObject({ ways: ['bare', 'bare'], ids: 8 });
      const asked = report['asked'] as readonly { published: number; askedNode: number }[];
      // A body in chunks is node:http's.
      expect(asked.reduce((sum, { published }) => sum + published, 0)).toBe(8);
      expect(asked.reduce((sum, { askedNode }) => sum + askedNode, 0)).toBe(2);
    });
  },
);

test('a front has sockets under Node’s permission model', async () => {
  const { report } = await run(node, 'front-at-work.ts', { flags: [quiet, '--permission', '--allow-fs-read=*'] });
  expect(report).toEqual({ connections: 'sockets', ...answered, askedNode: ['/page'] });
});

test('Node tells of its internals only where all deprecations to come are asked for, and sockets avoid it', async () => {
  const flags = [quiet, '--pending-deprecation'];
  const bare = await run(node, 'front-at-work.ts', { flags });
  expect(bare.report['connections']).toBe('bare');
  expect(bare.stderr.match(/\[DEP\d+\]/g)).toEqual(['[DEP0111]']);
  const sockets = await run(node, 'front-at-work.ts', { flags, args: ['sockets'] });
  expect(sockets.report['connections']).toBe('sockets');
  expect(sockets.stderr).toBe('');
});

describe.each([bun, deno].map((runtime) => [runtime.name, reasonToSkip(runtime), runtime] as const))(
  'a front on %s%s',
  (_name, reason, runtime) => {
    test.skipIf(reason !== '')('leaves everything to the server', async () => {
      const { report } = await run(runtime, 'front-at-work.ts');
      const asked = ['/events?topic=a', '/events', '/events', '/page'];
      expect(report).toEqual({ connections: 'none', ...answered, askedNode: asked });
    });
  },
);
