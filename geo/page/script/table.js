/* The table of what is shown, which its head sorts. */

import {$, col, places, settings, words} from './blocks.js';
import {openIncident} from './detail.js';
import {h, newTag, said, sign} from './dom.js';
import {shown} from './filter.js';
import {countText, firstDay, independent, placeName, titleOf, typeOf, whenText} from './incidents.js';
import {COLUMN_NAMES, change, state} from './state.js';
import {listed, number, percent, t} from './words.js';

const actorsOf = (i) => listed(...col.actors(i).map((actor) => actor.name));

const COLUMNS = {
  date: {value: (i) => firstDay[i] ?? -Infinity, cell: (i) => whenText(i, true)},
  type: {value: (i) => titleOf(i), cell: (i) => titleOf(i)},
  place: {value: (i) => placeName(col.place(i)), cell: (i) => placeName(col.place(i))},
  killed: {value: (i) => col.killed_best(i) ?? col.killed_low(i) ?? -1, cell: (i) => countText(i, 'killed') ?? words.not_stated, n: true},
  injured: {value: (i) => col.injured_best(i) ?? col.injured_low(i) ?? -1, cell: (i) => countText(i, 'injured') ?? words.not_stated, n: true},
  actors: {value: (i) => actorsOf(i), cell: (i) => actorsOf(i)},
  sources: {value: independent, cell: (i) => number.format(independent(i)), n: true},
  confidence: {value: (i) => col.confidence(i) ?? -1, cell: (i) => (col.confidence(i) === null ? '' : percent(col.confidence(i))), n: true},
};
const TABLE_ROWS = 500;

export function drawTable() {
  const box = $('table-box');
  box.hidden = state.view !== 'table';
  const focused = document.activeElement?.dataset?.sort;
  box.replaceChildren();
  if (box.hidden) return;
  const {value} = COLUMNS[state.sort];
  const keyed = shown.map((i, k) => [value(i), k, i]);
  const way = state.descending ? -1 : 1;
  keyed.sort((a, b) => (typeof a[0] === 'string' ? way * a[0].localeCompare(b[0], settings.lang) : way * (a[0] - b[0])) || a[1] - b[1]);
  const head = h('tr', {}, ...COLUMN_NAMES.map((name) => h('th', {scope: 'col', 'aria-sort': state.sort === name ? (state.descending ? 'descending' : 'ascending') : 'none', class: COLUMNS[name].n ? 'n' : ''},
    h('button', {type: 'button', 'data-sort': name, onclick: () => change({sort: name, descending: state.sort === name ? !state.descending : name === 'date' || Boolean(COLUMNS[name].n)}, {step: false})},
      words[`col_${name}`], h('span', {'aria-hidden': 'true'}, state.sort === name ? (state.descending ? ' ↓' : ' ↑') : '')))));
  const body = keyed.slice(0, TABLE_ROWS).map(([, , i]) => h('tr', {class: i === state.id ? 'current' : ''}, ...Object.entries(COLUMNS).map(([name, {cell, n}]) => {
    const text = cell(i);
    return h('td', {class: [n ? 'n' : '', text === words.not_stated ? 'silent' : ''].join(' ')}, name === 'type'
      ? h('button', {type: 'button', class: 'cell', onclick: () => openIncident(i)}, sign(typeOf(i), places[col.place(i)].shape), said('span', text), newTag(i))
      : said('span', text));
  })));
  box.append(h('table', {}, h('caption', {}, words.table_caption), h('thead', {}, head), h('tbody', {}, ...body)));
  if (shown.length > TABLE_ROWS) box.append(h('p', {class: 'table-note'}, t('first_rows', {n: number.format(TABLE_ROWS)})));
  if (focused) box.querySelector(`[data-sort="${focused}"]`)?.focus();
}
