import { expect, test } from 'vitest';
import {
  type FfmpegProgress,
  durationIn,
  readFfmpegProgress,
} from '../../../use-cases/jobs/encodings/ffmpeg-progress.ts';

// As ffmpeg 4.1 wrote it on standard output with -progress pipe:1.
const recorded = `frame=57
fps=0.00
stream_0_0_q=0.0
bitrate=N/A
total_size=48
out_time_us=0
out_time_ms=0
out_time=00:00:00.000000
dup_frames=0
drop_frames=0
speed=   0x
progress=continue
frame=108
fps=105.66
stream_0_0_q=28.0
bitrate=   0.2kbits/s
total_size=48
out_time_us=1920078
out_time_ms=1920078
out_time=00:00:01.920078
dup_frames=0
drop_frames=0
speed=1.88x
progress=continue
frame=222
fps=145.55
stream_0_0_q=28.0
bitrate=   0.1kbits/s
total_size=48
out_time_us=6480078
out_time_ms=6480078
out_time=00:00:06.480078
dup_frames=0
drop_frames=0
speed=4.25x
progress=continue
frame=300
fps=127.74
stream_0_0_q=-1.0
bitrate=  53.8kbits/s
total_size=79923
out_time_us=11880078
out_time_ms=11880078
out_time=00:00:11.880078
dup_frames=0
drop_frames=0
speed=5.06x
progress=end
`;

async function readAll(text: string): Promise<readonly FfmpegProgress[]> {
  async function* lines(): AsyncGenerator<string> {
    yield* text.split('\n');
  }
  const all: FfmpegProgress[] = [];
  for await (const each of readFfmpegProgress(lines())) all.push(each);
  return all;
}

test('what ffmpeg says of its progress is read block by block', async () => {
  expect(await readAll(recorded)).toEqual([
    { seconds: 0, written: 48, speed: 0, isLast: false },
    { seconds: 1.920078, written: 48, speed: 1.88, isLast: false },
    { seconds: 6.480078, written: 48, speed: 4.25, isLast: false },
    { seconds: 11.880078, written: 79_923, speed: 5.06, isLast: true },
  ]);
});

test('what ffmpeg does not know is null', async () => {
  const unknown = 'frame=0\ntotal_size=N/A\nout_time_us=N/A\nspeed=N/A\nprogress=continue\n';
  expect(await readAll(unknown)).toEqual([{ seconds: null, written: null, speed: null, isLast: false }]);
});

test('a block that was cut off says nothing', async () => {
  const cut = recorded.slice(0, recorded.lastIndexOf('progress='));
  expect(await readAll(cut)).toHaveLength(3);
});

test.for([
  ['  Duration: 00:00:10.05, start: 0.000000, bitrate: 191 kb/s', 10.05],
  ['  Duration: 02:03:04.50, bitrate: N/A', 7384.5],
  ['  Duration: N/A, start: 0.000000', undefined],
  ['', undefined],
] as const)('a length is read in %j', ([words, seconds]) => {
  expect(durationIn(words)).toBe(seconds);
});
