/* What the reader chose, and its form in the address. Whoever changes it, all is drawn anew. */

import {$, col, placeByKey, placeKey, places} from './blocks.js';
import {dayNumber, isoDay} from './dates.js';
import {FACET_NAMES, facet} from './facets.js';
import {byId, isDevelopment} from './incidents.js';

const fresh = () => ({
  view: 'map', q: '', from: null, to: null, id: null, place: null, dev: false, sort: 'date', descending: true, at: null,
  facets: Object.fromEntries(FACET_NAMES.map((name) => [name, new Set()])),
});
/* What is chosen now. */
export let state = fresh();

const VIEWS = ['map', 'table', 'summary'];
export const COLUMN_NAMES = ['date', 'type', 'place', 'killed', 'injured', 'actors', 'sources', 'confidence'];

function toHash() {
  const out = new URLSearchParams();
  if (state.view !== 'map') out.set('view', state.view);
  if (state.q) out.set('q', state.q);
  if (state.from !== null) out.set('from', isoDay(state.from));
  if (state.to !== null) out.set('to', isoDay(state.to));
  if (state.dev) out.set('dev', '1');
  for (const name of FACET_NAMES) for (const value of [...state.facets[name]].sort()) out.append(name, value);
  if (state.sort !== 'date' || !state.descending) out.set('sort', `${state.descending ? '-' : ''}${state.sort}`);
  if (state.at) out.set('at', state.at.join(','));
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
  const [, minus, column] = /^(-?)(\w+)$/.exec(given.get('sort') ?? '') ?? [];
  if (COLUMN_NAMES.includes(column)) Object.assign(next, {sort: column, descending: minus === '-'});
  next.at = pointOf(given.get('at'));
  const found = given.getAll('place').map((key) => placeByKey.get(key)).filter((index) => index !== undefined);
  next.place = found.length ? found : null;
  next.id = byId.get(given.get('id')) ?? null;
  if (next.id !== null && isDevelopment[next.id]) next.dev = true;
  return next;
}

/* "lat,lon,zoom" as numbers, null where it is no part of the world. */
function pointOf(text) {
  if (!/^-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?$/.test(text ?? '')) return null;
  const [lat, lon, zoom] = text.split(',').map(Number);
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 360 && zoom <= 20 ? [lat, lon, zoom] : null;
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

/* Notes where the reader has moved the map, null for all: nothing but the address changes. */
export function noteView(at) {
  state.at = at;
  remember(false);
}

export function setFacet(name, value, on) {
  const chosen = new Set(state.facets[name]);
  if (on) chosen.add(value); else chosen.delete(value);
  change({facets: {...state.facets, [name]: chosen}, id: null});
}

export function readAddress() {
  state = fromHash(location.hash);
  ownHash = toHash();
}

/* Takes the state from the address, where it is not the page itself that wrote it there; says whether it did. */
export function takeHash() {
  if (location.hash.replace(/^#/, '') === ownHash) return false;
  readAddress();
  draw();
  return true;
}

export function clearAll() {
  const {view, dev, at} = state;
  change({...fresh(), view, dev, at});
  $('search').focus({preventScroll: true});
}
