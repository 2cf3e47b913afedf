import { statSync } from 'node:fs';
import { openSqliteLog } from 'spillway/log/sqlite';

const megabyte = 1e6;
const stepMegabytes = 100;

/** Appends until the file has `megabytes`, and shows the memory of the process at every 100. */
export async function grow(path: string, megabytes: number): Promise<void> {
  const log = await openSqliteLog(path, { retention: { bytes: Infinity } });
  log.tail(() => {});
  const data = 'x'.repeat(1000);
  let next = 0;
  let started = performance.now();
  let before = 0;
  console.log('| file MB | events | events/s | resident MB | heap MB | write-ahead log MB |');
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: |');

  function show(size: number): void {
    const { rss, heapUsed } = process.memoryUsage();
    const { events } = log.stats();
    const rate = ((events - before) / (performance.now() - started)) * 1000;
    const cells = [
      size / megabyte,
      events,
      rate,
      rss / megabyte,
      heapUsed / megabyte,
      statSync(`${path}-wal`).size / megabyte,
    ];
    console.log(`| ${cells.map((cell) => Math.round(cell).toLocaleString('en')).join(' | ')} |`);
    started = performance.now();
    before = events;
  }

  async function publish(publisher: number): Promise<void> {
    for (let number = 0; next <= megabytes; number++) {
      await log.append([
        { topics: [`sensor/${publisher}`], data, id: `${publisher}-${number}`, key: `${number % 100}` },
      ]);
      if (publisher > 0) continue;
      const { size } = statSync(path);
      if (size < next * megabyte) continue;
      show(size);
      next += stepMegabytes;
    }
  }

  await Promise.all(Array.from({ length: 512 }, (_, publisher) => publish(publisher)));
  await log.close();
}
