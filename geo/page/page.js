/* The map page: state -> filter -> group by place -> draw. One direction, no framework.
 * Text of articles reaches the document as text nodes and attributes only, never as markup. */
(async () => {
'use strict';

// ------------------------------------------------------------------------------------------------ reading the blocks

const $ = (id) => document.getElementById(id);

async function readBlock(id) {
  const block = JSON.parse($(id).textContent);
  if (block === null || !block.gzip) return block;
  const binary = atob(block.gzip);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

/* A packed column (packing.py) as a function from row number to value. */
function column(packed) {
  if ('c' in packed) return () => packed.c;
  if ('d' in packed) return (i) => packed.d[packed.i[i]];
  if ('v' in packed) return (i) => packed.v[i];
  return listColumn(packed);
}

function listColumn(packed) {
  const length = column(packed.n);
  const starts = [0];
  const start = (i) => {
    for (let k = starts.length; k <= i; k++) starts.push(starts[k - 1] + length(k - 1));
    return starts[i];
  };
  let item;
  if (packed.f) {
    const fields = Object.entries(packed.f).map(([name, inner]) => [name, column(inner)]);
    item = (k) => Object.fromEntries(fields.map(([name, get]) => [name, get(k)]));
  } else {
    item = column(packed.x);
  }
  return (i) => Array.from({length: length(i)}, (_, k) => item(start(i) + k));
}

function columns(packed) {
  return Object.fromEntries(Object.entries(packed).map(([name, inner]) => [name, column(inner)]));
}

const words = await readBlock('words');
const settings = await readBlock('settings');
let block;
try {
  block = await readBlock('incidents');
} catch (error) {
  $('status').textContent = words.too_old;
  throw error;
}
// without outlines an area is a circle of its radius
const shapes = await readBlock('shapes').catch(() => ({places: {}, units: [], borders: []}));
const N = block.count;
const marks = new Set(await readBlock('marks'));
const col = columns(block.incidents);
const placeCol = columns(block.places);
const placeCount = N ? 1 + Array.from({length: N}, (_, i) => col.place(i)).reduce((a, b) => Math.max(a, b), -1) : 0;
const places = Array.from({length: placeCount}, (_, i) => ({
  index: i, id: placeCol.id(i), name: placeCol.name(i), shape: placeCol.shape(i), lat: placeCol.lat(i),
  lon: placeCol.lon(i), radius: placeCol.radius_km(i), country: placeCol.country(i), admin1: placeCol.admin1(i),
  parts: shapes.places[i] ?? null,
}));
/* What a place is called in the address: positions change from run to run, ids do not. */
const placeKey = (place) => [place.id ?? place.name, place.shape, place.radius].join('~');
const placeByKey = new Map(places.map((place) => [placeKey(place), place.index]));

// ------------------------------------------------------------------------------------------------------------- words

const plural = new Intl.PluralRules(settings.lang);
const number = new Intl.NumberFormat(settings.lang, {maximumFractionDigits: 1});
const digits = (n) => new Intl.NumberFormat(settings.lang, {useGrouping: false}).format(n);
const regionNames = Intl.DisplayNames.supportedLocalesOf([settings.lang]).length
  ? new Intl.DisplayNames([settings.lang], {type: 'region'}) : null;

function fill(form, values) {
  return form.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function t(key, values = {}) {
  return key in words ? fill(words[key], values) : humanised(key);
}

function tn(key, n) {
  const forms = words[key];
  return fill(forms[plural.select(n)] ?? forms.other, {n: number.format(n)});
}

function humanised(key) {
  return key.replace(/^[a-z]+_/, '').replace(/_/g, ' ');
}

/* A word for a code of the records; codes that the catalogue does not know are shown as they are. */
function term(prefix, code) {
  const key = `${prefix}_${code ?? ''}`;
  return words[key] ?? String(code ?? '').replace(/_/g, ' ');
}

function countryName(code) {
  if (!code) return '';
  try {
    return regionNames?.of(code) ?? baseNames.get(code) ?? code;
  } catch {
    return code;
  }
}
const baseNames = new Map();

// ------------------------------------------------------------------------------------------------------------- dates

const DAY = 86400000;

function dayNumber(iso) {
  if (!iso) return null;
  const [y, m, d] = iso.split('-').map(Number);
  const at = Date.UTC(y, m - 1, d);
  return Number.isFinite(at) ? Math.round(at / DAY) : null;
}

function parts(day) {
  const at = new Date(day * DAY);
  return {y: at.getUTCFullYear(), m: at.getUTCMonth(), d: at.getUTCDate()};
}

const isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function dayText(day, short = false) {
  const {y, m, d} = parts(day);
  return fill(words.day_form, {day: digits(d), month: (short ? words.months_short : words.months)[m], year: digits(y)});
}

function monthText(day, short = false) {
  const {y, m} = parts(day);
  return fill(words.month_form, {month: (short ? words.months_short : words.months_alone)[m], year: digits(y)});
}

/* Whether the interval is exactly one calendar month or year, which is how a month-only date is written. */
function span(first, last) {
  if (first === last) return 'day';
  const a = parts(first), b = parts(last + 1);
  if (a.d !== 1 || b.d !== 1) return 'days';
  const months = (b.y - a.y) * 12 + b.m - a.m;
  return months === 1 ? 'month' : months === 12 && a.m === 0 ? 'year' : 'days';
}

function rangeText(first, last, short) {
  const kind = span(first, last), a = parts(first), b = parts(last + 1);
  if (kind === 'day') return dayText(first, short);
  if (kind === 'month') return monthText(first, short);
  if (kind === 'year') return digits(a.y);
  const isWhole = a.d === 1 && b.d === 1;
  const text = isWhole && a.m === 0 && b.m === 0 ? (day) => digits(parts(day).y) : (day) => (isWhole ? monthText : dayText)(day, short);
  return fill(words.range_form, {from: text(first), to: text(last)});
}

function whenText(i, short = false) {
  return start[i] === null ? words.undated : rangeText(start[i], end[i], short);
}

function whenPrecision(i) {
  if (start[i] === null) return '';
  const kind = span(start[i], end[i]), length = end[i] - start[i] + 1;
  if (kind === 'days') return length > 31 ? words.prec_span : words.prec_range;
  return words[{month: 'prec_4', year: 'prec_5', day: `prec_${col.date_prec(i) ?? 1}`}[kind]] ?? '';
}

// ---------------------------------------------------------------------------------------------------- what is derived

const start = Array.from({length: N}, (_, i) => dayNumber(col.date_start(i) ?? col.date_end(i)));
const end = Array.from({length: N}, (_, i) => Math.max(dayNumber(col.date_end(i)) ?? start[i], start[i]) || start[i]);
const isNew = Array.from({length: N}, (_, i) => marks.has(col.id(i)));
const isDevelopment = Array.from({length: N}, (_, i) => col.record_type(i) === 'development');
const developmentCount = isDevelopment.filter(Boolean).length;
const byId = new Map();
for (let i = 0; i < N; i++) {
  for (const alias of col.aliases(i)) if (!byId.has(alias)) byId.set(alias, i);
}
for (let i = 0; i < N; i++) byId.set(col.id(i), i);
const partsOf = new Map();
for (let i = 0; i < N; i++) {
  const group = byId.get(col.part_of(i));
  if (group !== undefined) partsOf.set(group, [...(partsOf.get(group) ?? []), i]);
}

function typeOf(i) {
  const type = col.event_type(i) ?? '';
  return `type_${type}` in words ? type : '';
}

function deathsOf(i) {
  const n = col.killed_best(i) ?? col.killed_low(i) ?? col.killed_high(i);
  if (n === null) return 'none';
  return n >= 25 ? '25' : n >= 5 ? '5' : n >= 1 ? '1' : '0';
}

function independent(i) {
  return col.independent_sources(i) ?? col.sources(i).filter((source) => !source.copy_of).length;
}

const TYPES = ['Battles', 'Explosions/Remote violence', 'Violence against civilians', 'Riots', 'Protests',
  'Strategic developments', 'Crime', 'Accident', 'Disaster', ''];
const typeClass = (type) => `ty-${TYPES.indexOf(type)}`;

/* What can be filtered: the values of an incident, and the words for a value. Order null: most frequent first. */
const FACETS = {
  new: {values: (i) => [isNew[i] ? 'yes' : 'no'], name: (v) => term('new', v), order: ['yes', 'no']},
  type: {values: (i) => [typeOf(i)], name: (v) => term('type', v), order: TYPES},
  shape: {
    values: (i) => [places[col.place(i)].shape], name: (v) => term('shape', v),
    order: ['point', 'near', 'area', 'line', 'wide', 'none'],
  },
  deaths: {values: (i) => [deathsOf(i)], name: (v) => term('deaths', v), order: ['25', '5', '1', '0', 'none']},
  country: {values: (i) => (col.country(i) ? [col.country(i)] : []), name: countryName, order: null},
  // provinces of different countries may bear one name
  admin1: {
    values: (i) => (col.admin1(i) ? [`${col.country(i) ?? ''}:${col.admin1(i)}`] : []), order: null,
    name: (v) => [v.slice(v.indexOf(':') + 1), facetKeys.country.length > 1 ? countryName(v.slice(0, v.indexOf(':'))) : ''].filter(Boolean).join(', '),
  },
  actor: {values: (i) => [...new Set(col.actors(i).map((a) => a.name).filter(Boolean))], name: (v) => v, order: null},
  sources: {
    values: (i) => [String(Math.min(3, Math.max(1, independent(i))))], name: (v) => term('sources', v),
    order: ['1', '2', '3'],
  },
  status: {values: (i) => [col.status(i) ?? 'reported'], name: (v) => term('status', v), order: null},
  checked: {
    values: (i) => {
      const found = [col.verified(i) && 'verified', col.corrections(i).length && 'corrected'].filter(Boolean);
      return found.length ? found : ['no'];
    },
    name: (v) => term('checked', v), order: ['verified', 'corrected', 'no'],
  },
  tense: {values: (i) => [col.tense(i) ?? 'actual'], name: (v) => term('tense', v), order: null},
};
const FACET_NAMES = Object.keys(FACETS);
/* facetValues[name][i]: numbers of the values of incident i; facetKeys[name]: the values. */
const facetKeys = {}, facetValues = {};
for (const name of FACET_NAMES) {
  const keys = new Map();
  facetValues[name] = Array.from({length: N}, (_, i) => FACETS[name].values(i).map((value) => {
    if (!keys.has(value)) keys.set(value, keys.size);
    return keys.get(value);
  }));
  facetKeys[name] = [...keys.keys()];
}

const folded = (text) => text.normalize('NFKD').replace(/\p{M}+/gu, '').toLocaleLowerCase();
let haystacks = null;

function haystack(i) {
  haystacks ??= new Array(N);
  return haystacks[i] ??= folded([
    titleOf(i), placeName(col.place(i)), col.location(i), col.admin1(i), col.admin2(i), countryName(col.country(i)),
    col.date_text(i), ...col.actors(i).map((a) => a.name), ...col.weapons(i), ...col.seizures(i).map((s) => s.item),
    ...col.evidence(i).map((e) => e.text), ...col.sources(i).flatMap((s) => [s.title, s.publisher]), ...col.notes(i),
  ].filter(Boolean).join('\n'));
}

function titleOf(i) {
  const sub = col.sub_event_type(i);
  return sub && sub !== 'Other' ? term('sub', sub) : term('type', typeOf(i));
}

function placeName(index) {
  const place = places[index];
  return place.name ?? place.admin1 ?? countryName(place.country) ?? '';
}

/* Where an incident lies, in words that say how well it is known. */
function whereText(i) {
  const place = places[col.place(i)];
  const name = placeName(place.index);
  const km = place.radius === null ? null : number.format(place.radius >= 10 ? Math.round(place.radius) : place.radius);
  if (place.shape === 'none') return name ? t('where_text', {place: name}) : words.where_none;
  if (place.lat === null && partsOf.has(i)) return words.where_group;
  if (place.shape === 'point') return t(place.radius >= 2 ? 'where_point_radius' : 'where_point', {place: name, km});
  if (place.shape === 'near' && km === null) return t('where_area_plain', {place: name});
  if (place.shape === 'area') return t(km === null ? 'where_area_plain' : 'where_area', {place: name, km});
  return t(`where_${place.shape}`, {place: name, km});
}

function within(i) {
  const place = places[col.place(i)];
  const name = placeName(place.index);
  return [col.admin2(i), col.admin1(i), countryName(col.country(i))].filter((part) => part && !name.includes(part)).join(', ');
}

/* "3", "3–5 (best figure 4)", "at least 3", "up to 5", "none" or null where nothing is stated. */
function countText(i, name) {
  const low = col[`${name}_low`](i), best = col[`${name}_best`](i), high = col[`${name}_high`](i);
  if (low === null && best === null && high === null) return null;
  const f = number.format;
  if (low !== null && low === high) return low === 0 ? words.none_stated : f(low);
  if (low !== null && high !== null) {
    const range = `${f(low)}–${f(high)}`;
    return best !== null && best !== low && best !== high ? `${range} (${t('best_guess', {n: f(best)})})` : range;
  }
  if (high !== null) return low === null && best === null ? t('up_to', {n: f(high)}) : `${f(best)}–${f(high)}`;
  if (low !== null) return best !== null && best > low ? `${f(low)}+ (${t('best_guess', {n: f(best)})})` : t('at_least', {n: f(low)});
  return f(best);
}

// ------------------------------------------------------------------------------------------------------------- state

const fresh = () => ({
  view: 'map', q: '', from: null, to: null, id: null, place: null, dev: false, sort: 'date', descending: true,
  facets: Object.fromEntries(FACET_NAMES.map((name) => [name, new Set()])),
});
let state = fresh();
let shown = [];        // numbers of the incidents that pass, newest first
let counts = {};       // facet -> Map(value number -> count under the other filters)
let listLength = 50;

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
    for (const value of given.getAll(name)) if (facetKeys[name].includes(value)) next.facets[name].add(value);
  }
  const found = given.getAll('place').map((key) => placeByKey.get(key)).filter((index) => index !== undefined);
  next.place = found.length ? found : null;
  next.id = byId.get(given.get('id')) ?? null;
  if (next.id !== null && isDevelopment[next.id]) next.dev = true;
  return next;
}

let ownHash = '';

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
function change(changes, {step = true, keep = false} = {}) {
  Object.assign(state, changes);
  if (!keep) listLength = 50;
  remember(step);
  draw();
}

function setFacet(name, value, on) {
  const chosen = new Set(state.facets[name]);
  if (on) chosen.add(value); else chosen.delete(value);
  change({facets: {...state.facets, [name]: chosen}, id: null});
}

// ------------------------------------------------------------------------------------------------------------ filter

function applyFilters() {
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
  shown.sort((a, b) => (start[b] ?? -Infinity) - (start[a] ?? -Infinity) || (end[a] ?? 0) - (end[b] ?? 0) || a - b);
}
let timeBase = [];  // what passes everything but the time range: the ground of the histogram

function inTime(i) {
  if (state.from === null && state.to === null) return true;
  if (start[i] === null) return false;
  return end[i] >= (state.from ?? -Infinity) && start[i] <= (state.to ?? Infinity);
}

// --------------------------------------------------------------------------------------------------------------- DOM

/* An element with attributes, handlers and children; strings become text nodes. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/* Text of an article: its own direction, whatever the page's. */
function said(tag, text, attributes = {}) {
  return h(tag, {dir: 'auto', ...attributes}, text);
}

/* A small sign: colour says the type, form says how exact the place is. */
function sign(type, shape) {
  const icon = s('svg', {viewBox: '0 0 16 16', width: 16, height: 16, class: `sign ${typeClass(type)}`, 'aria-hidden': 'true'});
  if (shape === 'point') icon.append(s('circle', {cx: 8, cy: 8, r: 5.5, class: 'solid'}));
  else if (shape === 'near') icon.append(s('circle', {cx: 8, cy: 8, r: 6, class: 'dashed'}));
  else if (shape === 'area') {
    icon.append(s('rect', {x: 2, y: 2, width: 12, height: 12, rx: 2.5, class: 'dashed'}),
      s('path', {d: 'M3.5 9.5 9.5 3.5M5 12.5 12.5 5M9.5 13 13 9.5', class: 'stroke'}));
  } else if (shape === 'line') icon.append(s('path', {d: 'M1.5 11.5 5.5 6 10.5 10 14.5 4.5', class: 'thick'}));
  else icon.append(s('circle', {cx: 8, cy: 8, r: 5.5, class: 'hollow'}), s('path', {d: 'M4 12 12 4', class: 'stroke'}));
  return icon;
}

// --------------------------------------------------------------------------------------------------------------- map

const map = L.map('map', {
  zoomControl: false, attributionControl: false, minZoom: 2, maxZoom: settings.tiles ? settings.tiles.max_zoom : 12,
  maxBounds: [[-85, -270], [85, 270]], maxBoundsViscosity: 0.6, zoomSnap: 0.5, fadeAnimation: false,
  zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches, worldCopyJump: false,
});
L.control.zoom({
  position: words.dir === 'rtl' ? 'topright' : 'topleft', zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out,
}).addTo(map);
L.control.scale({position: words.dir === 'rtl' ? 'bottomleft' : 'bottomright', imperial: false}).addTo(map);
map.getContainer().setAttribute('aria-label', words.map_label);
map.setView([30, 40], 3);
for (const [name, z] of [['base', 200], ['shapes', 350], ['names', 420], ['badges', 600]]) {
  map.createPane(name).style.zIndex = z;
}
map.getPane('names').classList.add('leaflet-zoom-hide');
map.getPane('names').setAttribute('aria-hidden', 'true');
const canvas = L.canvas({pane: 'base', padding: 0.4});
const vector = L.svg({pane: 'shapes', padding: 0.4});
const shapeLayer = L.layerGroup().addTo(map);
const badgeLayer = L.layerGroup().addTo(map);
const baseLayers = {sea: null, land: null, lakes: null, borders: null, coast: null};
let labels = [];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function decoded(numbers, scale) {
  const out = [];
  let lon = 0, lat = 0;
  for (let k = 0; k < numbers.length; k += 2) {
    lon += numbers[k];
    lat += numbers[k + 1];
    out.push([lat / scale, lon / scale]);
  }
  return out;
}

/* A line over the date line goes on beyond 180 degrees; a ring round the pole is closed below the map. */
function unrolled(line) {
  const out = [line[0]];
  for (const [lat, lon] of line.slice(1)) {
    const before = out[out.length - 1][1];
    out.push([lat, lon + 360 * Math.round((before - lon) / 360)]);
  }
  const first = out[0][1], last = out[out.length - 1][1];
  return Math.abs(first - last) > 180 && line[0][1] === line[line.length - 1][1] ? [...out, [-89, last], [-89, first]] : out;
}

const fromText = (text) => decoded(text.split(',').map(Number), 1000);

async function drawBase() {
  const world = await readBlock('basemap');
  const arcs = world.arcs.map((arc) => decoded(arc, world.scale));
  const rings = [], owners = new Map();
  for (const [code, name, lon, lat, size, coded] of world.countries) {
    if (code) baseNames.set(code, name);
    labels.push({lat, lon, size, code, name, kind: 'country'});
    for (const numbers of coded) {
      const ring = [];
      for (const n of numbers) {
        const arc = n >= 0 ? arcs[n] : [...arcs[~n]].reverse();
        owners.set(Math.max(n, ~n), [...(owners.get(Math.max(n, ~n)) ?? []), code].sort());
        ring.push(...(ring.length ? arc.slice(1) : arc));
      }
      rings.push([unrolled(ring)]);
    }
  }
  const shared = new Set(world.borders);
  const lines = arcs.map(unrolled);
  const detailed = new Map(shapes.borders.map((border) => [border.pair, border.lines]));
  const isCoarse = (n) => !detailed.has(owners.get(n)?.join('-'));
  const options = {renderer: canvas, pane: 'base', interactive: false, smoothFactor: 1};
  // drawn, not left to the background, which printers leave out
  baseLayers.sea = L.rectangle([[-89, -400], [89, 400]], {...options, stroke: false, fillOpacity: 1});
  baseLayers.land = L.polygon(rings, {...options, stroke: false, fillOpacity: 1});
  baseLayers.lakes = L.polygon(world.lakes.map((shore) => [decoded(shore, world.scale)]), {...options, weight: 0.7, fillOpacity: 1});
  baseLayers.coast = L.polyline(lines.filter((_, n) => !shared.has(n)), {...options, weight: 0.7});
  baseLayers.borders = L.polyline([...lines.filter((_, n) => shared.has(n) && isCoarse(n)), ...[...detailed.values()].flat().map(fromText)], {...options, weight: 1.1});
  if (settings.tiles) {
    const {url, subdomains, max_zoom: maxZoom} = settings.tiles;
    L.tileLayer(url, {subdomains, maxZoom, className: 'tiles'}).addTo(map);
  } else {
    for (const layer of Object.values(baseLayers)) layer.addTo(map);
  }
  for (const {name, lat, lon, parts: outline} of shapes.units) {
    labels.push({name, lat, lon, kind: 'unit', size: 1});
    baseLayers.units ??= L.layerGroup();
    L.polyline(outline.map(fromText), {...options, weight: 0.9, dashArray: '2 3'}).addTo(baseLayers.units);
  }
  baseLayers.units?.addTo(map);
  paintBase();
  labels.sort((a, b) => b.size - a.size);
  const cities = await readBlock('cities');
  cities.name.forEach((name, k) => labels.push({
    lat: cities.lat[k] / 100, lon: cities.lon[k] / 100, name, kind: k < cities.capitals ? 'capital' : 'city',
  }));
  drawNames();
}

function paintBase() {
  if (!baseLayers.land) return;
  baseLayers.sea.setStyle({fillColor: colour('--water')});
  baseLayers.land.setStyle({fillColor: colour('--land')});
  baseLayers.lakes.setStyle({color: colour('--coast'), fillColor: colour('--water')});
  baseLayers.coast.setStyle({color: colour('--coast')});
  baseLayers.borders.setStyle({color: colour('--border')});
  baseLayers.units?.eachLayer((layer) => layer.setStyle({color: colour('--border')}));
}

/* Names of countries and cities: the important first, none over another. */
function drawNames() {
  const pane = map.getPane('names');
  pane.replaceChildren();
  if (settings.tiles || $('map-box').hidden) return;
  const zoom = map.getZoom(), bounds = map.getBounds().pad(0.05), taken = [];
  for (const box of badgeBoxes) taken.push(box);
  const written = new Set(), edge = map.containerPointToLayerPoint(map.getSize()).x;
  const fragment = document.createDocumentFragment();
  for (const label of [...placeLabels, ...labels]) {
    if (written.size > 70) break;
    const {kind} = label;
    if (kind === 'country' ? label.size * 2 ** zoom < 60 || zoom > 8 : zoom < {place: 0, capital: 4, city: 5.5, unit: 6.5}[kind]) continue;
    if (!bounds.contains([label.lat, label.lon])) continue;
    const name = kind === 'country' && label.code ? countryName(label.code) : label.name;
    const width = name.length * {country: 8.2, unit: 6.8, place: 7, capital: 6.8, city: 6.3}[kind] + 8, height = 16;
    const point = map.latLngToLayerPoint([label.lat, label.lon]), shift = label.shift ?? 0;
    const isMiddle = kind === 'country' || kind === 'unit';
    const boxes = isMiddle ? [[point.x - width / 2, point.x + width / 2]] : [[point.x + shift + (kind === 'place' ? 3 : -5), point.x + shift + width + 6]];
    if (kind === 'place') boxes.push([point.x - shift - width - 6, point.x - shift - 3]);
    const isFree = ([left, right]) => (kind !== 'place' || right < edge)
      && !taken.some((b) => left < b[2] && right > b[0] && point.y - height / 2 < b[3] && point.y + height / 2 > b[1]);
    const box = written.has(name) ? undefined : boxes.find(isFree);
    if (!box) continue;
    taken.push([box[0], point.y - height / 2, box[1], point.y + height / 2]);
    written.add(name);
    const isLeft = box === boxes[1];
    const at = point.add([isLeft ? -shift : shift, 0]);
    const element = said('div', name, {class: `name ${kind}${isLeft ? ' left' : ''}`});
    L.DomUtil.setPosition(element, at);
    fragment.append(element);
  }
  pane.append(fragment);
}
let badgeBoxes = [], placeLabels = [];
map.on('moveend zoomend viewreset resize', () => { drawBadges(); drawNames(); drawOutside(); });

/* Incidents that are shown, by place; only places that may be drawn. */
let groups = [];

function groupByPlace() {
  const found = new Map();
  for (const i of shown) {
    const place = places[col.place(i)];
    if (!isDrawn(place) || isDevelopment[i]) continue;
    if (!found.has(place.index)) found.set(place.index, {place, items: [], types: new Map()});
    const group = found.get(place.index);
    group.items.push(i);
    group.types.set(typeOf(i), (group.types.get(typeOf(i)) ?? 0) + 1);
  }
  groups = [...found.values()];
}

function isDrawn(place) {
  return place.lat !== null && ['point', 'near', 'area', 'line'].includes(place.shape);
}

function drawShapes() {
  shapeLayer.clearLayers();
  const selected = state.id !== null ? [col.place(state.id)] : state.place ?? [];
  const vague = groups.filter((group) => group.place.shape !== 'point');
  vague.sort((a, b) => (b.place.radius ?? 0) - (a.place.radius ?? 0) || a.place.index - b.place.index);
  for (const group of vague.slice(0, 400)) {
    const {place} = group;
    const type = group.types.size === 1 ? group.items.length && [...group.types.keys()][0] : null;
    const style = {
      renderer: vector, pane: 'shapes', interactive: true, bubblingMouseEvents: false, weight: selected.includes(place.index) ? 2.5 : 1.5,
      className: `shape ${place.shape} ${type === null ? 'mixed' : typeClass(type)}${selected.includes(place.index) ? ' selected' : ''}`,
      fillColor: `url(#hatch-${type === null ? 'mixed' : TYPES.indexOf(type)})`, fillOpacity: 1,
    };
    const layer = outline(place, style);
    layer.on('click', () => openGroups([group]));
    layer.addTo(shapeLayer);
  }
}

function outline(place, style) {
  if (place.parts && place.parts.length) {
    const lines = place.parts.map(fromText);
    // the middle of a border's line is not filled, and is easier to hit when it is thick
    return place.shape === 'line' ? L.polyline(lines, {...style, weight: style.weight + 3.5, fill: false})
      : L.polygon(lines, style);
  }
  return L.circle([place.lat, place.lon], {...style, radius: Math.max(place.radius ?? 5, 0.5) * 1000});
}

/* A ring of the types, round a number. Settlements are discs that grow; vague places carry a square badge. */
function badge(group, count, most) {
  const isPoint = group.place.shape === 'point' || group.place.shape === 'cluster';
  const r = !isPoint ? 13 : count === 1 ? 7 : Math.max(12, 7 + Math.min(4.2 * Math.sqrt(count - 1), 17 * Math.sqrt(count / most)));
  const icon = s('svg', {viewBox: `${-r - 3} ${-r - 3} ${2 * r + 6} ${2 * r + 6}`, width: 2 * r + 6, height: 2 * r + 6, 'aria-hidden': 'true', focusable: 'false'});
  if (isPoint) {
    icon.append(s('circle', {r: r + 1.5, class: `halo ${group.place.shape}`}));
    pie(icon, group.types, count, r);
    if (count > 1) icon.append(s('circle', {r: Math.max(8.5, r * 0.56), class: 'hole'}));
  } else {
    const types = [...group.types.keys()];
    icon.append(s('rect', {x: -r, y: -r, width: 2 * r, height: 2 * r, rx: 7, class: `plate ${types.length === 1 ? typeClass(types[0]) : 'mixed'}`}));
  }
  if (count > 1 || !isPoint) {
    const text = s('text', {'text-anchor': 'middle', dy: '0.35em', class: 'count'});
    text.textContent = number.format(count);
    icon.append(text);
  }
  return {icon, r: r + 3};
}

function pie(icon, types, count, r) {
  let from = 0;
  for (const type of TYPES) {
    if (!types.has(type)) continue;
    const share = types.get(type) / count;
    if (share === 1) {
      icon.append(s('circle', {r, class: `slice ${typeClass(type)}`}));
      return;
    }
    const at = (turn) => `${(r * Math.sin(2 * Math.PI * turn)).toFixed(2)} ${(-r * Math.cos(2 * Math.PI * turn)).toFixed(2)}`;
    icon.append(s('path', {
      d: `M0 0 L${at(from)} A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${at(from + share)} Z`, class: `slice ${typeClass(type)}`,
    }));
    from += share;
  }
}

const CLUSTER_ABOVE = 120;

/* Where badges would hide one another, the largest takes in those near it on the screen, with their sum; a click opens
 * it. Above some hundred places in view it takes in more. */
function clustered(visible) {
  const near = visible.length > CLUSTER_ABOVE ? 58 : 21;
  const cells = new Map(), clusters = [];
  const sorted = [...visible].sort((a, b) => b.items.length - a.items.length || a.place.index - b.place.index);
  for (const group of sorted) {
    const at = map.project([group.place.lat, group.place.lon]);
    const x = Math.floor(at.x / near), y = Math.floor(at.y / near);
    let host = null, least = near;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const cluster of cells.get(`${x + dx}:${y + dy}`) ?? []) {
          const distance = cluster.at.distanceTo(at);
          if (distance < least) { host = cluster; least = distance; }
        }
      }
    }
    if (host) { host.members.push(group); continue; }
    const cluster = {at, members: [group]};
    clusters.push(cluster);
    const key = `${x}:${y}`;
    cells.set(key, [...(cells.get(key) ?? []), cluster]);
  }
  return clusters.map((cluster) => cluster.members);
}

