/* What the reader chose, and its form in the address. Whoever changes it, all is drawn anew. */

import {$, col, placeByKey, placeKey, places} from './blocks.js';
import {dayNumber, isoDay} from './dates.js';
import {FACET_NAMES, facet} from './facets.js';
import {byId, isDevelopment} from './incidents.js';

const fresh = () => ({
  view: 'map', q: '', from: null, to: null, id: null, place: null, dev: false, sort: 'date', descending: true,
  facets: Object.fromEntries(FACET_NAMES.map((name) => [name, new Set()])),
});
/* What is chosen now. */
export let state = fresh();

const VIEWS = ['map', 'table', 'summary'];

function toHash() {
  const out = new URLSearchParams();
  if (state.view !== 'map') out.set('view', state.view);
  if (state.q) out.set('q', state.q);
  if (state.from !== null) out.set('from', isoDay(state.from));
  if (state.to !== null) out.set('to', isoDay(state.to));
  if (state.dev) out.set('dev', '1');
  for (const name of FACET_NAMES) for (const value of [...state.facets[name]].sort()) out.append(name, value);
  for (const index of state.place ?? []) out.append('place', placeKey(places[index]));
  if (state.id !== null) out.set('id', col.id(state.id));
  return out.toString();
}

/* Reads a hash; whatever in it is malformed or unknown is left out. */
function fromHash(hash) {
  const next = fresh();
  let given;
  try {
    given = new URLSearchParams(hash.replace(/^#/, ''));
  } catch {
    return next;
  }
  if (VIEWS.includes(given.get('view'))) next.view = given.get('view');
  next.q = (given.get('q') ?? '').slice(0, 200);
  const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text ?? '') && isoDay(dayNumber(text)) === text;
  if (isDay(given.get('from'))) next.from = dayNumber(given.get('from'));
  if (isDay(given.get('to'))) next.to = dayNumber(given.get('to'));
  if (next.from !== null && next.to !== null && next.from > next.to) next.from = next.to = null;
  next.dev = given.get('dev') === '1';
  for (const name of FACET_NAMES) {
    for (const value of given.getAll(name)) if (facet(name).values.includes(value)) next.facets[name].add(value);
  }
  const found = given.getAll('place').map((key) => placeByKey.get(key)).filter((index) => index !== undefined);
  next.place = found.length ? found : null;
  next.id = byId.get(given.get('id')) ?? null;
  if (next.id !== null && isDevelopment[next.id]) next.dev = true;
  return next;
}

let ownHash = '';
let draw = () => {};

/* Has it drawn whenever the state changes. */
export function onChange(listener) {
  draw = listener;
}

function remember(step) {
  ownHash = toHash();
  const url = `#${ownHash}`;
  if (url === location.hash || (!ownHash && !location.hash)) return;
  try {
    history[step ? 'pushState' : 'replaceState'](null, '', url);
  } catch {
    // a page within a page (srcdoc) has no address of its own
  }
}

/* Changes the state, draws, and notes it in the address: as a new step for the back button, or in place. */
export function change(changes, {step = true} = {}) {
  Object.assign(state, changes);
  remember(step);
  draw();
}

export function setFacet(name, value, on) {
  const chosen = new Set(state.facets[name]);
  if (on) chosen.add(value); else chosen.delete(value);
  change({facets: {...state.facets, [name]: chosen}, id: null});
}

export function readAddress() {
  state = {...fromHash(location.hash), sort: state.sort, descending: state.descending};
  ownHash = toHash();
}

/* Takes the state from the address, where it is not the page itself that wrote it there. */
export function takeHash() {
  if (location.hash.replace(/^#/, '') === ownHash) return;
  readAddress();
  draw();
}

export function clearAll() {
  const {view, dev} = state;
  change({...fresh(), view, dev});
  $('search').focus({preventScroll: true});
}
