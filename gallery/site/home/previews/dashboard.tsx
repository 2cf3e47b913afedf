import { useLatest } from 'spillway/react';
import { Sample, topics } from '../../../use-cases/dashboard/events.ts';
import { inBytes, inPercent } from '../../parts/units.ts';

const readers = { sample: Sample };

export default function DashboardPreview() {
  // The next comes within a second; with the latest of each key would come those of ten minutes.
  const { latest } = useLatest('/events', { topics: [topics.samples], since: 'now', events: readers, share: true });
  if (latest === undefined) return 'Listening …';
  const { processor, memory } = latest.data;
  return (
    <>
      CPU <strong>{inPercent(processor)}</strong>, memory <strong>{inBytes(memory.used)}</strong>
    </>
  );
}