function drawBadges() {
  const focused = document.activeElement?.dataset?.badge;
  badgeLayer.clearLayers();
  badgeBoxes = [];
  placeLabels = [];
  if ($('map-box').hidden) return;
  const bounds = map.getBounds().pad(0.15);
  const visible = groups.filter(({place}) => bounds.contains([place.lat, place.lon]));
  const clusters = clustered(visible);
  const selected = state.id !== null ? [col.place(state.id)] : state.place ?? [];
  const most = Math.max(1, ...clusters.map((members) => members.reduce((sum, member) => sum + member.items.length, 0)));
  clusters.forEach((members) => {
    const one = members.length === 1;
    const types = new Map();
    for (const member of members) for (const [type, n] of member.types) types.set(type, (types.get(type) ?? 0) + n);
    const items = members.reduce((sum, member) => sum + member.items.length, 0);
    const largest = members.reduce((a, b) => (b.items.length > a.items.length ? b : a));
    const {icon, r} = badge(one ? members[0] : {types, place: {shape: 'cluster'}}, items, most);
    const news = members.reduce((sum, member) => sum + member.items.filter((i) => isNew[i]).length, 0);
    if (news) icon.append(s('circle', {cx: 0.72 * (r - 3), cy: -0.72 * (r - 3), r: 4.5, class: 'news'}));
    const {lat, lon} = largest.place;
    const name = one ? `${placeName(largest.place.index)}: ${tn('incidents', items)}. ${term('shape', largest.place.shape)}`
      : `${tn('incidents', items)}, ${number.format(members.length)} ${words.places.other}`;
    const label = news ? `${name}. ${tn('new_n', news)}` : name;
    const marker = L.marker([lat, lon], {
      pane: 'badges', keyboard: clusters.length <= 100, riseOnHover: true, zIndexOffset: one && largest.place.shape === 'point' ? 100 : 0,
      icon: L.divIcon({html: icon, className: `badge${one && selected.includes(largest.place.index) ? ' selected' : ''}`, iconSize: [2 * r, 2 * r]}),
    });
    const open = () => openGroups(members);
    marker.on('click', open);
    marker.addTo(badgeLayer);
    const element = marker.getElement();
    element.dataset.badge = one ? `p${largest.place.index}` : `c${lat},${lon}`;
    element.setAttribute('aria-label', label);
    element.setAttribute('role', 'button');
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(); }
    });
    if (element.dataset.badge === focused) element.focus({preventScroll: true});
    marker.bindTooltip(tooltip(one, largest, types, items, news), {direction: 'top', offset: [0, -r + 4], opacity: 1, className: 'tip'});
    const at = map.latLngToLayerPoint([lat, lon]);
    badgeBoxes.push([at.x - r, at.y - r, at.x + r, at.y + r]);
    if (one) placeLabels.push({lat, lon, shift: r - 2, kind: 'place', name: shortened(placeName(largest.place.index)), size: items});
  });
  placeLabels.sort((a, b) => b.size - a.size);
}

