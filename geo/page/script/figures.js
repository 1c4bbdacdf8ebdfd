/* The head of the list: headline numbers and the line that says what is shown. */

import {$, N, col, words} from './blocks.js';
import {monthText} from './dates.js';
import {h} from './dom.js';
import {shown} from './filter.js';
import {firstDay, isDevelopment, isMixed, isNew, lastDay} from './incidents.js';
import {change, state} from './state.js';
import {fitAll} from './view.js';
import {fill, number, plural, t, tn} from './words.js';

/* Sums over incidents. Groups are sums of incidents that may be here themselves: they are never added. */
export function sums(items, name) {
  let low = 0, best = 0, high = 0, silent = 0, open = false;
  for (const i of items) {
    if (col.record_type(i) !== 'incident') continue;
    const l = col[`${name}_low`](i), b = col[`${name}_best`](i), u = col[`${name}_high`](i);
    if (l === null && b === null && u === null) { silent++; continue; }
    low += l ?? 0;
    best += b ?? l ?? 0;
    high += u ?? b ?? l ?? 0;
    open ||= u === null;
  }
  return {low, best, high, silent, open};
}

/* "12", "12–15", "12+" where no upper figure is known, "–" where nothing is. */
export function sumText({low, high, open}, known) {
  if (!known) return '–';
  const range = low === high ? number.format(low) : `${number.format(low)}–${number.format(high)}`;
  return open ? `${range}+` : range;
}

export function drawFigures() {
  const incidents = shown.filter((i) => col.record_type(i) === 'incident').length;
  const box = $('figures');
  box.hidden = $('filters').hidden = N === 0;
  const news = shown.filter((i) => isNew[i]).length;
  box.replaceChildren(figure(number.format(incidents), words.figure_incidents[plural.select(incidents)] ?? words.figure_incidents.other, ''));
  for (const name of ['killed', 'injured']) {
    const sum = sums(shown, name), {silent} = sum;
    const known = incidents - silent;
    box.append(figure(sumText(sum, known), words[name], known ? (silent ? tn('not_in_sum', silent) : '') : words.not_stated));
  }
  const groupCount = shown.filter((i) => col.record_type(i) === 'incident_group').length;
  if (groupCount) box.append(h('p', {class: 'figures-note'}, tn('groups_left_out', groupCount)));
  if (news && !state.facets.new.has('yes')) box.append(h('button', {type: 'button', id: 'new', class: 'quiet', onclick: showNew}, h('span', {class: 'dot'}), tn('new_n', news)));
}

/* Leaves what is new since the last run, in list and map, with the focus on the first. */
function showNew() {
  change({facets: {...state.facets, new: new Set(['yes'])}, id: null});
  if (state.view === 'map') fitAll();
  $('list').querySelector('button')?.focus();
}

function figure(value, name, note) {
  return h('div', {class: 'figure'}, h('span', {class: 'figure-value'}, value), h('span', {class: 'figure-name'}, name),
    note ? h('span', {class: 'figure-note'}, note) : null);
}

export function drawStatus() {
  const isRow = (i) => !isDevelopment[i] || state.dev;
  let all = 0;
  for (let i = 0; i < N; i++) if (isRow(i)) all++;
  const many = tn(state.dev || isMixed ? 'records' : 'incidents', all);
  let text = shown.length === all ? t('status_all', {all: many}) : t('status', {shown: number.format(shown.length), all: many});
  let low = Infinity, high = -Infinity;
  for (const i of shown) if (firstDay[i] !== null) { low = Math.min(low, firstDay[i]); high = Math.max(high, lastDay[i]); }
  if (low <= high) text += ` · ${monthText(low) === monthText(high) ? monthText(low) : fill(words.range_form, {from: monthText(low), to: monthText(high)})}`;
  if ($('status').textContent !== text) $('status').textContent = text;
}
