import { useEffect, useRef, useState } from 'react';
import { post } from '../post.ts';
import type { ServerState } from '../server-state.ts';
import type { Incident } from './feed.ts';
import { type History, emptyHistory, withPoint } from './history.ts';
import { type Dials, type Records, createRecords, measure } from './measurement.ts';
import type { IncidentKind, Summary } from './record.ts';
import { type Way, ways } from './ways.ts';

/** What the page shows of a measurement, as of a moment ago. */
export interface View {
  readonly summaries: Readonly<Record<Way, Summary>>;
  readonly history: History;
}

const showEveryMs = 500;
export const pointEveryMs = 1000;
/** A way that is silent for this many of its intervals has stopped. */
const silentIntervals = 2.5;

/** Measures from when the server's port is known until the component goes. */
export function useMeasurement(run: string, state: ServerState | undefined, dials: Dials) {
  const [records] = useState(createRecords);
  const newest = useRef<{ dials: Dials; wire: ServerState['wire']; perSecond: number }>({
    dials,
    wire: {},
    perSecond: 1,
  });
  newest.current = { dials, wire: state?.wire ?? {}, perSecond: state?.perSecond ?? 1 };
  const [view, setView] = useState<View>(() => ({ summaries: summaryOf(records), history: emptyHistory }));

  const port = state?.ports.feed;
  useEffect(() => {
    if (port === undefined) return;
    const stop = measure(`${location.hostname}:${port}`, run, records, () => newest.current.dials);
    let history = emptyHistory;
    const drawing = setInterval(() => {
      const { wire, perSecond, dials: current } = newest.current;
      const silenceMs = (way: Way) =>
        silentIntervals * Math.max(pointEveryMs, 1000 / perSecond, way === 'polling' ? current.pollEveryMs : 0);
      history = withPoint(history, Date.now(), records, wire, silenceMs);
    }, pointEveryMs);
    const showing = setInterval(() => setView({ history, summaries: summaryOf(records) }), showEveryMs);
    return () => {
      stop();
      clearInterval(showing);
      clearInterval(drawing);
    };
  }, [port, run, records]);

  /** Has something happen to the connections, and notes what follows. */
  async function cause(kind: IncidentKind): Promise<void> {
    for (const way of ways) records[way].expect(kind);
    const incident = await post<Incident>(`feed/${kind}`, { run });
    if (incident) for (const way of ways) records[way].happened(kind, incident.at);
  }

  return { view, cause };
}

function summaryOf(records: Records): Record<Way, Summary> {
  return Object.fromEntries(ways.map((way) => [way, records[way].summary()])) as Record<Way, Summary>;
}
