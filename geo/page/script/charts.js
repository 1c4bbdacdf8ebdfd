/* Bars drawn in the page. */

import {binText, unit} from './bins.js';
import {words} from './blocks.js';
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

export function chartCard(title, content) {
  return h('section', {class: 'card'}, h('h2', {}, title), content);
}

export function rowsChart(rows) {
  const most = Math.max(1, ...rows.map((r) => r.n));
  return h('ul', {class: 'rows-chart'}, ...rows.map(({name, n, kind}) => {
    const bar = h('span', {class: `row-bar ${kind}`});
    bar.style.inlineSize = `${(n / most * 100).toFixed(1)}%`;
    return h('li', {}, said('span', name, {class: 'row-name'}), h('span', {class: 'row-track'}, bar), h('span', {class: 'n'}, number.format(n)));
  }));
}

export function timeChart({firm, vague}) {
  if (!firm.some((v) => v) && !vague.some((v) => v)) return h('p', {class: 'silent'}, words.not_stated);
  const totals = Array.from(firm, (v, k) => v + vague[k]);
  const most = Math.max(1, ...totals);
  const chart = barChart(firm, vague, most, 0, firm.length - 1);
  const box = h('div', {class: 'time-chart'}, h('span', {class: 'axis-max'}, number.format(most)));
  box.append(chart, h('span', {class: 'axis'}, h('span', {}, binText(0, true)), h('span', {}, binText(firm.length - 1, true))));
  return box;
}
