import { parseArgs } from 'node:util';

/**
 * Runs a program with its options: texts with their defaults, and `--help`. It runs until it is over, or until a signal
 * asks it to end: `stopping` is aborted then. What it throws is told in one line.
 */
export async function runProgram<Name extends string>(
  usage: string,
  defaults: Readonly<Record<Name, string>>,
  run: (options: Readonly<Record<Name, string>>, stopping: AbortController) => Promise<void>,
): Promise<void> {
  const stopping = new AbortController();
  // A signal may come twice: a terminal sends Ctrl-C to npm and to this program, and npm passes it on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  try {
    const texts = Object.entries<string>(defaults).map(([name, text]) => [name, { type: 'string', default: text }]);
    const { values } = parseArgs({ options: { ...Object.fromEntries(texts), help: { type: 'boolean' } } });
    if ((values as { readonly help?: boolean }).help) console.log(usage);
    else await run(values as Record<Name, string>, stopping);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
