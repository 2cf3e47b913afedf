/** What ffmpeg says of its work, each half second. */
export interface FfmpegProgress {
  /** How much of the video is done, in seconds of its own time; null before the first frame. */
  readonly seconds: number | null;
  /** Bytes that it has written; null where it does not know. */
  readonly written: number | null;
  /** Seconds of video in a second; null where it does not know. */
  readonly speed: number | null;
  readonly isLast: boolean;
}

/**
 * Reads what ffmpeg writes with `-progress`: lines `name=value`, in blocks that each end in a line `progress=continue`
 * or `progress=end`. What it does not know is `N/A`.
 */
export async function* readFfmpegProgress(lines: AsyncIterable<string>): AsyncGenerator<FfmpegProgress> {
  let block = new Map<string, string>();
  for await (const line of lines) {
    const [name = '', value = ''] = line.split('=', 2).map((each) => each.trim());
    if (name !== 'progress') {
      block.set(name, value);
      continue;
    }
    const microseconds = numberIn(block.get('out_time_us'));
    yield {
      seconds: microseconds === null ? null : microseconds / 1e6,
      written: numberIn(block.get('total_size')),
      speed: numberIn(block.get('speed')?.replace(/x$/, '')),
      isLast: value === 'end',
    };
    block = new Map();
  }
}

/** The length that ffmpeg reads in a file, in seconds, from its line `Duration: 00:01:02.50, start: …`. */
export function durationIn(words: string): number | undefined {
  const found = /Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/.exec(words);
  if (found === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = found.slice(1).map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

function numberIn(text: string | undefined): number | null {
  const number = Number.parseFloat(text ?? '');
  return Number.isFinite(number) ? number : null;
}
