import type { WireLabel } from './wire-counts.ts';

/** The label of a request such as `/polling?run=k3x9`: its path is the way. */
export function runOf(req: { readonly url?: string | undefined }): WireLabel | undefined {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost');
  const run = searchParams.get('run');
  return run !== null && isRun(run) ? { run, way: pathname.slice(1) } : undefined;
}

/** Whether it can name a measurement. */
export function isRun(run: unknown): run is string {
  return typeof run === 'string' && /^[a-z0-9]{1,12}$/.test(run);
}
