import type uPlot from 'uplot';
import type { LineChart } from './line-chart.ts';
import type { formatQuantity as FormatQuantity } from './quantity.ts';

// oxlint-disable unicorn/consistent-function-scoping -- only the text of the exported function reaches the browser

/**
 * Draws every chart of the page with uPlot, again whenever the page's width or colours change. Only the text of this
 * function reaches the page: all that it needs is in it or handed in.
 */
export function drawCharts(Plot: typeof uPlot, formatQuantity: typeof FormatQuantity): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-chart]')) {
    const chart = JSON.parse(place.dataset['chart'] ?? '') as LineChart;
    let plot: uPlot | undefined;
    const draw = (): void => {
      plot?.destroy();
      plot = new Plot(optionsOf(chart, place), dataOf(chart), place);
    };
    let width = 0;
    new ResizeObserver(() => {
      if (place.clientWidth === width) return;
      width = place.clientWidth;
      draw();
    }).observe(place);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  }

  function optionsOf(chart: LineChart, place: HTMLElement): uPlot.Options {
    const css = getComputedStyle(place);
    const color = (name: string): string => css.getPropertyValue(`--${name}`).trim();
    const axis: uPlot.Axis = {
      stroke: color('faint'),
      grid: { stroke: color('line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    };
    const logarithmic = chart.scale === 'logarithmic';
    return {
      width: place.clientWidth,
      height: Math.round(Math.min(300, Math.max(200, place.clientWidth * 0.4))),
      padding: [14, 16, 0, 4],
      cursor: { drag: { x: false, y: false } },
      scales: {
        x: { time: false, ...('names' in chart.x && { range: [-0.15, chart.x.names.length - 0.85] }) },
        y: logarithmic ? { distr: 3 } : { range: (_, _least, most) => [0, most > 0 ? most * 1.08 : 1] },
      },
      axes: [
        { ...axis, ...xTicks(chart), size: 34 },
        {
          ...axis,
          size: 64,
          // Of a logarithmic axis only the powers of ten are told.
          values: (_, ticks) => ticks.map((tick) => (logarithmic && !isPowerOfTen(tick) ? '' : amount(tick, chart))),
        },
      ],
      series: [
        { label: chart.x.label, value: (_, x) => nameOf(x, chart) },
        ...chart.series.map(({ name }, index) => ({
          label: name,
          stroke: color(`series-${1 + (index % 8)}`),
          width: 2,
          points: { show: 'names' in chart.x },
          value: (_: uPlot, y: number | null) => amount(y, chart),
        })),
      ],
      hooks: { drawClear: [(drawn) => drawMarks(drawn, chart, color)] },
    };
  }

  function dataOf({ x, scale, series }: LineChart): uPlot.AlignedData {
    const places = 'names' in x ? x.names.map((_, index) => index) : [...x.seconds];
    // A logarithmic scale has no place for zero.
    const fits = (value: number | null): boolean => value !== null && (scale === 'linear' || value > 0);
    return [places, ...series.map(({ values }) => values.map((value) => (fits(value) ? value : null)))];
  }

  function xTicks({ x }: LineChart): uPlot.Axis {
    if (!('names' in x)) return { values: (_, ticks) => ticks.map((second) => `${second} s`) };
    const { names } = x;
    return { splits: () => names.map((_, index) => index), values: () => [...names], grid: { show: false } };
  }

  function nameOf(x: number | null, chart: LineChart): string {
    if (x === null) return '–';
    return 'names' in chart.x ? (chart.x.names[x] ?? '') : `${x} s`;
  }

  function amount(value: number | null, { unit }: LineChart): string {
    return formatQuantity(value, unit);
  }

  function isPowerOfTen(value: number): boolean {
    return Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6);
  }

  /** A thin line and a word where something began. */
  function drawMarks(plot: uPlot, { x }: LineChart, color: (name: string) => string): void {
    if ('names' in x) return;
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.fillStyle = color('faint');
    ctx.strokeStyle = color('faint');
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    ctx.globalAlpha = 0.8;
    let free = -Infinity;
    for (const { second, name } of x.marks) {
      const left = plot.valToPos(second, 'x', true);
      if (left < bbox.left || left > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.setLineDash([3 * ratio, 3 * ratio]);
      ctx.moveTo(left, bbox.top);
      ctx.lineTo(left, bbox.top + bbox.height);
      ctx.stroke();
      if (left < free) continue;
      ctx.fillText(name, left + 4 * ratio, bbox.top - 3 * ratio);
      free = left + ctx.measureText(name).width + 10 * ratio;
    }
    ctx.restore();
  }
}
