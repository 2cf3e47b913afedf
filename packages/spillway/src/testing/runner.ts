/**
 * What a suite needs of a test runner: Vitest, Jest, `node:test`, `bun:test` (and Deno, with `test: Deno.test`) all
 * have it.
 */
export interface Runner {
  readonly test: (title: string, run: () => Promise<void>) => unknown;
  /** Groups the tests of a suite; without it the suite's name stands before each title. */
  readonly describe?: (title: string, define: () => void) => unknown;
}

/** Registers the cases under the name. */
export function register<C extends { readonly title: string }>(
  runner: Runner,
  name: string,
  cases: readonly C[],
  run: (testCase: C) => Promise<void>,
): void {
  const { describe, test } = runner;
  if (describe === undefined) {
    for (const testCase of cases) test(`${name}: ${testCase.title}`, () => run(testCase));
    return;
  }
  describe(name, () => {
    for (const testCase of cases) test(testCase.title, () => run(testCase));
  });
}
