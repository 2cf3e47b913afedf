import { Link } from 'wouter';
import { Card } from '../../site/parts/card.tsx';
import styles from './bytes.module.css';

/** Which way to take. */
export function Advice() {
  return (
    <Card title="Which way to take">
      <div className={styles['three']}>
        <div>
          <h3>Mostly the link</h3>
          <p>
            Events stay small, and none has to wait behind a picture. The browser and every cache on the way keep the
            file: whoever has it already fetches nothing.
          </p>
        </div>
        <div>
          <h3>The bytes, where they are few</h3>
          <p>
            Thumbnails, readings of a sensor, a signature: what must come in order with other events, survives in the
            log with them, and is not worth a second request. Dense text takes half of base64’s toll.
          </p>
        </div>
        <div>
          <h3>Something else for a flood</h3>
          <p>
            Video, voice and large files all day long are not what events are for: take WebRTC, a WebSocket with binary
            frames, or plain HTTP. <Link href="/decision">The decision guide</Link> asks what matters.
          </p>
        </div>
      </div>
    </Card>
  );
}
