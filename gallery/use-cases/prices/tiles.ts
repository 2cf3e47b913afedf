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
/** A smaller change, which is written as 0.00 %, is neither a rise nor a fall. */
const leastChange = 0.00005;
const barPx = 4;

/**
 * Percentages of a colour in a tile, from the smallest to the largest change. A tile with text has a light tint, on which
 * the text has a contrast of 4.5 and a bar of the full colour has one of 3. A tile without text has one of 3 itself.
 */
export const tints = { withText: [6, 25], withoutText: [75, 100] } as const;

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
  const colors = colorsOf(canvas, isRoomy ? tints.withText : tints.withoutText);
  context?.scale(scale, scale);
  if (context) context.textAlign = 'center';

  return {
    draw(quote) {
      const place = places.get(quote.symbol);
      if (!context || place === undefined) return;
      const x = (place % columns) * width;
      const y = Math.floor(place / columns) * height;
      context.clearRect(x, y, width, height);
      const change = changeOf(quote);
      context.fillStyle = colors.shade(change);
      context.fillRect(x + 0.5, y + 0.5, width - 1, height - 1);
      if (!isRoomy) return;
      context.fillStyle = colors.bar(change);
      context.fillRect(x + 0.5, y + height - barPx - 0.5, (width - 1) * Math.max(0.15, strengthOf(change)), barPx);
      context.fillStyle = colors.ink;
      context.font = '600 10px Inter Variable, sans-serif';
      context.fillText(quote.symbol, x + width / 2, y + 12);
      context.font = '400 9.5px Inter Variable, sans-serif';
      context.fillText(asPrice(quote.price), x + width / 2, y + 22.5);
    },
    symbolAt: (x, y) => listings[Math.floor(y / height) * columns + Math.floor(x / width)]?.symbol,
  };
}

interface Colors {
  readonly ink: string;
  /** The colour of a tile. */
  shade(change: number): string;
  /** The full colour; transparent where there is no change. */
  bar(change: number): string;
}

/** How strong a change is, from 0 to 1. */
function strengthOf(change: number): number {
  return Math.min(1, Math.abs(change) / strongest);
}

function colorsOf(canvas: HTMLCanvasElement, [lightest, strongestTint]: readonly [number, number]): Colors {
  const resolved = (color: string) => {
    canvas.style.color = color;
    const { color: found } = getComputedStyle(canvas);
    canvas.style.color = '';
    return found;
  };
  const ramp = (name: string) =>
    Array.from({ length: shades + 1 }, (_, shade) => {
      const percent = lightest + (shade / shades) * (strongestTint - lightest);
      return resolved(`color-mix(in srgb, var(${name}) ${percent}%, var(--well))`);
    });
  const rising = ramp('--rise');
  const falling = ramp('--fall');
  const [rise, fall, none] = [resolved('var(--rise)'), resolved('var(--fall)'), resolved('var(--well)')];
  return {
    ink: resolved('var(--ink)'),
    shade(change) {
      if (Math.abs(change) < leastChange) return none;
      return (change < 0 ? falling : rising)[Math.round(strengthOf(change) * shades)] ?? none;
    },
    bar(change) {
      if (Math.abs(change) < leastChange) return 'transparent';
      return change < 0 ? fall : rise;
    },
  };
}
