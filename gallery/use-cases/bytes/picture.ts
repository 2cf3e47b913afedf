import { setImmediate as turn } from 'node:timers/promises';
import { encodePng } from './png.ts';

const width = 320;
const height = 180;

type Color = readonly [red: number, green: number, blue: number];

/** Draws a lake between hills at some hour, as a PNG. The same number makes the same picture. */
export async function drawPicture(number: number): Promise<Buffer> {
  const view = viewOf(number);
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const grain = (hash(x, y, number) - 0.5) * 10;
      pixels.set(
        colorAt(x / width, y / height, view).map((value) => Math.max(0, Math.min(255, value + grain))),
        (y * width + x) * 3,
      );
    }
    // Other requests get their turn.
    if (y % 20 === 0) await turn();
  }
  return encodePng(pixels, width, height);
}

interface View {
  /** 0 is dawn, 1 is dusk. */
  readonly hour: number;
  readonly shift: number;
}

function viewOf(number: number): View {
  return { hour: hash(number, 1, 7), shift: hash(number, 2, 7) * 100 };
}

const shore = 0.62;
const layers = 4;

function colorAt(x: number, y: number, view: View): Color {
  if (y < shore) return landAt(x, y, view);
  // The lake mirrors what stands above it, broken by ripples.
  const depth = (y - shore) / (1 - shore);
  const ripple = Math.sin(y * 260 + Math.sin(x * 23 + view.shift) * 3) * 0.012 * (0.3 + depth);
  const mirrored = landAt(x + ripple, shore - (y - shore) * 0.9 + ripple, view);
  return mix(mirrored, [14, 74, 104], 0.3 + 0.35 * depth);
}

function landAt(x: number, y: number, view: View): Color {
  for (let layer = layers - 1; layer >= 0; layer -= 1) {
    if (y > ridgeAt(x, layer, view)) return mix([26, 62, 66], skyAt(x, y, view), 0.75 - layer * 0.22);
  }
  return skyAt(x, y, view);
}

/** How high a row of hills stands; the nearest is the last. */
function ridgeAt(x: number, layer: number, { shift }: View): number {
  const at = x * (2 + layer * 0.7) + shift + layer * 17;
  const wave = Math.sin(at * 1.7) * 0.5 + Math.sin(at * 4.1) * 0.22 + Math.sin(at * 9.7) * 0.08;
  return shore - 0.3 + layer * 0.075 - wave * 0.09;
}

function skyAt(x: number, y: number, { hour }: View): Color {
  const lowness = Math.min(1, Math.max(0, y / shore));
  const warmth = Math.abs(hour - 0.5) * 2;
  const sky = mix(mix([64, 132, 196], [58, 62, 122], warmth), mix([208, 230, 240], [255, 176, 120], warmth), lowness);
  const sun = Math.hypot((x - 0.12 - hour * 0.76) * 1.78, y - 0.14 - warmth * 0.2);
  return mix(sky, [255, 244, 214], sun < 0.045 ? 1 : Math.exp(-(sun - 0.045) * 9) * 0.75);
}

function mix(one: Color, other: Color, part: number): Color {
  const between = (from: number, to: number) => from + (to - from) * part;
  return [between(one[0], other[0]), between(one[1], other[1]), between(one[2], other[2])];
}

/** A number from 0 up to 1 that looks like chance. */
function hash(x: number, y: number, seed: number): number {
  let mixed = Math.imul(x + 1, 0x27d4eb2d) ^ Math.imul(y + 1, 0x165667b1) ^ Math.imul(seed + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
