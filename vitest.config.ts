import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { patient } from './packages/hub/test/support/patience.ts';

// Tests import the packages by their published names; this condition leads to the sources, as in every npm script.
const conditions = ['@spillway/source', 'node', 'module', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'bench/test/**/*.test.ts',
      'conformance/**/*.test.ts',
      'gallery/**/*.test.ts',
    ],
    // On a machine that is busy with other work, browsers and processes take many times as long as on an idle one.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: patient },
    pool: 'forks',
    // Tests wait much of their time, for browsers and for processes that start.
    maxWorkers: availableParallelism() + 1,
    execArgv: ['--conditions=@spillway/source', '--disable-warning=ExperimentalWarning'],
  },
});
