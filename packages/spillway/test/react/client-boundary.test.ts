import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

// React: "'use client' must be at the very beginning of a file, above any imports or other code".
test("the built hooks begin with 'use client', so that server components can import them", async () => {
  const built = await readFile(new URL('../../dist/react/index.js', import.meta.url), 'utf8');
  expect(built).toMatch(/^'use client';\r?\n/);
});
