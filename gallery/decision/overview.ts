/** What people build most, and what to build it with: the short answer, before any question. */
export const overview: readonly OverviewRow[] = [
  {
    builds: ['Notifications', 'Dashboards', 'AI answers', 'Progress', 'Scores', 'Prices'],
    choose: 'Server-Sent Events',
    because: 'The server has the news. What pages send is an ordinary request now and then.',
  },
  {
    builds: ['Chat', 'Multiplayer games', 'Collaborative editors'],
    choose: 'WebSockets',
    because: 'Both sides send all the time, and a message on a WebSocket costs a few bytes.',
  },
  {
    builds: ['Voice', 'Video', 'Games that cannot wait for lost packets'],
    choose: 'WebRTC',
    because: 'Late data is worthless here, and everything over TCP waits for what was lost.',
  },
];

export interface OverviewRow {
  readonly builds: readonly string[];
  readonly choose: string;
  readonly because: string;
}

export const overviewHead = ['What you build', 'Choose', 'Because'] as const;
