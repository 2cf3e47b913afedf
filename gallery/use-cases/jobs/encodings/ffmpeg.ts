import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Encoding, EncodingTask } from './encoding.ts';
import { durationIn, readFfmpegProgress } from './ffmpeg-progress.ts';

const videoNames = /\.(avi|m4v|mkv|mov|mp4|mpe?g|ogv|ts|webm|wmv)$/i;

/** Looks for ffmpeg, and returns the encoding of videos that it makes possible; undefined where it is not installed. */
export async function findFfmpeg(command = 'ffmpeg'): Promise<Encoding | undefined> {
  const isThere = await promisify(execFile)(command, ['-hide_banner', '-version']).then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  return {
    label: 'H.264 video, by ffmpeg',
    extension: 'mp4',
    // A name says little: ffmpeg itself finds out whether there is a video in the file.
    isOptional: true,
    suits: (name) => videoNames.test(name),
    encode: (task) => transcode(command, task),
  };
}

async function transcode(command: string, { input, output, signal, onProgress }: EncodingTask): Promise<void> {
  // Such a file is what anybody sent: playlists, which name other files and servers, are none of these formats.
  const guard = ['-protocol_whitelist', 'file', '-format_whitelist', 'mov,matroska,avi,mpegts,mpeg,ogg,asf'];
  const source = [...guard, '-i', `file:${input}`];
  const video = ['-c:v', 'libx264', '-preset', 'slow', '-crf', '23', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  const target = ['-movflags', '+faststart', '-f', 'mp4', `file:${output}`];
  const child = spawn(
    command,
    ['-hide_banner', '-nostdin', '-nostats', '-y', '-progress', 'pipe:1', ...source, ...video, ...target],
    { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' },
  );
  // An abort makes it say 'error' first, and 'close' once it is gone.
  child.once('error', () => undefined);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-10_000);
  });
  let duration: number | undefined;
  for await (const { seconds, written, isLast } of readFfmpegProgress(createInterface(child.stdout))) {
    duration ??= durationIn(words);
    if (isLast) onProgress(1, written ?? 0);
    else if (duration && seconds !== null) onProgress(Math.min(1, Math.max(0, seconds / duration)), written ?? 0);
  }
  const code = await closed;
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${words.trim().split('\n').at(-1)}`);
}
