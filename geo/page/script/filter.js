/* Which incidents pass what the reader chose, and how many would pass each other choice. */

import {N, col} from './blocks.js';
import {FACET_NAMES, facetKeys, facetValues, folded, haystack} from './facets.js';
import {firstDay, isDevelopment, lastDay} from './incidents.js';
import {state} from './state.js';

export let shown = [];     // numbers of the incidents that pass, newest first
export let timeBase = [];  // what passes everything but the time range: the ground of the histogram
export let counts = {};    // facet -> how many would pass, by the number of the value, under the other filters

export function applyFilters() {
  const chosen = FACET_NAMES.map((name) => {
    const numbers = new Set([...state.facets[name]].map((value) => facetKeys[name].indexOf(value)));
    return numbers.size ? numbers : null;
  });
  const needles = folded(state.q).split(/\s+/).filter(Boolean);
  counts = Object.fromEntries(FACET_NAMES.map((name) => [name, new Array(facetKeys[name].length).fill(0)]));
  shown = [];
  timeBase = [];
  for (let i = 0; i < N; i++) {
    if (isDevelopment[i] && !state.dev) continue;
    if (state.place !== null && !state.place.includes(col.place(i))) continue;
    if (needles.length) {
      const text = haystack(i);
      if (!needles.every((needle) => text.includes(needle))) continue;
    }
    let failed = -1;
    for (let f = 0; f < FACET_NAMES.length && failed > -2; f++) {
      if (chosen[f] && !facetValues[FACET_NAMES[f]][i].some((v) => chosen[f].has(v))) failed = failed === -1 ? f : -2;
    }
    if (failed === -2) continue;
    if (failed === -1) timeBase.push(i);
    if (!inTime(i)) continue;
    for (let f = 0; f < FACET_NAMES.length; f++) {
      if (failed !== -1 && failed !== f) continue;
      for (const v of facetValues[FACET_NAMES[f]][i]) counts[FACET_NAMES[f]][v]++;
    }
    if (failed === -1) shown.push(i);
  }
  shown.sort((a, b) => (firstDay[b] ?? -Infinity) - (firstDay[a] ?? -Infinity) || (lastDay[a] ?? 0) - (lastDay[b] ?? 0) || a - b);
}

function inTime(i) {
  if (state.from === null && state.to === null) return true;
  if (firstDay[i] === null) return false;
  return lastDay[i] >= (state.from ?? -Infinity) && firstDay[i] <= (state.to ?? Infinity);
}
