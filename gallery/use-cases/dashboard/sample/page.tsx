import { useEvents } from 'spillway/react';

interface Sample {
  readonly time: number;
  readonly load: number;
  readonly memory: number;
}

/** The last ten minutes at once, then one sample per second. Hand `samples` to any chart. */
export default function Dashboard() {
  const { events } = useEvents('/events?topic=samples&since=latest', {
    events: { sample: (data: string) => JSON.parse(data) as Sample },
    keep: 600,
  });
  const samples = events.map(({ data }) => data);
  const now = samples.at(-1);
  if (now === undefined) return <p>Waiting for the first sample …</p>;
  return (
    <p>
      Load {now.load.toFixed(2)}, memory {(now.memory / 1e9).toFixed(2)} GB, {samples.length} samples
    </p>
  );
}
