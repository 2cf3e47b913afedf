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
const pointEveryMs = 1000;

/** Measures from when the server's port is known until the component goes. */
export function useMeasurement(run: string, state: ServerState | undefined, dials: Dials) {
  const [records] = useState(createRecords);
  const newest = useRef<{ dials: Dials; wire: ServerState['wire'] }>({ dials, wire: {} });
  newest.current = { dials, wire: state?.wire ?? {} };
  const [view, setView] = useState<View>(() => ({ summaries: summaryOf(records), history: emptyHistory }));

  const port = state?.ports.feed;
  useEffect(() => {
    if (port === undefined) return;
    const stop = measure(`${location.hostname}:${port}`, run, records, () => newest.current.dials);
    let history = emptyHistory;
    const drawing = setInterval(() => {
      history = withPoint(history, Date.now(), records, newest.current.wire);
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
