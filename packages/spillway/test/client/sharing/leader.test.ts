import { expect, test } from 'vitest';
import { createLeader } from '../../../src/client/sharing/leader.ts';
import type { FollowerNotice, LeaderNotice } from '../../../src/client/sharing/notice.ts';
import type { Environment } from '../../../src/client/environment.ts';
import type { FeedRequest } from '../../../src/client/feed.ts';

/** A leader that tells what it says; its timers never end. */
function openLeader() {
  const said: LeaderNotice[] = [];
  let headers: FeedRequest['headers'];
  const environment: Environment = {
    fetch: () => Promise.reject(new Error('nothing is fetched')),
    now: () => 0,
    after: () => () => {},
    random: () => 0,
    followPage: () => () => {},
  };
  const leader = createLeader('leader', {
    post: (notice) => said.push(notice),
    readToEnd(request) {
      ({ headers } = request);
      return () => {};
    },
    openFeed: () => ({ reconnect() {}, pause() {}, resume() {}, close() {} }),
    environment,
  });
  return {
    leader,
    /** As a connection asks for the headers that it is to send. */
    headers: () => (typeof headers === 'function' ? headers() : headers),
    asked: () => said.flatMap((notice) => (notice.type === 'ask' ? notice.to : [])),
  };
}

function join(follower: string): FollowerNotice {
  return { type: 'join', follower, leader: 'leader', request: { url: 'http://hub/events', topics: ['a'] } };
}

// A subscription from the earliest event on joins again, by another name, once it has read its pages. The leader waited for
// the old name's headers until the time limit of its attempt, 15 seconds.
test('who joins while the leader waits for the headers of those who have left is asked for them', async () => {
  const { leader, headers, asked } = openLeader();
  leader.receive(join('before'));
  const sent = headers();
  expect(asked()).toEqual(['before']);
  leader.receive({ type: 'leave', follower: 'before' });
  leader.receive(join('after'));
  expect(asked()).toEqual(['before', 'after']);
  leader.receive({ type: 'headers', follower: 'after', headers: [['authorization', 'Bearer 1']] });
  expect(await sent).toEqual([['authorization', 'Bearer 1']]);
  // It has them now.
  leader.receive(join('later'));
  expect(asked()).toEqual(['before', 'after']);
});
