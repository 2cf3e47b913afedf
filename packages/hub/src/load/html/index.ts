// What a load test found, as a page.
export { loadReportPage } from './report-page.ts';

// What such pages are made of, for reports of your own.
export { reportPage } from './page.ts';
export type { Page } from './page.ts';
export { html } from './markup.ts';
export type { Content, Markup } from './markup.ts';
export { facts } from './facts.ts';
export type { Fact } from './facts.ts';
export { barChart } from './bar-chart.ts';
export type { Bar, BarChart } from './bar-chart.ts';
export { lineChart } from './line-chart.ts';
export type { LineChart, Seconds, Series, Steps } from './line-chart.ts';
export { formatQuantity } from './quantity.ts';
export type { Unit } from './quantity.ts';