const shortened = (name) => (name.length > 28 ? `${name.slice(0, 27)}…` : name);

function tooltip(one, group, types, items, news) {
  return () => h('div', {},
    said('strong', one ? placeName(group.place.index) : tn('incidents', items)),
    one ? h('span', {}, whereText(group.items[0])) : null,
    ...[...types].map(([type, n]) => h('span', {class: 'tip-type'}, sign(type, 'point'), `${term('type', type)} ${number.format(n)}`)),
    news ? h('span', {class: 'tip-type'}, h('span', {class: 'dot'}), tn('new_n', news)) : null);
}

/* One incident opens; several are listed. Groups that the greatest zoom does not part are listed together. */
function openGroups(members) {
  if (members.length === 1 && members[0].items.length === 1) {
    openIncident(members[0].items[0]);
    return;
  }
  const box = L.latLngBounds(members.map(({place}) => [place.lat, place.lon]));
  const isOneSpot = map.project(box.getNorthEast(), map.getMaxZoom()).distanceTo(map.project(box.getSouthWest(), map.getMaxZoom())) < 30;
  if (members.length > 1 && !isOneSpot && map.getZoom() < map.getMaxZoom()) {
    isUntouched = false;
    map.fitBounds(box.pad(0.2), {padding: [30, 30]});
    return;
  }
  change({place: members.map(({place}) => place.index), id: null});
  $('list').focus({preventScroll: true});
}

