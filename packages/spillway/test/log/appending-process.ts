// A process that appends as fast as it can and prints what was acknowledged, until it is killed:
//   node appending-process.ts <path>
// Each line is the offset and the data of one event. The data is `<publisher> <number> <events in the batch>`.

import { openSqliteLog } from 'spillway/log/sqlite';

const [, , path = ''] = process.argv;
const log = await openSqliteLog(path);
await print('open\n');

async function print(lines: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(lines, (error) => (error ? reject(error) : resolve()));
  });
}

async function publish(publisher: number): Promise<void> {
  for (let number = 0; ;) {
    const length = 1 + (number % 4);
    const batch = Array.from({ length }, () => ({
      topics: [`publisher/${publisher}`],
      data: `${publisher} ${number++} ${length}`,
    }));
    const offsets = await log.append(batch);
    await print(batch.map(({ data }, index) => `${offsets[index]} ${data}\n`).join(''));
  }
}

await Promise.all(Array.from({ length: 32 }, (_, index) => publish(index)));
