/* The summary: charts of what is shown. */

import {histogram, unit} from './bins.js';
import {$, col, words} from './blocks.js';
import {chartCard, rowsChart, timeChart} from './charts.js';
import {sumText, sums} from './figures.js';
import {shown} from './filter.js';
import {TYPES, typeClass, typeOf} from './incidents.js';
import {state} from './state.js';
import {countryName, listed, t, term} from './words.js';

const MOST_PLACES = 12;

export function drawSummary() {
  const box = $('summary-box');
  box.hidden = state.view !== 'summary';
  box.replaceChildren();
  if (box.hidden) return;
  const incidents = shown.filter((i) => col.record_type(i) === 'incident');
  const byTime = {unit: words[`unit_${unit}`]};
  const types = TYPES.map((type) => ({name: term('type', type), kind: typeClass(type), items: incidents.filter((i) => typeOf(i) === type)}))
    .filter(({items}) => items.length);
  box.append(
    chartCard(words.by_type, rowsChart(types.map(({items, ...type}) => ({...type, n: items.length})))),
    chartCard(t('by_time', byTime), timeChart(histogram(incidents))),
    chartCard(words.killed_by_type, rowsChart(types.map((type) => casualties(type, 'killed')))),
    chartCard(t('killed_by_time', byTime), timeChart(histogram(incidents, best('killed')))),
    chartCard(words.injured_by_type, rowsChart(types.map((type) => casualties(type, 'injured')))),
    chartCard(t('injured_by_time', byTime), timeChart(histogram(incidents, best('injured')))),
    chartCard(words.by_province, rowsChart(byPlace(incidents)), 'card wide'));
}

const best = (name) => (i) => col[`${name}_best`](i) ?? col[`${name}_low`](i) ?? 0;

/* A row of a type's killed or injured: the bar is the best figure, the text says from which to which. */
function casualties({items, ...type}, name) {
  const sum = sums(items, name), known = items.length - sum.silent;
  return {...type, n: sum.best, text: known ? sumText(sum, known) : words.not_stated};
}

function byPlace(incidents) {
  const found = new Map();
  for (const i of incidents) {
    const name = listed(col.admin1(i), countryName(col.country(i)));
    if (name) found.set(name, (found.get(name) ?? 0) + 1);
  }
  return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_PLACES)
    .map(([name, n]) => ({name, n, kind: ''}));
}