function drawOutside() {
  const bounds = map.getBounds();
  const count = groups.filter(({place}) => !bounds.contains([place.lat, place.lon]))
    .reduce((sum, group) => sum + group.items.length, 0);
  $('outside').hidden = count === 0;
  $('outside').textContent = count ? `${tn('outside', count)} · ${words.show_all_places}` : '';
}

function fitAll() {
  const box = L.latLngBounds([]);
  for (const {place} of groups) box.extend(placeBounds(place));
  if (box.isValid()) map.fitBounds(box, {padding: [36, 36], maxZoom: 9, animate: false});
  else map.setView([30, 40], 2, {animate: false});
}

/* Whoever has moved the map keeps the view; until then it shows all. */
let isUntouched = true;
for (const event of ['pointerdown', 'wheel', 'keydown']) {
  map.getContainer().addEventListener(event, () => { isUntouched = false; }, {passive: true, capture: true});
}
new ResizeObserver(() => {
  if ($('map-box').hidden) return;
  map.invalidateSize({animate: false});
  if (isUntouched && !screenState) fitAll();
}).observe(map.getContainer());

function placeBounds(place) {
  const box = L.latLngBounds([[place.lat, place.lon]]);
  if (place.parts) for (const text of place.parts) box.extend(L.latLngBounds(fromText(text)));
  else if (place.shape !== 'point') box.extend(L.latLng(place.lat, place.lon).toBounds((place.radius ?? 5) * 2000));
  return box;
}

function drawPatterns() {
  const defs = s('defs');
  for (const [name, type] of [...TYPES.map((type, n) => [String(n), typeClass(type)]), ['mixed', 'mixed']]) {
    defs.append(s('pattern', {id: `hatch-${name}`, width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'},
      s('rect', {width: 7, height: 7, class: `hatch-ground ${type}`}), s('rect', {width: 1.6, height: 7, class: `hatch-line ${type}`})));
  }
  $('patterns').append(defs);
}

// -------------------------------------------------------------------------------------------------------------- time

const UNITS = {day: 1, week: 7, month: 30.4, year: 365.25};
let unit = 'month', bins = [];

/* Bins over all dates of the page: their first days, and one more for the end. */
function makeBins() {
  const dated = Array.from({length: N}, (_, i) => i).filter((i) => start[i] !== null && (!isDevelopment[i] || state.dev));
  bins = [];
  if (!dated.length) return;
  let first = Infinity, last = -Infinity;
  for (const i of dated) { first = Math.min(first, start[i]); last = Math.max(last, end[i]); }
  const length = last - first + 1;
  unit = length <= 45 ? 'day' : length <= 200 ? 'week' : length <= 365 * 8 ? 'month' : 'year';
  let at = binStart(first);
  while (at <= last) { bins.push(at); at = nextBin(at); }
  bins.push(at);
}

function binStart(day) {
  const {y, m} = parts(day);
  if (unit === 'day') return day;
  if (unit === 'week') return day - ((day + 3) % 7 + 7) % 7;  // day 0 was a Thursday; weeks begin on Monday
  return Date.UTC(y, unit === 'month' ? m : 0, 1) / DAY;
}

function nextBin(day) {
  const {y, m} = parts(day);
  if (unit === 'day') return day + 1;
  if (unit === 'week') return day + 7;
  return (unit === 'month' ? Date.UTC(y, m + 1, 1) : Date.UTC(y + 1, 0, 1)) / DAY;
}

function binOf(day) {
  let low = 0, high = bins.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bins[middle] <= day) low = middle; else high = middle - 1;
  }
  return low;
}

function binText(k, short = false) {
  if (unit === 'year') return digits(parts(bins[k]).y);
  return unit === 'month' ? monthText(bins[k], short) : dayText(bins[k], short);
}

/* Weights in each bin: `firm` where the date fits one bin, `vague` where it is spread evenly over several. */
function histogram(items, weight = () => 1) {
  const firm = new Float64Array(Math.max(0, bins.length - 1)), vague = new Float64Array(firm.length);
  for (const i of items) {
    if (start[i] === null) continue;
    const a = binOf(start[i]), b = binOf(end[i]);
    if (a === b) firm[a] += weight(i);
    else for (let k = a; k <= b; k++) vague[k] += weight(i) / (b - a + 1);
  }
  return {firm, vague};
}

