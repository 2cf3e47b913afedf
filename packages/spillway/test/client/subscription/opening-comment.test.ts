import { expect, test } from 'vitest';
import { noPromises, parseOpeningComment } from '../../../src/client/opening-comment.ts';

test.each([
  ['heartbeat 15000', { heartbeatMs: 15_000 }],
  ['heartbeat 15000 unique-ids', { heartbeatMs: 15_000, hasUniqueIds: true }],
  ['heartbeat 1000 resumes', { heartbeatMs: 1000, resumes: true }],
  ['heartbeat 15000 unique-ids resumes', { heartbeatMs: 15_000, hasUniqueIds: true, resumes: true }],
  ['heartbeat 500 resumes', { resumes: true }],
  ['heartbeat 15000 unique-ids-per-topic resumes=no', { heartbeatMs: 15_000 }],
  ['heartbeat 15000 of-a-later-version unique-ids', { heartbeatMs: 15_000, hasUniqueIds: true }],
])('the opening comment "%s" promises %o', (comment, promises) => {
  expect(parseOpeningComment(comment)).toEqual({ ...noPromises, ...promises });
});

test.each([
  'heartbeat',
  'heartbeat soon',
  'heartbeat 15000ms',
  'a heartbeat 15000',
  'heartbeat 1',
  'heartbeat 999',
  'heartbeat 0000',
  'heartbeat 00001',
  'heartbeat -15000',
  'heartbeat 1e9',
  'unique-ids',
  '',
])('the comment "%s" promises nothing', (comment) => {
  expect(parseOpeningComment(comment)).toEqual(noPromises);
});
