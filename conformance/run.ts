import { parseArgs } from 'node:util';
import { sections } from './cases/index.ts';
import { runCase } from './run-case.ts';
import type { Target } from './run-case.ts';
import { eventsUrl } from './target.ts';

const usage = `usage: node conformance/run.ts URL [--token TOKEN]

Holds the hub at URL, such as http://127.0.0.1:3000, against PROTOCOL.md. It must have its default limits and no
allow-list of origins; where it checks tokens, TOKEN must permit to publish and subscribe to everything. The cases
publish to topics of their own, "conformance-…".`;

const { positionals, values } = parseArgs({ allowPositionals: true, options: { token: { type: 'string' } } });
const [url] = positionals;
if (url === undefined || positionals.length > 1 || !URL.canParse(url)) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const headers = values.token === undefined ? {} : { authorization: `Bearer ${values.token}` };
  process.exitCode = (await runAll({ url: eventsUrl(url), headers })) ? 0 : 1;
}

/** Prints a table of all cases; whether all passed. */
async function runAll(target: Target): Promise<boolean> {
  let passed = 0;
  let failed = 0;
  for (const [section, cases] of Object.entries(sections)) {
    console.log(`\n${section}`);
    for (const each of cases) {
      const failure = await runCase(each, target).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      if (failure === undefined) passed++;
      else failed++;
      console.log(`  ${failure === undefined ? 'pass' : 'FAIL'}  ${each.name}`);
      if (failure !== undefined) console.log(`        ${failure}`);
    }
  }
  console.log(`\n${passed} passed, ${failed} failed: ${target.url}`);
  return failed === 0;
}
