import { useEffect, useRef, type MouseEvent } from 'react';
import { Card } from '../../site/parts/card.tsx';
import { onThemeChange } from '../../site/shell/theme.ts';
import { type Board, changeOf } from './board.ts';
import { listings } from './market.ts';
import { createTiles, type Tiles } from './tiles.ts';
import styles from './prices.module.css';

/** All shares at once, coloured by their day. It draws what has changed with each frame: 500 elements would be too many. */
export function HeatMap({
  board,
  chosen,
  choose,
}: {
  readonly board: Board;
  readonly chosen: string;
  readonly choose: (symbol: string) => void;
}) {
  const place = useRef<HTMLCanvasElement>(null);
  const tiles = useRef<Tiles>(undefined);

  useEffect(() => {
    const canvas = place.current;
    if (canvas === null) return;
    let frame = 0;
    const begin = () => (tiles.current = createTiles(canvas, listings));
    const draw = () => {
      for (const quote of board.takeChanged()) tiles.current?.draw(quote);
      frame = requestAnimationFrame(draw);
    };
    const beginAnew = () => {
      begin();
      for (const quote of board.quotes.values()) tiles.current?.draw(quote);
    };
    beginAnew();
    draw();
    const sized = new ResizeObserver(beginAnew);
    sized.observe(canvas);
    const ignoreTheme = onThemeChange(beginAnew);
    return () => {
      ignoreTheme();
      sized.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [board]);

  function pick({ nativeEvent: { offsetX, offsetY } }: MouseEvent) {
    const symbol = tiles.current?.symbolAt(offsetX, offsetY);
    if (symbol !== undefined) choose(symbol);
  }

  const changes = Array.from(board.quotes.values(), changeOf);
  const up = changes.filter((change) => change > 0).length;
  const down = changes.filter((change) => change < 0).length;
  return (
    <Card
      title="A simulated market"
      aside={
        <p className={styles['scale']}>
          <span>−3 %</span>
          <span className={styles['ramp']} />
          <span>+3 % today</span>
        </p>
      }
    >
      <canvas
        ref={place}
        className={styles['map']}
        role="img"
        aria-label={`${listings.length} shares: ${up} up, ${down} down today. Chosen: ${chosen}.`}
        onClick={pick}
      />
      <p className="faint">
        500 invented shares whose prices follow geometric Brownian motion. A minute of trading passes in a second, a day
        in six and a half minutes. Nobody trades while nobody looks. Choose a share to see its last minute below.
      </p>
    </Card>
  );
}
