import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { curlCommand } from '../../site/home/curl.ts';

test('a word needs no quotes', () => {
  expect(curlCommand('http://localhost:3000/events', 'demo', 'hello')).toBe(
    'curl http://localhost:3000/events -d topic=demo -d data=hello',
  );
});

test.for(["It's 5 o'clock", '$HOME `id` "quoted" \\ back', 'a&b=c', 'c+d', '100%20', '@file', 'Zwei\nZeilen', ''])(
  'a shell passes %j on as it is, and curl sends it as it is',
  async (data) => {
    const command = curlCommand('URL', 'demo', data);
    const { stdout } = await promisify(execFile)('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`]);
    const [url, , topic, option, last] = stdout.split('\0');
    expect([url, topic, last]).toEqual(['URL', 'topic=demo', `data=${data}`]);
    expect(['-d', '--data-urlencode']).toContain(option);
    // With a plain -d these would be signs of the form.
    expect(option === '-d' && /[&+%]/.test(data)).toBe(false);
  },
);
