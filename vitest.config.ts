import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

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
    testTimeout: 30_000,
    pool: 'forks',
    // Tests wait much of their time, for browsers and for processes that start.
    maxWorkers: availableParallelism() + 1,
    execArgv: ['--conditions=@spillway/source', '--disable-warning=ExperimentalWarning'],
  },
});
