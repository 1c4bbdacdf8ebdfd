/* The summary: charts of what is shown. */

import {histogram, unit} from './bins.js';
import {$, col, words} from './blocks.js';
import {chartCard, rowsChart, timeChart} from './charts.js';
import {shown} from './filter.js';
import {TYPES, typeClass, typeOf} from './incidents.js';
import {state} from './state.js';
import {countryName, t, term} from './words.js';

export function drawSummary() {
  const box = $('summary-box');
  box.hidden = state.view !== 'summary';
  box.replaceChildren();
  if (box.hidden) return;
  const incidents = shown.filter((i) => col.record_type(i) === 'incident');
  const unitName = words[`unit_${unit}`];
  const tally = (key) => {
    const found = new Map();
    for (const i of incidents) { const k = key(i); if (k) found.set(k, (found.get(k) ?? 0) + 1); }
    return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const types = TYPES.map((type) => [type, incidents.filter((i) => typeOf(i) === type).length]).filter(([, n]) => n);
  box.append(
    chartCard(words.by_type, rowsChart(types.map(([type, n]) => ({name: term('type', type), n, kind: typeClass(type)})))),
    chartCard(t('by_time', {unit: unitName}), timeChart(histogram(incidents))),
    chartCard(t('killed_by_time', {unit: unitName}), timeChart(histogram(incidents, (i) => col.killed_best(i) ?? col.killed_low(i) ?? 0))),
    chartCard(words.by_province, rowsChart(tally((i) => [col.admin1(i), countryName(col.country(i))].filter(Boolean).join(', ')).slice(0, 12).map(([name, n]) => ({name, n, kind: ''})))));
}
