/* Bars drawn in the page. */

import {binText, bins, unit} from './bins.js';
import {words} from './blocks.js';
import {calendar} from './dates.js';
import {h, s, said} from './dom.js';
import {number, t} from './words.js';

export function barChart(firm, vague, most, from, to) {
  const n = firm.length, height = 46, width = 1000;
  const step = width / n, gap = Math.min(3, step * 0.2);
  const totals = Array.from(firm, (v, k) => v + vague[k]);
  const peak = totals.indexOf(Math.max(...totals));
  const chart = s('svg', {viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', class: 'bars', role: 'img',
    'aria-label': t('histogram', {unit: words[`unit_${unit}`], from: binText(0), to: binText(n - 1), max: number.format(totals[peak]), peak: binText(peak)})});
  for (let k = 0; k < n; k++) {
    const x = k * step + gap / 2, w = Math.max(0.8, step - gap);
    const on = k >= from && k <= to ? ' on' : '';
    const a = firm[k] / most * (height - 2), b = vague[k] / most * (height - 2);
    chart.append(s('rect', {x, width: w, y: height - 1, height: 1, class: 'bar floor'}));
    if (a) chart.append(s('rect', {x, width: w, y: height - a, height: a, class: `bar firm${on}`}));
    if (b) chart.append(s('rect', {x, width: w, y: height - a - Math.max(b, 2.5), height: Math.max(b, 2.5), class: `bar vague${on}`}));
  }
  return chart;
}

export function chartCard(title, content, kind = 'card') {
  return h('section', {class: kind}, h('h2', {}, title), content);
}

/* Rows of {name, n, kind, text}: a bar for n, and what it says in words where that is more than the number. */
export function rowsChart(rows) {
  const most = Math.max(1, ...rows.map((row) => row.n));
  return h('ul', {class: 'rows-chart'}, ...rows.map(({name, n, kind, text = number.format(n)}) => {
    const bar = h('span', {class: `row-bar ${kind}`, hidden: !n});
    bar.style.inlineSize = `${(n / most * 100).toFixed(1)}%`;
    return h('li', {}, said('span', name, {class: 'row-name'}), h('span', {class: 'row-track'}, bar), h('span', {class: 'n'}, text));
  }));
}

export function timeChart({firm, vague}) {
  if (!firm.some((v) => v) && !vague.some((v) => v)) return h('p', {class: 'silent'}, words.not_stated);
  const totals = Array.from(firm, (v, k) => v + vague[k]);
  const most = Math.max(1, ...totals);
  const peak = t('peak', {n: number.format(most), when: binText(totals.indexOf(Math.max(...totals)), true)});
  return h('div', {class: 'time-chart'}, h('span', {class: 'axis-max'}, peak), barChart(firm, vague, most, 0, firm.length - 1), axis(320));
}

/* Pixels that a date needs under the bars. */
const TICK = {day: 100, week: 100, month: 84, year: 56};

/* Dates under bars that are so many pixels wide together, each in the middle of its bar. */
export function axis(pixels) {
  const n = bins.length - 1;
  const step = niceStep(n * TICK[unit] / Math.max(pixels, 1));
  const box = h('div', {class: 'axis', 'aria-hidden': 'true'});
  for (let k = firstTick(step); k < n; k += step) {
    const share = (k + 0.5) / n, room = TICK[unit] / 2 / pixels;
    const tick = h('span', {class: share < room ? 'first' : share > 1 - room ? 'last' : ''}, binText(k, true));
    tick.style.insetInlineStart = tick.className === 'first' ? '0' : tick.className === 'last' ? '100%' : `${(share * 100).toFixed(2)}%`;
    box.append(tick);
  }
  return box;
}

/* So many bars from date to date that the dates are round: quarters and years of months, fives and tens of years. */
function niceStep(least) {
  const steps = {day: [1, 2, 7, 14], week: [1, 2, 4, 8, 13, 26], month: [1, 2, 3, 6, 12, 24], year: [1, 2, 5, 10, 20, 50, 100]}[unit];
  return steps.find((step) => step >= least) ?? Math.ceil(least);
}

/* Dates begin at a round one, where the steps are whole years or years of ten. */
function firstTick(step) {
  const {y, m} = calendar(bins[0]);
  if (unit === 'month') return (step - m % step) % step;
  return unit === 'year' ? (step - y % step) % step : 0;
}