function drawTime() {
  makeBins();
  const n = bins.length - 1;
  $('time').hidden = n < 1 || state.view !== 'map';
  if (n < 1) return;
  const {firm, vague} = histogram(timeBase);
  const most = Math.max(1, ...Array.from(firm, (v, k) => v + vague[k]));
  const from = state.from === null ? 0 : binOf(state.from), to = state.to === null ? n - 1 : binOf(state.to);
  $('bars').replaceChildren(barChart(firm, vague, most, from, to, true));
  for (const [id, value] of [['from', from], ['to', to]]) {
    $(id).max = String(n - 1);
    $(id).value = String(value);
    $(id).setAttribute('aria-valuetext', binText(value));
  }
  $('range').textContent = from === 0 && to === n - 1 ? words.all_time
    : from === to ? binText(from, true) : fill(words.range_form, {from: binText(from, true), to: binText(to, true)});
  const undated = timeBase.filter((i) => start[i] === null).length;
  const notes = [];
  if (vague.some((v) => v > 0)) notes.push(words.vague_dates);
  if (undated) notes.push(tn('undated_n', undated));
  $('time-note').textContent = notes.join(' · ');
}

function barChart(firm, vague, most, from, to, isBrush) {
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
  if (isBrush) brush(chart, n);
  return chart;
}

/* Dragging over the bars chooses a range; a click chooses one bar, a second click all again. */
function brush(chart, n) {
  let from = null;
  const at = (event) => {
    const box = $('bars').getBoundingClientRect();
    return Math.min(n - 1, Math.max(0, Math.floor((event.clientX - box.left) / box.width * n)));
  };
  const finish = (event) => {
    document.removeEventListener('pointerup', finish);
    if (from === null) return;
    const to = at(event);
    const same = from === to && state.from === bins[from] && state.to === bins[from + 1] - 1;
    if (same) change({from: null, to: null});
    else setRange(Math.min(from, to), Math.max(from, to), true);
    from = null;
  };
  chart.addEventListener('pointerdown', (event) => {
    from = at(event);
    event.preventDefault();
    document.addEventListener('pointerup', finish);
  });
}

function setRange(a, b, step = false) {
  const n = bins.length - 1;
  const low = Math.max(0, Math.min(a, b)), high = Math.min(n - 1, Math.max(a, b));
  change({from: low === 0 ? null : bins[low], to: high === n - 1 ? null : bins[high + 1] - 1}, {step});
}

function currentRange() {
  const n = bins.length - 1;
  return [state.from === null ? 0 : binOf(state.from), state.to === null ? n - 1 : binOf(state.to)];
}

function shiftRange(by) {
  const n = bins.length - 1;
  let [from, to] = currentRange();
  if (from === 0 && to === n - 1) [from, to] = by > 0 ? [0, 0] : [n - 1, n - 1];
  else if (from + by >= 0 && to + by <= n - 1) { from += by; to += by; } else return false;
  setRangeExactly(from, to);
  return true;
}

/* As setRange, but a range that touches an end stays a range: stepping must not jump to "all". */
function setRangeExactly(from, to) {
  change({from: bins[from], to: bins[to + 1] - 1}, {step: false});
}

let playing = null;

function stop() {
  clearInterval(playing);
  playing = null;
  $('play').textContent = words.play;
}

function play() {
  if (playing) { stop(); return; }
  const n = bins.length - 1;
  const [from, to] = currentRange();
  if (to === n - 1) setRangeExactly(0, Math.max(0, Math.min(to - from, Math.ceil(n / 12) - 1)));
  $('play').textContent = words.pause;
  playing = setInterval(() => { if (!shiftRange(1)) stop(); }, 700);
}

// ------------------------------------------------------------------------------------------------------------- panel

