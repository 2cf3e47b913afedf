import { type DragEvent, useEffect, useState } from 'react';
import { Button } from '../../site/parts/button.tsx';
import { inBytes } from '../../site/parts/units.ts';
import styles from './jobs.module.css';
import { mostBytes } from './limits.ts';
import { sampleBytes } from './sample-log.ts';

/** Sends a file to the server, or has it make one. */
export function DropZone({ onTaken }: { readonly onTaken: (id: string) => void }) {
  const [isOver, setOver] = useState(false);
  const [fault, setFault] = useState('');

  async function take(path: string, body?: File) {
    setFault('');
    const headers = { 'content-type': 'application/octet-stream' };
    const answer = await fetch(path, { method: 'POST', body: body ?? null, headers }).catch(() => undefined);
    const said = (await answer?.json().catch(() => undefined)) as { id?: string; detail?: string } | undefined;
    if (answer?.ok && said?.id !== undefined) onTaken(said.id);
    else setFault(said?.detail ?? 'The upload was cut off. Send the file again.');
  }

  function send(file: File | undefined) {
    if (file === undefined) return;
    if (file.size > mostBytes)
      setFault(`A file may have ${inBytes(mostBytes)} at most; this one has ${inBytes(file.size)}.`);
    else void take(`/api/jobs?name=${encodeURIComponent(file.name)}`, file);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  }

  return (
    <>
      <label
        className={styles['drop']}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <strong>Drop a file here, or choose one</strong>
        <span className="faint">up to {inBytes(mostBytes)}; it stays on this computer</span>
        <input
          type="file"
          className="sr-only"
          onChange={({ target }) => {
            send(target.files?.[0]);
            target.value = '';
          }}
        />
      </label>
      <div className="row">
        <Button look="primary" onClick={() => take('/api/jobs/sample')}>
          Use the sample
        </Button>
        <span className="faint">{inBytes(sampleBytes)} of a made-up access log</span>
      </div>
      {fault !== '' && (
        <p role="alert" className={styles['fault']}>
          {fault}
        </p>
      )}
      <p className="faint">
        Then reload, open a second tab, or kill the server by the button in the menu: the work goes on, every tab shows
        it, and the result is right.
      </p>
      <Ffmpeg />
    </>
  );
}

/** Whether this server can transcode videos. */
function Ffmpeg() {
  const [hasFfmpeg, setHasFfmpeg] = useState<boolean>();
  useEffect(() => {
    const asking = new AbortController();
    fetch('/api/jobs/encodings', { signal: asking.signal })
      .then(async (answer) => setHasFfmpeg(((await answer.json()) as { hasFfmpeg: boolean }).hasFfmpeg))
      .catch(() => undefined);
    return () => asking.abort();
  }, []);
  return (
    <p className={`faint ${styles['ffmpeg']}`}>
      {hasFfmpeg === true && 'ffmpeg is installed here: videos are transcoded, too, with its own progress.'}
      {hasFfmpeg === false &&
        'ffmpeg is not installed here, so a video is compressed like any other file. Where it is, videos are transcoded, too.'}
    </p>
  );
}
