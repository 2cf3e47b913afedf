import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { document, documentText } from '../../decision/docs.ts';

test('the guide in the docs is the one that the gallery asks (else: npm run docs)', async () => {
  expect(await readFile(document, 'utf8')).toBe(await documentText());
});
