import { useState } from 'react';
import { useLatest } from 'spillway/react';

/** Starts a job and shows its progress. Keep the id in the address, and a reload shows the same. */
export default function Job() {
  const [id, setId] = useState<string>();
  const { latest } = useLatest(id === undefined ? null : '/events', {
    topics: [`jobs/${id}`],
    events: { progress: Number },
  });

  async function start() {
    const response = await fetch('/jobs', { method: 'POST' });
    setId(((await response.json()) as { id: string }).id);
  }

  return (
    <>
      <button onClick={() => void start()}>Start</button>
      <progress max={100} value={latest?.data ?? 0} aria-label="Progress" /> {latest?.data ?? 0} %
    </>
  );
}
