/* What is known of an incident, and the words that say how well. An incident is its row number. */

import {N, col, marks, perRow, places, words} from './blocks.js';
import {dayNumber, lengthOf, rangeText} from './dates.js';
import {countryName, listed, number, t, term} from './words.js';

export function whenText(i, short = false) {
  return firstDay[i] === null ? words.undated : rangeText(firstDay[i], lastDay[i], short);
}

export function whenPrecision(i) {
  if (firstDay[i] === null) return '';
  const kind = lengthOf(firstDay[i], lastDay[i]), length = lastDay[i] - firstDay[i] + 1;
  if (kind === 'days') return length > 31 ? words.prec_span : words.prec_range;
  return words[{month: 'prec_4', year: 'prec_5', day: `prec_${col.date_prec(i) ?? 1}`}[kind]] ?? '';
}

export const firstDay = perRow((i) => dayNumber(col.date_start(i) ?? col.date_end(i)));
export const lastDay = perRow((i) => Math.max(dayNumber(col.date_end(i)) ?? firstDay[i], firstDay[i]) || firstDay[i]);
export const isNew = perRow((i) => marks.has(col.id(i)));
export const isDevelopment = perRow((i) => col.record_type(i) === 'development');
export const developmentCount = isDevelopment.filter(Boolean).length;
export const byId = new Map();
for (let i = 0; i < N; i++) {
  for (const alias of col.aliases(i)) if (!byId.has(alias)) byId.set(alias, i);
}
for (let i = 0; i < N; i++) byId.set(col.id(i), i);
export const partsOf = new Map();
for (let i = 0; i < N; i++) {
  const group = byId.get(col.part_of(i));
  if (group !== undefined) partsOf.set(group, [...(partsOf.get(group) ?? []), i]);
}

export function typeOf(i) {
  const type = col.event_type(i) ?? '';
  return `type_${type}` in words ? type : '';
}

/* How many were killed or injured, in steps. */
export function sizeOf(i, name) {
  const n = col[`${name}_best`](i) ?? col[`${name}_low`](i) ?? col[`${name}_high`](i);
  if (n === null) return 'none';
  return n >= 25 ? '25' : n >= 5 ? '5' : n >= 1 ? '1' : '0';
}

/* How sure the report is, in steps; null where that is not known. */
export function confidenceOf(i) {
  const value = col.confidence(i) ?? null;
  if (value === null) return null;
  return value >= 0.75 ? 'high' : value >= 0.45 ? 'middle' : 'low';
}

export function independent(i) {
  return col.independent_sources(i) ?? col.sources(i).filter((source) => !source.copy_of).length;
}

export const TYPES = ['Battles', 'Explosions/Remote violence', 'Violence against civilians', 'Riots', 'Protests',
  'Strategic developments', 'Crime', 'Accident', 'Disaster', ''];
export const typeClass = (type) => `ty-${TYPES.indexOf(type)}`;
export function titleOf(i) {
  const sub = col.sub_event_type(i);
  return sub && sub !== 'Other' ? term('sub', sub) : term('type', typeOf(i));
}

export function placeName(index) {
  const place = places[index];
  return place.name ?? place.admin1 ?? countryName(place.country) ?? '';
}

/* Where an incident lies, in words that say how well it is known. */
export function whereText(i) {
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

export function within(i) {
  const place = places[col.place(i)];
  const name = placeName(place.index);
  return listed(...[col.admin2(i), col.admin1(i), countryName(col.country(i))].filter((part) => part && !name.includes(part)));
}

/* "3", "3–5 (best figure 4)", "at least 3", "up to 5", "none" or null where nothing is stated. */
export function countText(i, name) {
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

export function isDrawn(place) {
  return place.lat !== null && ['point', 'near', 'area', 'line'].includes(place.shape);
}

export const isMixed = perRow((i) => col.record_type(i)).includes('incident_group');
export function headline(i) {
  return listed(titleOf(i), placeName(col.place(i)));
}
