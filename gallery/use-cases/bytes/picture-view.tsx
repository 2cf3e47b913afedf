import { useEffect, useState } from 'react';
import styles from './bytes.module.css';
import type { Arrival, Facts } from './ways.ts';

/** A picture as it came, and whether it is the server's file to the last byte. */
export function PictureView({
  title,
  arrival,
  facts,
}: {
  readonly title: string;
  readonly arrival: Arrival | undefined;
  readonly facts: Facts | undefined;
}) {
  const bytes = arrival?.bytes;
  const [shown, setShown] = useState<{ readonly url: string; readonly sha256: string }>();
  useEffect(() => {
    if (bytes === undefined) return;
    const url = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
    let isLeft = false;
    const show = async () => {
      const sha256 = await sha256Of(bytes);
      if (!isLeft) setShown({ url, sha256 });
    };
    void show();
    return () => {
      isLeft = true;
      // The next picture stands in its place by then.
      setTimeout(() => URL.revokeObjectURL(url), 5_000);
    };
  }, [bytes]);

  const isSame = shown !== undefined && shown.sha256 === facts?.sha256;
  return (
    <figure className={styles['picture']} data-sha256={shown?.sha256}>
      {shown ? (
        <img src={shown.url} alt="A lake between hills, drawn by the server" width="320" height="180" />
      ) : (
        <div className={styles['empty']} />
      )}
      <figcaption>
        {title}
        <span className="faint">{isSame ? 'the same file, byte for byte' : '…'}</span>
      </figcaption>
    </figure>
  );
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
