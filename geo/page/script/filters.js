/* The filters with their counts, and the active ones to take off. */

import {$, words} from './blocks.js';
import {h, said, sign} from './dom.js';
import {FACETS, FACET_NAMES, facet} from './facets.js';
import {countsOf} from './filter.js';
import {developmentCount, placeName} from './incidents.js';
import {change, clearAll, setFacet, state} from './state.js';
import {listed, number, t} from './words.js';

const openFacets = new Set();

/* Of a facet with more values than this, the most frequent are listed; the search finds the others. */
const MOST_VALUES = 200;

/* Filters that are folded away are drawn when they are opened. */
export function drawFacets() {
  if (!$('filters').open) return;
  const box = $('facets');
  const focused = document.activeElement?.dataset?.facet;
  box.replaceChildren();
  for (const name of FACET_NAMES) {
    const {values} = facet(name);
    if (values.length < 2 && !state.facets[name].size) continue;
    const order = FACETS[name].order, counts = countsOf(name);
    const rows = values.map((value, k) => ({value, count: counts[k]}));
    rows.sort((a, b) => (order ? order.indexOf(a.value) - order.indexOf(b.value) : b.count - a.count || (a.value < b.value ? -1 : 1)));
    const limit = openFacets.has(name) || rows.length <= 10 ? MOST_VALUES : 8;
    const visible = rows.filter((row, k) => k < limit || state.facets[name].has(row.value));
    const fieldset = h('fieldset', {}, h('legend', {}, words[`facet_${name}`]));
    for (const {value, count} of visible) {
      const input = h('input', {type: 'checkbox', checked: state.facets[name].has(value), 'data-facet': `${name}:${value}`,
        onchange: (event) => setFacet(name, value, event.target.checked)});
      fieldset.append(h('label', {class: count ? '' : 'zero'}, input,
        name === 'type' ? sign(value, 'point') : name === 'shape' ? sign('', value) : null,
        said('span', FACETS[name].name(value)), h('span', {class: 'n'}, number.format(count))));
    }
    if (rows.length > visible.length && !openFacets.has(name)) {
      fieldset.append(h('button', {type: 'button', class: 'quiet', onclick: () => { openFacets.add(name); drawFacets(); }},
        t('show_facet', {n: number.format(Math.min(rows.length, MOST_VALUES))})));
    }
    box.append(fieldset);
  }
  if (developmentCount) {
    box.append(h('label', {class: 'wide'}, h('input', {type: 'checkbox', checked: state.dev, 'data-facet': 'dev',
      onchange: (event) => change({dev: event.target.checked})}), h('span', {}, t('developments', {n: number.format(developmentCount)}))));
  }
  if (focused) [...box.querySelectorAll('[data-facet]')].find((input) => input.dataset.facet === focused)?.focus();
}

function activeFilters() {
  const out = [];
  if (state.place !== null) out.push([`${words.facet_place}: ${listed(...[...new Set(state.place.map(placeName))].slice(0, 3))}`, {place: null}]);
  if (state.q) out.push([`${words.facet_text}: ${state.q}`, {q: ''}]);
  if (state.from !== null || state.to !== null) out.push([`${words.facet_time}: ${$('range').textContent}`, {from: null, to: null}]);
  for (const name of FACET_NAMES) {
    for (const value of state.facets[name]) {
      const rest = new Set(state.facets[name]);
      rest.delete(value);
      out.push([`${words[`facet_${name}`]}: ${FACETS[name].name(value)}`, {facets: {...state.facets, [name]: rest}}]);
    }
  }
  return out;
}

export function drawChips() {
  const active = activeFilters();
  $('filter-count').textContent = active.length ? `(${number.format(active.length)})` : '';
  $('chips').replaceChildren(...active.map(([name, changes]) =>
    h('button', {type: 'button', class: 'chip', 'aria-label': t('remove_filter', {name}), onclick: () => { change(changes); $('search').focus({preventScroll: true}); }},
      said('span', name), h('span', {'aria-hidden': 'true'}, '×'))));
  if (active.length > 1) $('chips').append(h('button', {type: 'button', class: 'quiet', onclick: clearAll}, words.reset));
  if ($('search').value !== state.q) $('search').value = state.q;
}
