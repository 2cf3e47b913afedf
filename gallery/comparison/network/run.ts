import type { WireLabel } from './wire-counts.ts';

/** A new name for one measurement: by it the server knows whose bytes it counts. */
export function newRun(): string {
  return Math.random().toString(36).slice(2, 8).padEnd(6, '0');
}

/** Whether it can name a measurement. */
export function isRun(run: unknown): run is string {
  return typeof run === 'string' && /^[a-z0-9]{1,12}$/.test(run);
}

/** The label of a request such as `/polling?run=k3x9vb`: its path is the way. */
export function runOf(req: { readonly url?: string | undefined }): WireLabel | undefined {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost');
  const run = searchParams.get('run');
  return isRun(run) ? { run, way: pathname.slice(1) } : undefined;
}
