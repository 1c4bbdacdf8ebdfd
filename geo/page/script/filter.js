/* Which incidents pass what the reader chose, and how many would pass each other choice. */

import {N, col} from './blocks.js';
import {FACET_NAMES, facet, folded, haystack} from './facets.js';
import {firstDay, isDevelopment, lastDay} from './incidents.js';
import {state} from './state.js';

export let shown = [];     // numbers of the incidents that pass, newest first
export let timeBase = [];  // what passes everything but the time range: the ground of the histogram

/* For each incident the number of the one facet that it fails, PASSES, or FAILS where something else leaves it out. */
const PASSES = -1, FAILS = -2;
const failing = new Int8Array(N);

export function applyFilters() {
  const chosen = FACET_NAMES.map((name, f) => [f, name]).filter(([, name]) => state.facets[name].size).map(([f, name]) => {
    const {values, of} = facet(name);
    return {f, of, numbers: new Set([...state.facets[name]].map((value) => values.indexOf(value)))};
  });
  const needles = folded(state.q).split(/\s+/).filter(Boolean);
  shown = [];
  timeBase = [];
  for (let i = 0; i < N; i++) {
    failing[i] = isInScope(i, needles) ? failed(i, chosen) : FAILS;
    if (failing[i] === PASSES) timeBase.push(i);
    if (failing[i] !== FAILS && !inTime(i)) failing[i] = FAILS;
    if (failing[i] === PASSES) shown.push(i);
  }
  shown.sort((a, b) => (firstDay[b] ?? -Infinity) - (firstDay[a] ?? -Infinity) || (lastDay[a] ?? 0) - (lastDay[b] ?? 0) || a - b);
}

/* How many would pass each value of a facet under the other filters, by the number of the value. */
export function countsOf(name) {
  const {values, of} = facet(name), f = FACET_NAMES.indexOf(name);
  const counts = new Array(values.length).fill(0);
  for (let i = 0; i < N; i++) {
    if (failing[i] === PASSES || failing[i] === f) for (const v of of[i]) counts[v]++;
  }
  return counts;
}

function isInScope(i, needles) {
  if (isDevelopment[i] && !state.dev) return false;
  if (state.place !== null && !state.place.includes(col.place(i))) return false;
  if (!needles.length) return true;
  const text = haystack(i);
  return needles.every((needle) => text.includes(needle));
}

function failed(i, chosen) {
  let found = PASSES;
  for (const {f, of, numbers} of chosen) {
    if (of[i].some((v) => numbers.has(v))) continue;
    if (found !== PASSES) return FAILS;
    found = f;
  }
  return found;
}

function inTime(i) {
  if (state.from === null && state.to === null) return true;
  if (firstDay[i] === null) return false;
  return lastDay[i] >= (state.from ?? -Infinity) && firstDay[i] <= (state.to ?? Infinity);
}
