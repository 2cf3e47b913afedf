/** How report pages look: the colours are those of the hub's start page. */
export const style = /* css */ `
:root {
  color-scheme: light dark;
  --ink: #14202e;
  --faint: #566475;
  --paper: #f3f6f9;
  --card: #fff;
  --line: #dbe2ea;
  --accent: #0b62bd;
  --muted: #a9b5c3;
  --good: #14683f;
  --good-paper: #e3f3ea;
  --bad: #ad2319;
  --bad-paper: #fbe9e7;
  --warn: #7a4b00;
  --warn-paper: #fdf1d8;
  --series-1: #0b62bd;
  --series-2: #c2410c;
  --series-3: #14823f;
  --series-4: #8b3fc0;
  --series-5: #b3266e;
  --series-6: #0e7c86;
  --series-7: #8a6a00;
  --series-8: #5b6777;
  --shade: 0 1px 2px rgb(20 32 46 / 6%), 0 6px 20px rgb(20 32 46 / 5%);
  font: 16px/1.5 system-ui, sans-serif;
  color: var(--ink);
  background: var(--paper);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf5;
    --faint: #9cacbe;
    --paper: #0d131a;
    --card: #151d27;
    --line: #2a3644;
    --accent: #64aef7;
    --muted: #4d5d6f;
    --good: #5dd39e;
    --good-paper: #12291f;
    --bad: #ff8a80;
    --bad-paper: #331917;
    --warn: #f3c46b;
    --warn-paper: #2f2512;
    --series-1: #64aef7;
    --series-2: #ff9d66;
    --series-3: #5dd39e;
    --series-4: #c99bf5;
    --series-5: #ff8fc0;
    --series-6: #5fd0da;
    --series-7: #e5c54f;
    --series-8: #a7b4c3;
    --shade: none;
  }
}
* { box-sizing: border-box; }
body { max-width: 76rem; margin: 0 auto; padding: clamp(1rem, 3vw, 2rem) clamp(0.75rem, 3vw, 2rem) 3rem; }
h1, h2, h3, p, ul, figure, dl, dd { margin: 0; padding: 0; }
h1 { font-size: clamp(1.35rem, 4vw, 1.75rem); line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; line-height: 1.3; }
h3 { font-size: 0.95rem; }
header p { margin-top: 0.35rem; color: var(--faint); overflow-wrap: anywhere; }
main { display: grid; gap: 1.25rem; margin-top: 1.25rem; }
main > *, .card > * { min-width: 0; }
a { color: var(--accent); }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
.card {
  display: grid;
  gap: 1rem;
  padding: clamp(1rem, 2.5vw, 1.5rem);
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 12px;
  box-shadow: var(--shade);
}
.lead { color: var(--faint); max-width: 70ch; }
.verdict { padding: 0.75rem 1rem; border-radius: 10px; font-weight: 600; color: var(--good); background: var(--good-paper); }
.verdict.bad { color: var(--bad); background: var(--bad-paper); }
.verdict.warn { color: var(--warn); background: var(--warn-paper); font-weight: 400; }
ul.verdict { display: grid; gap: 0.4rem; padding-left: 2rem; font-size: 0.9rem; }
.headline { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.75rem; }
.headline > div { display: flex; flex-direction: column; justify-content: space-between; gap: 0.25rem; padding: 0.9rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shade); }
.headline dt { font-size: 0.85rem; line-height: 1.35; color: var(--faint); }
.headline dd { font-size: 1.55rem; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; white-space: nowrap; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.3rem 1.25rem; }
.facts dt { color: var(--faint); }
.facts dd { overflow-wrap: anywhere; }
@media (max-width: 34rem) {
  .facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: 0.5rem; }
}
.contents { display: grid; gap: 0.35rem; padding-left: 1.1rem; }
.scroll { overflow-x: auto; border-radius: 8px; }
details .scroll { max-height: 30rem; overflow-y: auto; }
.scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem 0.65rem; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child { text-align: left; padding-left: 0; }
td:last-child, th:last-child { padding-right: 0; }
thead th { font-weight: 500; color: var(--faint); vertical-align: bottom; white-space: normal; }
tbody th { font-weight: 500; }
tbody tr:last-child > * { border-bottom: 0; }
tr.ours th { color: var(--accent); font-weight: 650; }
td small { display: block; font-size: 0.8rem; line-height: 1.25; color: var(--faint); }
td.text, th.text { text-align: left; white-space: normal; }
.scroll tr > th:first-child { position: sticky; left: 0; background: var(--card); }
@media (max-width: 44rem) {
  .scroll tr > th:first-child { min-width: 6.5rem; max-width: 9rem; white-space: normal; overflow-wrap: anywhere; }
  td.text { min-width: 7.5rem; }
}
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem; }
figcaption { margin-bottom: 0.35rem; font-weight: 600; font-size: 0.95rem; }
.charts > .chart:last-child:nth-child(odd) { grid-column: 1 / -1; }
.chart [data-chart] { min-height: 12rem; overflow: hidden; }
td code { white-space: nowrap; }
.uplot, .u-legend { font-family: inherit; }
.u-legend.u-inline { display: block; max-width: 100%; font-size: 0.85rem; text-align: left; padding-left: 0.25rem; }
.u-legend.u-inline tbody { display: block; }
.u-legend th, .u-legend td { border: 0; padding: 0.1rem 0.2rem; }
.u-legend .u-value { min-width: 4.5em; }
.u-legend th { color: inherit; font-weight: 400; }
.bars ul { list-style: none; display: grid; gap: 0.4rem; }
.bars li { display: grid; grid-template-columns: minmax(7rem, 15rem) 1fr 4.5rem; gap: 0.75rem; align-items: center; font-size: 0.92rem; }
.bars .bar { height: 1.1rem; background: var(--paper); border-radius: 4px; }
.bars .bar i { display: block; height: 100%; min-width: 2px; background: var(--muted); border-radius: 4px; }
.bars .emphasis .bar i { background: var(--accent); }
.bars .emphasis .name { font-weight: 650; color: var(--accent); }
.bars .value { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (max-width: 34rem) {
  .bars li { grid-template-columns: 1fr auto; gap: 0.1rem 0.75rem; }
  .bars .bar { grid-column: 1 / -1; grid-row: 2; height: 0.7rem; }
}
.met, .missed { font-weight: 650; white-space: nowrap; }
.met { color: var(--good); }
.missed { color: var(--bad); }
summary { cursor: pointer; color: var(--accent); font-size: 0.9rem; }
details[open] > summary { margin-bottom: 0.5rem; }
`;
