import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { document, documentText } from './docs.ts';

// Writes the guide into the docs: npm run docs

await mkdir(dirname(document), { recursive: true });
await writeFile(document, await documentText());
console.log(`Wrote ${document}`);
