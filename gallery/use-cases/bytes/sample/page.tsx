import { useEffect, useState } from 'react';
import { asBytes } from 'spillway/client';
import { useLatest } from 'spillway/react';

const readers = { picture: asBytes('dense') };

/** The newest picture, decoded from the event's text. */
export default function Picture() {
  const { latest } = useLatest('/events?topic=pictures', { events: readers });
  const bytes = latest?.data;
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (bytes === undefined) return;
    const created = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
    setUrl(created);
    return () => URL.revokeObjectURL(created);
  }, [bytes]);
  return url === undefined ? <p>Waiting …</p> : <img src={url} alt={`A picture of ${bytes?.length} bytes`} />;
}
