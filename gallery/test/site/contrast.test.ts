import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tints } from '../../use-cases/prices/tiles.ts';

type Color = readonly [red: number, green: number, blue: number];

const tokens = await readFile(join(import.meta.dirname, '..', '..', 'site', 'styles', 'tokens.css'), 'utf8');

/** A colour of the style sheet in one theme. */
function token(name: string, theme: 'light' | 'dark'): Color {
  const [, reference, light, dark] =
    new RegExp(`--${name}: (?:var\\(--([\\w-]+)\\)|light-dark\\(#(\\w{6}), #(\\w{6})\\))`).exec(tokens) ?? [];
  if (reference !== undefined) return token(reference, theme);
  const hex = Number.parseInt((theme === 'light' ? light : dark) ?? '', 16);
  return [hex >> 16, (hex >> 8) & 255, hex & 255];
}

function mix(color: Color, other: Color, percent: number): Color {
  const part = (index: 0 | 1 | 2) => (color[index] * percent + other[index] * (100 - percent)) / 100;
  return [part(0), part(1), part(2)];
}

/** WCAG 2.2, relative luminance. */
function luminance(color: Color): number {
  const [red, green, blue] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: Color, other: Color): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

test.for(['light', 'dark'] as const)('in the %s theme, rises and falls of prices have enough contrast', (theme) => {
  const of = (name: string) => token(name, theme);
  for (const name of ['rise', 'fall']) {
    expect(contrast(of(name), of('card')), `${name} as text`).toBeGreaterThanOrEqual(4.5);
    for (const percent of tints.withText) {
      const tile = mix(of(name), of('well'), percent);
      expect(contrast(of('ink'), tile), `text on a tile of ${percent} % ${name}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(of(name), tile), `bar on a tile of ${percent} % ${name}`).toBeGreaterThanOrEqual(3);
    }
    for (const percent of tints.withoutText) {
      const tile = mix(of(name), of('well'), percent);
      expect(contrast(tile, of('well')), `tile of ${percent} % ${name}`).toBeGreaterThanOrEqual(3);
    }
  }
});

test.for(['light', 'dark'] as const)('in the %s theme, chat messages stand out from their background', (theme) => {
  const of = (name: string) => token(name, theme);
  expect(contrast(of('edge'), of('well')), 'the edge of another’s message').toBeGreaterThanOrEqual(3);
  expect(contrast(of('accent'), of('well')), 'one’s own message').toBeGreaterThanOrEqual(3);
  expect(contrast(of('accent-ink'), of('accent')), 'text of one’s own message').toBeGreaterThanOrEqual(4.5);
  expect(contrast(of('ink'), of('bad-wash')), 'text of a failed message').toBeGreaterThanOrEqual(4.5);
});
