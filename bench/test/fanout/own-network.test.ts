import { expect, test } from 'vitest';
import { networkInWords, obstacleIn } from '../../fanout/own-network.ts';

test.each([
  ['is possible where trying it out succeeded', { status: 0, stderr: '' }, undefined],
  [
    'is impossible where unshare could not be started',
    { error: new Error('spawnSync unshare ENOENT'), status: null, stderr: '' },
    'there is no unshare here',
  ],
  [
    'is impossible for the reason that the system gives',
    { status: 1, stderr: 'unshare: unshare failed: Operation not permitted\n' },
    'unshare: unshare failed: Operation not permitted',
  ],
])('a network of its own %s', (_, trial, obstacle) => {
  expect(obstacleIn(trial)).toBe(obstacle);
});

test.each([
  ['own', 'reno', 'loopback of a network namespace of its own, congestion control reno'],
  [
    { obstacle: 'there is no unshare here' },
    'bbr',
    "the machine's loopback, congestion control bbr: there is no unshare here",
  ],
  [{ obstacle: 'there is no unshare here' }, undefined, "the machine's loopback: there is no unshare here"],
] as const)('%o with congestion control %s is "%s"', (network, control, words) => {
  expect(networkInWords(network, control)).toBe(words);
});
