import { useLatest } from 'spillway/react';
import { Sample, topics } from '../../../use-cases/dashboard/events.ts';
import { gigabytes, percent } from '../../../use-cases/dashboard/format.ts';

const readers = { sample: Sample };

export default function DashboardPreview() {
  const { latest } = useLatest('/events', { topics: [topics.samples], events: readers, share: true });
  if (latest === undefined) return 'Listening …';
  const { processor, memory } = latest.data;
  return (
    <>
      CPU <strong>{percent(processor)}</strong>, memory <strong>{gigabytes(memory.used)}</strong>
    </>
  );
}
