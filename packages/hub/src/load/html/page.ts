import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawCharts } from './draw-charts.ts';
import { type Content, html } from './markup.ts';
import { formatQuantity } from './quantity.ts';
import { style } from './style.ts';

export interface Page {
  readonly title: string;
  /** One line under the title. */
  readonly subtitle: Content;
  readonly body: Content;
}

/**
 * A page that needs nothing beside itself: style, script and uPlot, which draws the charts, are in it. It follows the
 * reader's choice of light or dark, and says everything without a script, too.
 */
export function reportPage({ title, subtitle, body }: Page): string {
  const head = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${{ markup: readUplot('uPlot.min.css') + style }}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p>${subtitle}</p>
        </header>
        <main>${body}</main>
        <script>
          ${{ markup: readUplot('uPlot.iife.min.js') }};
          (${{ markup: drawCharts.toString() }})(uPlot, ${{ markup: formatQuantity.toString() }});
        </script>
      </body>
    </html>`;
  return `${head.markup}\n`;
}

function readUplot(file: string): string {
  return readFileSync(fileURLToPath(import.meta.resolve(`uplot/dist/${file}`)), 'utf8');
}