/* Sums over what is shown. Groups are sums of incidents that may be here themselves: they are never added. */
function sums(name) {
  let low = 0, best = 0, high = 0, silent = 0, open = false;
  for (const i of shown) {
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

function drawFigures() {
  const incidents = shown.filter((i) => col.record_type(i) === 'incident').length;
  const box = $('figures');
  box.hidden = $('filters').hidden = N === 0;
  const news = shown.filter((i) => isNew[i]).length;
  box.replaceChildren(figure(number.format(incidents), words.figure_incidents[plural.select(incidents)] ?? words.figure_incidents.other, ''));
  for (const name of ['killed', 'injured']) {
    const {low, high, silent, open} = sums(name);
    const known = incidents - silent;
    const value = !known ? '–' : low === high && !open ? number.format(low) : open && low === high ? `${number.format(low)}+`
      : `${number.format(low)}–${number.format(high)}${open ? '+' : ''}`;
    box.append(figure(value, words[name], known ? (silent ? tn('not_in_sum', silent) : '') : words.not_stated));
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

function drawStatus() {
  const isRow = (i) => !isDevelopment[i] || state.dev;
  let all = 0;
  for (let i = 0; i < N; i++) if (isRow(i)) all++;
  const many = tn(state.dev || isMixed ? 'records' : 'incidents', all);
  let text = shown.length === all ? t('status_all', {all: many}) : t('status', {shown: number.format(shown.length), all: many});
  let low = Infinity, high = -Infinity;
  for (const i of shown) if (start[i] !== null) { low = Math.min(low, start[i]); high = Math.max(high, end[i]); }
  if (low <= high) text += ` · ${monthText(low) === monthText(high) ? monthText(low) : fill(words.range_form, {from: monthText(low), to: monthText(high)})}`;
  if ($('status').textContent !== text) $('status').textContent = text;
}

const isMixed = Array.from({length: N}, (_, i) => col.record_type(i)).includes('incident_group');
const openFacets = new Set();

function drawFacets() {
  const box = $('facets');
  const focused = document.activeElement?.dataset?.facet;
  box.replaceChildren();
  for (const name of FACET_NAMES) {
    const keys = facetKeys[name];
    if (keys.length < 2 && !state.facets[name].size) continue;
    const order = FACETS[name].order;
    const rows = keys.map((value, k) => ({value, count: counts[name][k]}));
    rows.sort((a, b) => (order ? order.indexOf(a.value) - order.indexOf(b.value) : b.count - a.count || (a.value < b.value ? -1 : 1)));
    const limit = openFacets.has(name) || rows.length <= 10 ? rows.length : 8;
    const visible = rows.filter((row, k) => k < limit || state.facets[name].has(row.value));
    const fieldset = h('fieldset', {}, h('legend', {}, words[`facet_${name}`]));
    for (const {value, count} of visible) {
      const input = h('input', {type: 'checkbox', checked: state.facets[name].has(value), 'data-facet': `${name}:${value}`,
        onchange: (event) => setFacet(name, value, event.target.checked)});
      fieldset.append(h('label', {class: count ? '' : 'zero'}, input,
        name === 'type' ? sign(value, 'point') : name === 'shape' ? sign('', value) : null,
        said('span', FACETS[name].name(value)), h('span', {class: 'n'}, number.format(count))));
    }
    if (rows.length > visible.length) {
      fieldset.append(h('button', {type: 'button', class: 'quiet', onclick: () => { openFacets.add(name); drawFacets(); }},
        t('show_facet', {n: number.format(rows.length)})));
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
  if (state.place !== null) out.push([`${words.facet_place}: ${[...new Set(state.place.map(placeName))].slice(0, 3).join(', ')}`, {place: null}]);
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

function drawChips() {
  const active = activeFilters();
  $('filter-count').textContent = active.length ? `(${number.format(active.length)})` : '';
  $('chips').replaceChildren(...active.map(([name, changes]) =>
    h('button', {type: 'button', class: 'chip', 'aria-label': t('remove_filter', {name}), onclick: () => { change(changes); $('search').focus({preventScroll: true}); }},
      said('span', name), h('span', {'aria-hidden': 'true'}, '×'))));
  if (active.length > 1) $('chips').append(h('button', {type: 'button', class: 'quiet', onclick: clearAll}, words.reset));
  if ($('search').value !== state.q) $('search').value = state.q;
}

function clearAll() {
  const {view, dev} = state;
  change({...fresh(), view, dev});
  $('search').focus({preventScroll: true});
}

function dateBlock(i) {
  if (start[i] === null) return h('span', {class: 'date'}, h('b', {}, '?'));
  const kind = span(start[i], end[i]);
  const {y, m, d} = parts(start[i]);
  if (kind === 'year') return h('span', {class: 'date'}, h('b', {}, digits(y)));
  const month = words.months_short[m];
  if (kind === 'month') return h('span', {class: 'date'}, h('b', {class: 'word'}, month), h('span', {}, digits(y)));
  if (kind === 'days') {
    const last = parts(end[i]);
    if (last.y !== y) return h('span', {class: 'date'}, h('b', {class: 'small'}, `${digits(y)}–${digits(last.y)}`));
    if (last.m === m && last.y === y) return h('span', {class: 'date'}, h('b', {class: 'small'}, `${digits(d)}–${digits(last.d)}`), h('span', {}, `${month} ${digits(y)}`));
    return h('span', {class: 'date'}, h('b', {class: 'word'}, `${month}–${words.months_short[last.m]}`), h('span', {}, digits(last.y)));
  }
  return h('span', {class: 'date'}, h('b', {}, digits(d)), h('span', {}, `${month} ${digits(y)}`));
}

function listItem(i) {
  const place = places[col.place(i)];
  const facts = [];
  for (const name of ['killed', 'injured', 'abducted', 'arrested']) {
    const text = countText(i, name);
    if (text !== null && text !== words.none_stated) facts.push(`${text} ${words[name]}`);
  }
  const tags = [];
  if (col.record_type(i) !== 'incident') tags.push(term('kind', col.record_type(i)));
  if ((col.tense(i) ?? 'actual') !== 'actual') tags.push(term('tense', col.tense(i)));
  if ((col.status(i) ?? 'reported') !== 'reported') tags.push(term('status', col.status(i)));
  if (col.verified(i)) tags.push(words.checked_verified);
  if (col.corrections(i).length) tags.push(words.checked_corrected);
  const quote = col.evidence(i)[0]?.text ?? '';
  facts.push(tn('independent_sources', Math.max(1, independent(i))));
  const precision = start[i] !== null && span(start[i], end[i]) !== 'days' ? whenPrecision(i) : '';
  return h('li', {class: i === state.id ? 'item current' : 'item'},
    h('button', {type: 'button', 'data-incident': String(i), onclick: () => openIncident(i)},
      dateBlock(i),
      h('span', {class: 'item-body'},
        h('span', {class: 'item-title'}, sign(typeOf(i), place.shape), said('span', titleOf(i))),
        h('span', {class: 'item-where'}, capital(whereText(i))),
        quote ? said('span', quote, {class: 'item-quote'}) : null,
        h('span', {class: 'item-facts'}, h('span', {}, [precision, ...facts].filter(Boolean).join(' · ')),
          newTag(i), ...tags.map((tag) => h('span', {class: 'tag'}, tag))))));
}

function newTag(i) {
  return isNew[i] ? h('span', {class: 'tag new'}, words.new_yes) : null;
}

const capital = (text) => text.charAt(0).toLocaleUpperCase(settings.lang) + text.slice(1);

function drawList() {
  const box = $('list');
  box.replaceChildren();
  if (!shown.length) { box.append(emptyState()); return; }
  const on = shown.filter((i) => isDrawn(places[col.place(i)]) && !isDevelopment[i]);
  const off = shown.filter((i) => !(isDrawn(places[col.place(i)]) && !isDevelopment[i]));
  if (on.length) box.append(h('ol', {class: 'items'}, ...on.slice(0, listLength).map(listItem)));
  const left = on.length - listLength;
  if (left > 0) {
    box.append(h('button', {type: 'button', class: 'more', onclick: () => {
      const at = listLength;
      listLength += 100;
      drawList();
      $('list').querySelectorAll('.items .item button')[at]?.focus();
    }}, t('more', {n: number.format(Math.min(100, left))})));
  }
  if (off.length) {
    box.append(h('h2', {class: 'off-map', id: 'off-map', tabindex: '-1'}, t('unlocated', {n: number.format(off.length)})),
      h('ol', {class: 'items'}, ...off.slice(0, listLength).map(listItem)));
    if (off.length > listLength) {
      box.append(h('button', {type: 'button', class: 'more', onclick: () => { listLength += 100; drawList(); }}, t('more', {n: number.format(Math.min(100, off.length - listLength))})));
    }
  }
  $('unlocated').hidden = !off.length;
  $('unlocated').textContent = t('unlocated', {n: number.format(off.length)});
}

function emptyState() {
  const nothing = N - (state.dev ? 0 : developmentCount) === 0;
  const lines = nothing
    ? [words.empty, words.empty_why, developmentCount ? t('empty_developments', {n: number.format(developmentCount)}) : '']
    : [words.nothing_matches, words.nothing_matches_why, ''];
  return h('div', {class: 'empty'}, h('h2', {}, lines[0]), h('p', {}, lines[1]), lines[2] ? h('p', {}, lines[2]) : null,
    nothing ? null : h('button', {type: 'button', onclick: clearAll}, words.reset));
}

// ------------------------------------------------------------------------------------------------------------ detail

function openIncident(i) {
  opener = i;
  change({id: i}, {keep: true});
  $('detail').querySelector('h2')?.focus({preventScroll: true});
  $('panel').scrollTop = 0;
  const place = places[col.place(i)];
  isUntouched = false;
  if (isDrawn(place) && state.view === 'map') {
    const box = placeBounds(place);
    if (!map.getBounds().contains(box)) map.fitBounds(box, {padding: [60, 60], maxZoom: Math.max(7, Math.min(9, map.getZoom()))});
  }
}
let opener = null;

function closeIncident() {
  change({id: null}, {keep: true});
  const button = $('list').querySelector(`[data-incident="${opener}"]`);
  if (button) { button.focus(); button.scrollIntoView({block: 'nearest'}); } else $('list').focus();
}

function row(name, ...content) {
  return [h('dt', {}, name), h('dd', {}, ...content)];
}

function drawDetail() {
  const box = $('detail');
  const i = state.id;
  box.hidden = i === null;
  for (const id of ['panel-head', 'list']) $(id).hidden = i !== null;
  box.replaceChildren();
  if (i === null) return;
  const place = places[col.place(i)];
  const position = shown.indexOf(i);
  box.append(
    h('div', {class: 'detail-bar'},
      h('button', {type: 'button', class: 'back', onclick: closeIncident}, h('span', {'aria-hidden': 'true', class: 'arrow'}, '←'), ` ${words.back}`),
      h('span', {class: 'step'},
        h('button', {type: 'button', 'aria-label': words.previous, disabled: position <= 0, onclick: () => openIncident(shown[position - 1])}, '↑'),
        h('button', {type: 'button', 'aria-label': words.next, disabled: position < 0 || position >= shown.length - 1, onclick: () => openIncident(shown[position + 1])}, '↓'))),
    h('p', {class: 'eyebrow'}, sign(typeOf(i), place.shape), term('type', typeOf(i))),
    said('h2', headline(i), {tabindex: '-1'}),
    tagLine(i),
    h('dl', {class: 'facts'}, ...row(words.when, ...whenDetail(i)), ...row(words.where, ...whereDetail(i)),
      ...whoDetail(i), ...countDetail(i), ...thingsDetail(i), ...confidenceDetail(i)),
    ...checkDetail(i), ...evidenceDetail(i), ...sourceDetail(i), ...linkDetail(i), ...noteDetail(i),
    h('div', {class: 'detail-tools'},
      h('button', {type: 'button', onclick: () => copy(citation(i))}, words.cite),
      h('button', {type: 'button', onclick: () => copy(correction(i))}, words.correct)));
}

function headline(i) {
  const name = placeName(col.place(i));
  return name ? `${titleOf(i)}, ${name}` : titleOf(i);
}

function tagLine(i) {
  const tags = [];
  if (col.record_type(i) !== 'incident') tags.push(term('kind', col.record_type(i)));
  if ((col.tense(i) ?? 'actual') !== 'actual') tags.push(term('tense', col.tense(i)));
  tags.push(term('status', col.status(i) ?? 'reported'));
  if (col.civilian_targeting(i)) tags.push(words.civilians);
  if (col.verified(i)) tags.push(words.checked_verified);
  if (col.in_region(i) === false) tags.push(words.outside_region);
  return h('p', {class: 'tags'}, newTag(i), ...tags.map((tag) => h('span', {class: 'tag'}, tag)));
}

function aside(...texts) {
  return texts.filter(Boolean).map((text) => h('span', {class: 'aside'}, text));
}

function whenDetail(i) {
  const precision = whenPrecision(i);
  const main = precision ? `${whenText(i)} (${precision})` : whenText(i);
  return [h('strong', {}, main), ...aside(
    start[i] !== null && col.date_basis(i) ? term('basis', col.date_basis(i)) : '',
    col.date_text(i) ? t('as_written', {text: col.date_text(i)}) : '',
    col.time_text(i) ? t('time_of_day', {text: col.time_text(i)}) : '')];
}

function whereDetail(i) {
  const place = places[col.place(i)];
  const out = [h('strong', {}, capital(whereText(i))), ...aside(within(i),
    col.location(i) && col.location(i) !== placeName(place.index) ? t('as_written', {text: col.location(i)}) : '')];
  if (isDrawn(place)) {
    out.push(h('button', {type: 'button', class: 'quiet', onclick: () => { if (state.view !== 'map') change({view: 'map'}); map.fitBounds(placeBounds(place), {padding: [60, 60], maxZoom: 9}); }}, words.show_on_map));
  }
  const alternatives = col.alternatives(i);
  if (col.place_reason(i) || alternatives.length) {
    out.push(h('details', {class: 'why'}, h('summary', {}, words.why_place),
      col.place_reason(i) ? said('p', col.place_reason(i)) : null,
      alternatives.length ? h('p', {class: 'sub'}, words.alternatives) : null,
      alternatives.length ? h('ul', {}, ...alternatives.map((other) => said('li',
        [other.name, other.admin1, countryName(other.country)].filter(Boolean).join(', ')
        + ` (${number.format(other.lat)}, ${number.format(other.lon)})`
        + (other.score === null || other.score === undefined ? '' : ` · ${t('score', {n: number.format(Math.round(other.score * 100))})}`)))) : null));
  }
  return out;
}

function whoDetail(i) {
  const actors = col.actors(i);
  if (!actors.length) return [];
  return row(words.who, h('ul', {class: 'plain'}, ...actors.map((actor) => h('li', {}, said('span', actor.name ?? ''),
    ...aside([actor.role && actor.role !== 'unknown' ? term('role', actor.role) : '', actor.kind && actor.kind !== 'unknown' ? term('actor', actor.kind) : ''].filter(Boolean).join(', '))))));
}

function countDetail(i) {
  const cells = ['killed', 'injured', 'abducted', 'arrested'].map((name) => {
    const text = countText(i, name);
    if (text === null && (name === 'abducted' || name === 'arrested')) return null;
    return h('li', {class: text === null ? 'silent' : ''}, h('b', {}, text ?? words.not_stated), ` ${words[name]}`);
  });
  return row(words.casualties, h('ul', {class: 'counts'}, ...cells));
}

function thingsDetail(i) {
  const out = [];
  const weapons = col.weapons(i), seizures = col.seizures(i);
  if (weapons.length) out.push(...row(words.weapons, said('span', weapons.join(', '))));
  if (seizures.length) {
    out.push(...row(words.seized, h('ul', {class: 'plain'}, ...seizures.map((thing) => said('li',
      [thing.qualifier, thing.quantity === null || thing.quantity === undefined ? '' : number.format(thing.quantity), thing.unit, thing.item].filter(Boolean).join(' '))))));
  }
  return out;
}

function confidenceDetail(i) {
  const value = col.confidence(i);
  if (value === null || value === undefined) return [];
  const word = words[value >= 0.75 ? 'confidence_high' : value >= 0.45 ? 'confidence_middle' : 'confidence_low'];
  return row(words.confidence, `${word} (${number.format(Math.round(value * 100))} %)`);
}

/* What people set right: which values, who, when and why. */
function checkDetail(i) {
  const entries = col.corrections(i);
  if (!entries.length) return [];
  return [h('h3', {}, words.corrections), h('ul', {class: 'plain corrections'}, ...entries.map(({slots, who, when, why}) => h('li', {},
    capital(slots.split(' ').map((slot) => term('slot', slot)).join(', ')),
    ...aside([who, when && dayText(dayNumber(when))].filter(Boolean).join(', '), why ?? ''))))];
}

function evidenceDetail(i) {
  const quotes = col.evidence(i);
  if (!quotes.length) return [];
  const names = new Map(col.sources(i).map((source) => [source.document, source.publisher ?? source.title ?? source.document]));
  return [h('h3', {}, words.evidence), ...quotes.map((quote) => h('figure', {class: 'quote'},
    h('blockquote', {dir: 'auto'}, ...marked(i, quote)),
    h('figcaption', {}, h('span', {}, names.get(quote.document) ?? quote.document ?? ''),
      quote.slots ? h('span', {}, t('supports', {slots: quote.slots.split(' ').map((slot) => term('slot', slot)).join(', ')})) : null,
      h('span', {class: 'offsets'}, t('offsets', {start: digits(quote.start), end: digits(quote.end), document: quote.document})))))];
}

/* The sentence with the values that were taken from it marked. */
function marked(i, quote) {
  const values = [col.date_text(i), col.time_text(i), col.location(i), placeName(col.place(i)), col.admin1(i), col.admin2(i),
    ...col.actors(i).map((a) => a.name), ...col.weapons(i), ...col.seizures(i).map((thing) => thing.item)].filter((v) => v && v.length > 1);
  const lower = quote.text.toLowerCase();
  const hits = [];
  if (lower.length === quote.text.length) {
    for (const value of values) {
      const needle = value.toLowerCase();
      for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, at + needle.length)) hits.push([at, at + needle.length]);
    }
    for (const n of numbersOf(i)) {
      for (const match of lower.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${n})(?![\\p{L}\\p{N}])`, 'gu'))) hits.push([match.index, match.index + match[0].length]);
    }
  }
  hits.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const out = [];
  let at = 0;
  for (const [from, to] of hits) {
    if (from < at) continue;
    out.push(quote.text.slice(at, from), h('mark', {}, quote.text.slice(from, to)));
    at = to;
  }
  out.push(quote.text.slice(at));
  return out;
}

/* Figures of the incident as they may stand in a text: digits, and words where the catalogue has them. */
function numbersOf(i) {
  const out = new Set();
  for (const name of ['killed', 'injured', 'abducted', 'arrested']) {
    for (const bound of ['low', 'best', 'high']) {
      const n = col[`${name}_${bound}`](i);
      if (n !== null && n > 0) {
        out.add(String(n));
        const word = words.numerals?.[n];
        if (word) out.add(word);
      }
    }
  }
  return out;
}

function link(url, text) {
  return /^https?:\/\//i.test(url ?? '') ? h('a', {href: url, target: '_blank', rel: 'noopener noreferrer'}, text) : null;
}

function publishedText(source) {
  const first = dayNumber(source.from), last = dayNumber(source.to ?? source.from);
  if (first === null) return words.published_unknown;
  const date = rangeText(first, Math.max(first, last ?? first), false);
  const basis = source.basis && source.basis !== 'stated' ? ` (${term('pub', source.basis)})` : '';
  return t('published', {date}) + basis;
}

function sourceDetail(i) {
  const sources = col.sources(i);
  if (!sources.length) return [];
  return [h('h3', {}, words.sources), h('ul', {class: 'sources'}, ...sources.map((source) => {
    const title = source.title ?? source.document ?? '';
    const anchor = link(source.url, title);
    return h('li', {},
      anchor ? h('span', {dir: 'auto'}, anchor) : said('span', title, {class: 'source-title'}),
      ...aside([source.publisher, publishedText(source)].filter(Boolean).join(' · '),
        typeof source.reliability === 'number' ? t('reliability', {n: number.format(Math.round(source.reliability * 100))}) : '',
        source.attribution ? t('according_to', {name: source.attribution}) : '',
        source.copy_of ? t('copy_of', {name: source.copy_of}) : '',
        !anchor && source.url ? source.url : '',
        source.title && source.document ? source.document : ''));
  }))];
}

function linkDetail(i) {
  const out = [];
  const group = byId.get(col.part_of(i));
  const button = (other) => h('li', {}, h('button', {type: 'button', class: 'quiet', onclick: () => openIncident(other)}, `${headline(other)} · ${whenText(other, true)}`));
  if (group !== undefined) out.push(h('h3', {}, words.part_of), h('ul', {class: 'plain'}, button(group)));
  const members = partsOf.get(i);
  if (members) out.push(h('h3', {}, words.parts), h('ul', {class: 'plain'}, ...members.map(button)));
  return out;
}

function noteDetail(i) {
  const notes = col.notes(i);
  return notes.length ? [h('h3', {}, words.notes), h('ul', {}, ...notes.map((note) => said('li', note)))] : [];
}

/* --- plain texts to take away --- */

function citation(i) {
  const counted = ['killed', 'injured'].map((name) => `${words[name]}: ${countText(i, name) ?? words.not_stated}`).join('; ');
  return [`${headline(i)}. ${whenText(i)}${whenPrecision(i) ? ` (${whenPrecision(i)})` : ''}. ${capital(whereText(i))}. ${counted}.`,
    ...col.evidence(i).map((quote) => `“${quote.text.trim()}” [${quote.document}, ${quote.start}–${quote.end}]`),
    ...col.sources(i).map((source) => [source.title ?? source.document, source.publisher, publishedText(source), source.url].filter(Boolean).join(', ')),
    `id ${col.id(i)}`].join('\n');
}

/* An entry of corrections.toml that holds the incident's own values, in the form that `incident-mapper correct` writes:
 * whoever pastes it keeps the lines that they set right. */
function correction(i) {
  const place = places[col.place(i)], given = {};
  if (col.lat(i) !== null && place.shape === 'near') {
    // the place alone would say that it happened exactly there
    Object.assign(given, {lat: col.lat(i), lon: col.lon(i), radius_km: place.radius || 1, place: placeName(place.index)});
  } else if (place.id) given.place_id = place.id;
  else if (col.lat(i) !== null) Object.assign(given, {lat: col.lat(i), lon: col.lon(i), radius_km: place.radius || 1, place: placeName(place.index)});
  if (start[i] !== null) given.date = start[i] === end[i] ? isoDay(start[i]) : `${isoDay(start[i])}/${isoDay(end[i])}`;
  for (const name of ['killed', 'injured', 'abducted', 'arrested']) given[name] = countEntry(i, name);
  Object.assign(given, {event_type: col.event_type(i), sub_event_type: col.sub_event_type(i)});
  if (!Object.values(given).some((value) => value !== null && value !== '')) given.verified = true;
  const entry = {incident: col.id(i), about: `${start[i] === null ? '' : `${isoDay(start[i])} `}${headline(i)}`, ...given};
  const lines = Object.entries(entry).filter(([, value]) => value !== null && value !== '').map(([name, value]) => `${name} = ${tomlValue(value)}`);
  return [`# ${words.correct_hint}`, '[[correction]]', ...lines, 'who = ""', 'why = ""', ''].join('\n');
}

/* A count as corrections are written: 3, "3-5", "3-4-5" or "3+"; null where nothing is stated. */
function countEntry(i, name) {
  const low = col[`${name}_low`](i), best = col[`${name}_best`](i), high = col[`${name}_high`](i);
  if (low === null && best === null && high === null) return null;
  const least = low ?? (high === null ? best : 0);
  if (high === null) return low === null ? least : `${low}+`;
  if (least === high) return high;
  return best === null ? `${least}-${high}` : `${least}-${best}-${high}`;
}

/* JSON's escapes are TOML's; half of a surrogate pair and DEL may not stand in TOML. */
function tomlValue(value) {
  return JSON.stringify(typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\ufffd') : value).replace(/\x7f/g, '\\u007f');
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(words.copied);
  } catch {
    $('copy-text').value = text;
    $('copy-box').showModal();
    $('copy-text').select();
  }
}

let toastTimer = 0;

function toast(text) {
  $('toast').textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $('toast').textContent = ''; }, 2500);
}

// ------------------------------------------------------------------------------------------------- table and summary

const COLUMNS = {
  date: {value: (i) => start[i] ?? -Infinity, cell: (i) => whenText(i, true)},
  type: {value: (i) => titleOf(i), cell: (i) => titleOf(i)},
  place: {value: (i) => placeName(col.place(i)), cell: (i) => placeName(col.place(i))},
  killed: {value: (i) => col.killed_best(i) ?? col.killed_low(i) ?? -1, cell: (i) => countText(i, 'killed') ?? words.not_stated, n: true},
  injured: {value: (i) => col.injured_best(i) ?? col.injured_low(i) ?? -1, cell: (i) => countText(i, 'injured') ?? words.not_stated, n: true},
  actors: {value: (i) => col.actors(i).map((a) => a.name).join(', '), cell: (i) => col.actors(i).map((a) => a.name).join(', ')},
  sources: {value: independent, cell: (i) => number.format(independent(i)), n: true},
  confidence: {value: (i) => col.confidence(i) ?? -1, cell: (i) => (col.confidence(i) === null ? '' : `${number.format(Math.round(col.confidence(i) * 100))} %`), n: true},
};
const TABLE_ROWS = 500;

function drawTable() {
  const box = $('table-box');
  box.hidden = state.view !== 'table';
  const focused = document.activeElement?.dataset?.sort;
  box.replaceChildren();
  if (box.hidden) return;
  const {value} = COLUMNS[state.sort];
  const keyed = shown.map((i, k) => [value(i), k, i]);
  const way = state.descending ? -1 : 1;
  keyed.sort((a, b) => (typeof a[0] === 'string' ? way * a[0].localeCompare(b[0], settings.lang) : way * (a[0] - b[0])) || a[1] - b[1]);
  const head = h('tr', {}, ...Object.keys(COLUMNS).map((name) => h('th', {scope: 'col', 'aria-sort': state.sort === name ? (state.descending ? 'descending' : 'ascending') : 'none', class: COLUMNS[name].n ? 'n' : ''},
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

function drawSummary() {
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

function chartCard(title, content) {
  return h('section', {class: 'card'}, h('h2', {}, title), content);
}

function rowsChart(rows) {
  const most = Math.max(1, ...rows.map((r) => r.n));
  return h('ul', {class: 'rows-chart'}, ...rows.map(({name, n, kind}) => {
    const bar = h('span', {class: `row-bar ${kind}`});
    bar.style.inlineSize = `${(n / most * 100).toFixed(1)}%`;
    return h('li', {}, said('span', name, {class: 'row-name'}), h('span', {class: 'row-track'}, bar), h('span', {class: 'n'}, number.format(n)));
  }));
}

function timeChart({firm, vague}) {
  if (!firm.some((v) => v) && !vague.some((v) => v)) return h('p', {class: 'silent'}, words.not_stated);
  const totals = Array.from(firm, (v, k) => v + vague[k]);
  const most = Math.max(1, ...totals);
  const chart = barChart(firm, vague, most, 0, firm.length - 1, false);
  const box = h('div', {class: 'time-chart'}, h('span', {class: 'axis-max'}, number.format(most)));
  box.append(chart, h('span', {class: 'axis'}, h('span', {}, binText(0, true)), h('span', {}, binText(firm.length - 1, true))));
  return box;
}

// ----------------------------------------------------------------------------------------------------------- exports

function fileName(extension) {
  return `incidents.${extension}`;
}

function download(text, type, name) {
  const url = URL.createObjectURL(new Blob([text], {type}));
  const anchor = h('a', {href: url, download: name});
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

const FIELDS = Object.keys(col).filter((name) => !['place', 'lat', 'lon'].includes(name));

function geojson() {
  return JSON.stringify({type: 'FeatureCollection', features: shown.map((i) => ({
    type: 'Feature', id: col.id(i),
    geometry: col.lat(i) === null ? null : {type: 'Point', coordinates: [col.lon(i), col.lat(i)]},
    properties: {
      ...Object.fromEntries(FIELDS.map((name) => [name, col[name](i)])), place_id: places[col.place(i)].id,
      evidence: col.evidence(i).map((quote) => ({...quote, slots: quote.slots.split(' ')})),
      sources: col.sources(i).map(({from, to, basis, ...source}) => ({...source, published: from && {start: from, end: to, basis}})),
    },
  }))});
}

/* A cell of CSV; text that a spreadsheet would take for a formula gets an apostrophe. */
function csvCell(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  let text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/^[=+\-@\t\r\n＝＋－＠]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function csv() {
  const names = ['latitude', 'longitude', ...FIELDS];
  const lines = shown.map((i) => [col.lat(i), col.lon(i), ...FIELDS.map((name) => col[name](i))].map(csvCell).join(','));
  return `\ufeff${[names.join(','), ...lines].join('\r\n')}\r\n`;
}

const PAPER_ROWS = 300;

/* On paper every incident that is shown stands in full, with its evidence and sources. */
function drawPaper() {
  const note = shown.length > PAPER_ROWS ? [h('p', {}, t('first_rows', {n: number.format(PAPER_ROWS)}))] : [];
  $('paper').replaceChildren(...note, ...shown.slice(0, PAPER_ROWS).map((i) => h('article', {},
    said('h3', `${whenText(i)}${whenPrecision(i) ? ` (${whenPrecision(i)})` : ''} · ${headline(i)}`),
    said('p', [capital(whereText(i)), ...['killed', 'injured'].map((name) => `${words[name]}: ${countText(i, name) ?? words.not_stated}`)].join(' · ')),
    ...col.evidence(i).map((quote) => said('blockquote', quote.text)),
    ...col.sources(i).map((source) => said('p', [source.title ?? source.document, source.publisher, publishedText(source), source.url].filter(Boolean).join(' · '), {class: 'aside'})))));
}

let screenState = null;

/* Paper is light, and as wide as paper: Leaflet must know the size before the browser lays the pages out. */
function toPaper() {
  screenState ??= {theme: document.documentElement.dataset.theme, centre: map.getCenter(), zoom: map.getZoom()};
  document.documentElement.dataset.theme = 'light';
  document.documentElement.classList.add('printing');
  paintTheme();
  drawPaper();
  map.invalidateSize({animate: false});
  fitAll();
}

function fromPaper() {
  if (!screenState) return;
  if (screenState.theme) document.documentElement.dataset.theme = screenState.theme;
  else delete document.documentElement.dataset.theme;
  document.documentElement.classList.remove('printing');
  paintTheme();
  $('paper').replaceChildren();
  map.invalidateSize({animate: false});
  map.setView(screenState.centre, screenState.zoom, {animate: false});
  screenState = null;
}

// --------------------------------------------------------------------------------------------------------- together

let drawnFilters = '';

function draw() {
  const filters = JSON.stringify([state.q, state.from, state.to, state.place, state.dev, FACET_NAMES.map((name) => [...state.facets[name]])]);
  const view = $('map-box').hidden ? '' : 'map';
  $('map-box').hidden = state.view !== 'map';
  document.body.dataset.view = state.view;
  if (filters !== drawnFilters) {
    applyFilters();
    groupByPlace();
    drawnFilters = filters;
    drawTime();
    drawFacets();
    drawFigures();
    drawStatus();
  }
  $('time').hidden = bins.length < 2 || state.view !== 'map';
  drawChips();
  if (state.id === null) drawList();
  drawDetail();
  if (state.view === 'map' && view === '') map.invalidateSize({animate: false});
  drawShapes();
  drawBadges();
  drawNames();
  drawOutside();
  drawTable();
  drawSummary();
  for (const button of document.querySelectorAll('[data-view]')) {
    if (button.tagName === 'BUTTON') button.setAttribute('aria-pressed', String(button.dataset.view === state.view));
  }
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function paintTheme() {
  $('theme').setAttribute('aria-pressed', String(isDark()));
  paintBase();
}

function legend() {
  const row = (mark, text) => h('p', {}, mark, text);
  $('legend-body').append(row(sign('', 'point'), words.legend_point), row(sign('', 'area'), words.legend_area),
    row(sign('', 'near'), words.legend_near), row(sign('', 'line'), words.legend_line),
    row(sign('', 'cluster'), words.legend_cluster),
    ...TYPES.filter((type) => facetKeys.type.includes(type)).map((type) => row(sign(type, 'point'), term('type', type))));
}

function listen() {
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();  // the address holds the state, not an anchor
    $('list').focus();
  });
  let timer = 0;
  $('search').addEventListener('input', (event) => {
    clearTimeout(timer);
    timer = setTimeout(() => change({q: event.target.value.trim(), id: null}, {step: false}), 120);
  });
  for (const id of ['from', 'to']) {
    $(id).addEventListener('input', () => {
      const other = id === 'from' ? 'to' : 'from';
      const mine = Number($(id).value);
      let theirs = Number($(other).value);
      if (id === 'from' ? mine > theirs : mine < theirs) theirs = mine;
      setRange(id === 'from' ? mine : theirs, id === 'from' ? theirs : mine);
    });
  }
  $('earlier').addEventListener('click', () => shiftRange(-1));
  $('later').addEventListener('click', () => shiftRange(1));
  $('play').addEventListener('click', play);
  $('outside').addEventListener('click', fitAll);
  $('unlocated').addEventListener('click', () => {
    if (state.id !== null) change({id: null});
    $('off-map')?.focus();
    $('off-map')?.scrollIntoView();
  });
  for (const button of document.querySelectorAll('button[data-view]')) {
    button.addEventListener('click', () => change({view: button.dataset.view}, {keep: true}));
  }
  $('theme').addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    paintTheme();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paintTheme);
  $('link').addEventListener('click', () => copy(location.href));
  $('copy-close').addEventListener('click', () => $('copy-box').close());
  $('save-geojson').addEventListener('click', () => { download(geojson(), 'application/geo+json', fileName('geojson')); $('save').open = false; });
  $('save-csv').addEventListener('click', () => { download(csv(), 'text/csv', fileName('csv')); $('save').open = false; });
  $('print').addEventListener('click', () => window.print());
  window.addEventListener('beforeprint', toPaper);
  window.addEventListener('afterprint', fromPaper);
  window.addEventListener('popstate', takeHash);
  window.addEventListener('hashchange', takeHash);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && state.id !== null && !$('copy-box').open) closeIncident();
    if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName) && state.id === null) {
      event.preventDefault();
      $('search').focus();
    }
  });
}

function takeHash() {
  if (location.hash.replace(/^#/, '') === ownHash) return;
  state = {...fromHash(location.hash), sort: state.sort, descending: state.descending};
  ownHash = toHash();
  draw();
}

if (settings.minimal) document.body.classList.add('minimal');
document.title = settings.title;
$('title').textContent = settings.title;
if (settings.tiles) {
  $('tiles-note').textContent = `${t('tiles_note', {host: new URL(settings.tiles.url.replace('{s}.', '')).host})} ${settings.tiles.attribution}`;
}
drawPatterns();
legend();
state = fromHash(location.hash);
ownHash = toHash();
listen();
draw();
paintTheme();
fitAll();
try {
  await drawBase();
} catch {
  // the list, the shapes and the table need no basemap
  $('time-note').textContent = words.too_old;
}
draw();
document.body.dataset.ready = 'true';
})().catch((error) => {
  document.getElementById('status').textContent = String(error);
  throw error;
});
