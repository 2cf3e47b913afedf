import type { LoadPlan } from './plan.ts';
import type { Second } from './report.ts';

/** Shows how a test goes on: each second on a terminal, in one line that is rewritten; else a line every 5 seconds. */
export function createProgress(output: ProgressOutput, plan: LoadPlan): Progress {
  const isTerminal = output.isTTY === true;
  let seconds = 0;
  return {
    show(second) {
      const line = progressLine(second, plan);
      if (isTerminal) output.write(`\r\x1b[2K${line}`);
      else if (seconds++ % 5 === 0) output.write(`${line}\n`);
    },
    end() {
      if (isTerminal) output.write('\r\x1b[2K');
    },
  };
}

export interface Progress {
  show(this: void, second: Second): void;
  end(this: void): void;
}

export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

function progressLine({ second, phase, open, deliveries, latencyP99 }: Second, { subscribers }: LoadPlan): string {
  const latency = latencyP99 === null ? '' : `  p99 ${latencyP99} ms`;
  return `${String(second).padStart(4)} s  ${phase.padEnd(10)}  ${open}/${subscribers} open  ${count(deliveries)} deliveries/s${latency}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
