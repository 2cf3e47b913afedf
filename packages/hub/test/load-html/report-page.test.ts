import { expect, test } from 'vitest';
import { loadReportPage } from '../../src/load/html/report-page.ts';
import { reportPage } from '../../src/load/html/page.ts';
import { formatQuantity } from '../../src/load/html/quantity.ts';
import { sampleReport } from './sample-report.ts';

const { integrity, plan, connecting, latency } = sampleReport();

test('the page refers to nothing outside itself', () => {
  const page = loadReportPage(sampleReport());
  expect(page.match(/(src|href)="(?!data:|#)[^"]*"/g)).toBeNull();
  expect(page).not.toMatch(/@import|url\(/);
});

test('an exact test is called exact', () => {
  expect(text(loadReportPage(sampleReport()))).toContain(
    'Every acknowledged event reached every subscriber of its topic, once and in order.',
  );
});

test('without a script the page still has every second of the timeline', () => {
  const { timeline } = sampleReport();
  const page = text(loadReportPage(sampleReport()));
  expect(page).toContain(
    `second deliveries ${timeline.map(({ second, deliveries }) => row(second, deliveries)).join(' ')} `,
  );
});

test('every kind of fault is told with its number and whose it is', () => {
  const page = loadReportPage(
    sampleReport({
      plan: { ...plan, stalledSubscribers: 100, stormSubscribers: 500 },
      connecting: { ...connecting, failed: 7, reason: 'ECONNREFUSED' },
      integrity: { missing: 1, doubled: 2, outOfOrder: 3, dropped: 4 },
      stalled: { subscribers: 100, integrity: { ...integrity, missing: 5 } },
      storm: {
        subscribers: 500,
        behind: 100,
        seconds: 2.5,
        integrity: { ...integrity, doubled: 6 },
        latencyOfOthers: latency,
      },
    }),
  );
  const verdict =
    'Not exact: 1 events are missing (undisturbed), 2 came twice (undisturbed), 3 came out of order (undisturbed), ' +
    '4 streams were ended or lost (undisturbed), 5 events are missing (stalled), 6 came twice (cut off and back), ' +
    '7 subscribers could not connect.';
  expect(text(page)).toContain(verdict);
  expect(text(page)).toContain('7: ECONNREFUSED');
  expect(text(page)).toContain('The last of them had everything after 2.5 s.');
  expect(text(page)).toContain('undisturbed 400 1 2 3 4');
});

test("the generator's doubts stand on the page", () => {
  const { generator } = sampleReport();
  const page = loadReportPage(sampleReport({ generator: { ...generator, warnings: ['It was busy <all> the time.'] } }));
  expect(text(page)).toContain('It was busy <all> the time.');
});

test('what a server said is not taken for markup', () => {
  const evil = '<img src=x onerror=alert(1)>"\'</script>';
  const page = loadReportPage(
    sampleReport({ url: `http://host/${evil}`, connecting: { ...connecting, failed: 1, reason: evil } }),
  );
  expect(page).not.toContain('<img');
  expect(text(page)).toContain(`1: ${evil}`);
});

test('without process ids the page says why the cost is not known', () => {
  const { server, ...rest } = sampleReport();
  expect(server).toBeDefined();
  expect(text(loadReportPage(rest))).toContain("The server's process ids were not given (--pid)");
});

test('a title is escaped where it stands', () => {
  expect(reportPage({ title: '</title><b>', subtitle: 'a', body: [] })).not.toContain('</title><b>');
});

function row(second: number, deliveries: number): string {
  return `${second} ${formatQuantity(deliveries, 'count')}`;
}

/** What a reader sees of the page's HTML. */
function text(page: string): string {
  return page
    .replaceAll(/<(style|script)>[^]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/\s+/g, ' ');
}
