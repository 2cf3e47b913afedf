import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html } from '../../src/load/html/markup.ts';

test('no text becomes markup, wherever it stands', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ' ', '=') }), (text) => {
      const { markup } = html`<p title="${text}">${[text, html`<b>${text}</b>`]}</p>`;
      const shape = /^<p title="([^<>"']*)">([^<>"']*)<b>([^<>"']*)<\/b><\/p>$/.exec(markup);
      expect(shape?.slice(1).map(unescape)).toEqual([text, text, text]);
    }),
  );
});

test('undefined and false are left out, and zero is not', () => {
  expect(html`<p>${undefined}${false}${0}${['a', undefined, 1]}</p>`.markup).toBe('<p>0a1</p>');
});

function unescape(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
