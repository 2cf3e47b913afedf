import { useEffect, useId, useRef, useState } from 'react';
import { Card } from '../../site/parts/card.tsx';
import type { ServerState } from '../server-state.ts';
import styles from './connection-limit-section.module.css';
import { mostLamps } from './lamps.ts';
import { type Lamp, openEach, openShared } from './open-lamps.ts';
import { useTrust } from './use-trust.ts';

type Kind = 'http1' | 'http2' | 'shared';

const names: Readonly<Record<Kind, string>> = {
  http1: 'HTTP/1.1',
  http2: 'HTTP/2',
  shared: 'shared, over HTTP/1.1',
};

/** As many streams as a person likes, to see how many a browser opens at once. */
export function ConnectionLimitSection({ state }: { readonly state: ServerState | undefined }) {
  const id = useId();
  const [count, setCount] = useState(8);
  const [kind, setKind] = useState<Kind>();
  const [lamps, setLamps] = useState<readonly Lamp[]>([]);
  const close = useRef<() => void>(undefined);
  const secure = state && `https://${location.hostname}:${state.ports.http2}`;
  const plain = state && `http://${location.hostname}:${state.ports.http1}`;
  const trust = useTrust(secure);
  useEffect(() => () => close.current?.(), []);

  function open(next: Kind) {
    const base = next === 'http2' ? secure : plain;
    if (base === undefined) return;
    closeAll();
    setKind(next);
    setLamps(Array.from({ length: count }, () => ({ isOpen: false, events: 0 })));
    const openAll = next === 'shared' ? openShared : openEach;
    close.current = openAll(base, count, (number, change) => {
      setLamps((before) => before.map((lamp, index) => (index === number - 1 ? change(lamp) : lamp)));
    });
  }

  function closeAll() {
    close.current?.();
    close.current = undefined;
    setKind(undefined);
    setLamps([]);
  }

  return (
    <Card title="The connection limit">
      <p>
        Over HTTP/1.1 a browser opens six connections to a server, for all of its tabs together, and a stream keeps one
        busy. Open eight and watch the seventh wait. Then open them over HTTP/2, where many streams go over one
        connection, or shared: eight subscriptions, each with its own topic, on one stream.
      </p>
      <div className="row">
        <label htmlFor={id}>Streams</label>
        <select id={id} className={styles['count']} value={count} onChange={({ target }) => setCount(+target.value)}>
          {Array.from({ length: mostLamps }, (_, index) => (
            <option key={index}>{index + 1}</option>
          ))}
        </select>
        <button type="button" disabled={plain === undefined} onClick={() => open('http1')}>
          Open over HTTP/1.1
        </button>
        <button type="button" disabled={trust !== 'trusted'} onClick={() => open('http2')}>
          Open over HTTP/2
        </button>
        <button type="button" disabled={plain === undefined} onClick={() => open('shared')}>
          Open shared
        </button>
        <button type="button" className="danger" disabled={kind === undefined} onClick={closeAll}>
          Close all
        </button>
      </div>
      {trust === 'refused' && secure && (
        <p className={styles['trust']}>
          Browsers speak HTTP/2 over TLS alone, and this one does not trust the certificate that this machine made for
          itself. Open{' '}
          <a href={secure} target="_blank" rel="noreferrer">
            {secure}
          </a>{' '}
          once, accept it there, and come back.
        </p>
      )}
      <Lamps lamps={lamps} count={count} />
      <p role="status" data-kind={kind}>
        {kind === undefined ? 'Nothing is open.' : inWords(kind, lamps)}
      </p>
      {state && (
        <p className="faint" data-held={kind}>
          The server holds {inNumbers(state, kind)}.
        </p>
      )}
    </Card>
  );
}

/** A row of lamps; those that nobody has opened are dark. */
function Lamps({ lamps, count }: { readonly lamps: readonly Lamp[]; readonly count: number }) {
  return (
    <ol className={styles['lamps']} aria-label="Streams">
      {Array.from({ length: lamps.length || count }, (_, index) => {
        const lamp = lamps[index];
        const state = lamp === undefined ? 'closed' : lamp.isOpen ? 'open' : 'waiting';
        return (
          <li key={index} className={styles['lamp']} data-lamp={state}>
            <span className={styles['number']}>{index + 1}</span>
            <span>{state}</span>
            <span className={styles['events']}>{lamp ? `${lamp.events} events` : ''}</span>
          </li>
        );
      })}
    </ol>
  );
}

function inWords(kind: Kind, lamps: readonly Lamp[]): string {
  const open = lamps.filter(({ isOpen }) => isOpen).length;
  const waiting = lamps.length - open;
  return `${names[kind]}: ${open} open, ${waiting === 0 ? 'none waits' : `${waiting} waiting`}.`;
}

function inNumbers({ limit }: ServerState, kind: Kind | undefined): string {
  const { streams, connections } = kind === 'http2' ? limit.http2 : limit.http1;
  return `${streams} ${streams === 1 ? 'stream' : 'streams'} on ${connections} ${connections === 1 ? 'connection' : 'connections'}`;
}
