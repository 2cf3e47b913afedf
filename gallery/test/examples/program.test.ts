import { expect, test } from 'vitest';
import { startExample } from '../host/example.ts';
import { examples } from './order-page.ts';

test('the program serves the four examples and a page that leads to them, until Ctrl-C ends it and its hub', async () => {
  const program = await startExample('examples');
  const front = await (await fetch(program.url)).text();
  for (const example of examples) {
    expect((await fetch(`${program.url}${example}/`)).status).toBe(200);
    expect(front).toContain(`href="/${example}/"`);
  }
  process.kill(program.hubPid, 0);
  expect(await program.stop()).toBe(0);
  expect(() => process.kill(program.hubPid, 0)).toThrow('ESRCH');
  for (const example of examples) expect(program.lines.join('\n')).toContain(`${program.url}${example}/`);
});
