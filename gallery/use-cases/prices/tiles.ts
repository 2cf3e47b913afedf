import { type Quote, changeOf } from './board.ts';
import { asPrice } from './format.ts';
import type { Listing } from './listings.ts';

/** The tiles of a heat map, which a canvas is cut into. */
export interface Tiles {
  draw(quote: Quote): void;
  /** The symbol of the tile at a place in CSS pixels. */
  symbolAt(x: number, y: number): string | undefined;
}

const columns = 20;
/** From this width on there is room for a name and a price in a tile. */
const roomyPx = 34;
/** The change that has the strongest colour. */
const strongest = 0.03;
const shades = 12;

/** Lays tiles out over the whole width, and makes the canvas as high as they need. */
export function createTiles(canvas: HTMLCanvasElement, listings: readonly Listing[]): Tiles {
  const width = canvas.clientWidth / columns;
  const isRoomy = width >= roomyPx;
  const height = isRoomy ? 30 : width;
  const rows = Math.ceil(listings.length / columns);
  const scale = devicePixelRatio;
  canvas.style.height = `${rows * height}px`;
  canvas.width = Math.round(canvas.clientWidth * scale);
  canvas.height = Math.round(rows * height * scale);

  const context = canvas.getContext('2d');
  const places = new Map(listings.map(({ symbol }, index) => [symbol, index]));
  const colors = colorsOf(canvas);
  context?.scale(scale, scale);
  if (context) context.textAlign = 'center';

  return {
    draw(quote) {
      const place = places.get(quote.symbol);
      if (!context || place === undefined) return;
      const x = (place % columns) * width;
      const y = Math.floor(place / columns) * height;
      context.clearRect(x, y, width, height);
      context.fillStyle = colors.shade(changeOf(quote));
      context.fillRect(x + 0.5, y + 0.5, width - 1, height - 1);
      if (!isRoomy) return;
      context.fillStyle = colors.ink;
      context.font = '600 10px Inter Variable, sans-serif';
      context.fillText(quote.symbol, x + width / 2, y + 13);
      context.font = '400 9.5px Inter Variable, sans-serif';
      context.fillText(asPrice(quote.price), x + width / 2, y + 24);
    },
    symbolAt: (x, y) => listings[Math.floor(y / height) * columns + Math.floor(x / width)]?.symbol,
  };
}

interface Colors {
  readonly ink: string;
  shade(change: number): string;
}

/** Blue for what rises and orange for what falls, which nearly everybody can tell apart. */
function colorsOf(canvas: HTMLCanvasElement): Colors {
  const resolved = (color: string) => {
    canvas.style.color = color;
    const { color: found } = getComputedStyle(canvas);
    canvas.style.color = '';
    return found;
  };
  const ramp = (name: string) =>
    Array.from({ length: shades + 1 }, (_, shade) =>
      resolved(`color-mix(in srgb, var(${name}) ${(shade / shades) * 50}%, var(--well))`),
    );
  const rising = ramp('--line-1');
  const falling = ramp('--line-2');
  return {
    ink: resolved('var(--ink)'),
    shade(change) {
      const shade = Math.round(Math.min(1, Math.abs(change) / strongest) * shades);
      return (change < 0 ? falling : rising)[shade] ?? '';
    },
  };
}
