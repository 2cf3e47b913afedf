import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Goes on in a network namespace of this run's own, where nothing but its own traffic passes and the congestion control
 * is the same on every machine. It takes Linux, root, `unshare` and `ip`; elsewhere the run stays where it is.
 *
 * The process is replaced by one in the namespace, with the same id, arguments and standard streams, which calls this
 * again. So this only returns where the run is to take place, and says in words where that is.
 */
export function enterOwnNetwork(): string {
  if (isInOwnNetwork()) return networkInWords('own', congestionControl());
  const obstacle = obstacleIn(spawnSync('unshare', ['--net', 'sh', '-c', setUp], { encoding: 'utf8' }));
  if (obstacle !== undefined) return networkInWords({ obstacle }, congestionControl());
  return replaceProcess();
}

/**
 * reno is built into every kernel, and where nothing is lost, as on loopback, it behaves like Linux's default, cubic. bbr,
 * which some machines have instead, paces what is sent: at saturation nchan did 138,000 to 171,000 deliveries a CPU
 * second with it, and 173,000 to 198,000 with reno. The setting is the namespace's own.
 */
const setUp = 'ip link set lo up && echo reno > /proc/sys/net/ipv4/tcp_congestion_control';

/** Why there can be no network of the run's own, after it was tried; undefined where there can. */
export function obstacleIn(trial: { readonly error?: Error; readonly status: number | null; readonly stderr: string }) {
  if (trial.error !== undefined) return 'there is no unshare here';
  return trial.status === 0 ? undefined : trial.stderr.trim();
}

/** Where the run's connections are, for its report. */
export function networkInWords(network: 'own' | { readonly obstacle: string }, control: string | undefined): string {
  const how = control === undefined ? '' : `, congestion control ${control}`;
  return network === 'own'
    ? `loopback of a network namespace of its own${how}`
    : `the machine's loopback${how}: ${network.obstacle}`;
}

/** Names the namespace that the run left, so that it knows another one for its own. */
const leftVariable = 'SPILLWAY_BENCH_LEFT_NETWORK';

function isInOwnNetwork(): boolean {
  const left = process.env[leftVariable];
  return left !== undefined && left !== currentNetwork();
}

function currentNetwork(): string {
  return readlinkSync('/proc/self/ns/net');
}

function congestionControl(): string | undefined {
  const file = '/proc/sys/net/ipv4/tcp_congestion_control';
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function replaceProcess(): never {
  if (process.execve === undefined) throw new Error('this Node has no process.execve: npm ci brings one that has');
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  return process.execve(
    // execve takes a path; env finds the program.
    '/usr/bin/env',
    ['env', 'unshare', '--net', 'sh', '-c', `${setUp} && exec "$@"`, 'sh', ...again],
    { ...process.env, [leftVariable]: currentNetwork() },
  );
}
