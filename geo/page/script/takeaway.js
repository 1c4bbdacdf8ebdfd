/* What can be taken away: a citation, a correction, GeoJSON and CSV of what is shown. */

import {$, col, places, words} from './blocks.js';
import {isoDay} from './dates.js';
import {publishedText} from './detail.js';
import {h} from './dom.js';
import {shown} from './filter.js';
import {countText, firstDay, headline, lastDay, placeName, whenPrecision, whenText, whereText} from './incidents.js';
import {capital, listed} from './words.js';

/* --- plain texts to take away --- */

export function citation(i) {
  const counted = ['killed', 'injured'].map((name) => `${words[name]}: ${countText(i, name) ?? words.not_stated}`).join('; ');
  return [`${headline(i)}. ${whenText(i)}${whenPrecision(i) ? ` (${whenPrecision(i)})` : ''}. ${capital(whereText(i))}. ${counted}.`,
    ...col.evidence(i).map((quote) => `“${quote.text.trim()}” [${quote.document}, ${quote.start}–${quote.end}]`),
    ...col.sources(i).map((source) => listed(source.title ?? source.document, source.publisher, publishedText(source), source.url)),
    `id ${col.id(i)}`].join('\n');
}

/* An entry of corrections.toml that holds the incident's own values, in the form that `incident-mapper correct` writes:
 * whoever pastes it keeps the lines that they set right. */
export function correction(i) {
  const place = places[col.place(i)], given = {};
  if (col.lat(i) !== null && place.shape === 'near') {
    // the place alone would say that it happened exactly there
    Object.assign(given, {lat: col.lat(i), lon: col.lon(i), radius_km: place.radius || 1, place: placeName(place.index)});
  } else if (place.id) given.place_id = place.id;
  else if (col.lat(i) !== null) Object.assign(given, {lat: col.lat(i), lon: col.lon(i), radius_km: place.radius || 1, place: placeName(place.index)});
  if (firstDay[i] !== null) given.date = firstDay[i] === lastDay[i] ? isoDay(firstDay[i]) : `${isoDay(firstDay[i])}/${isoDay(lastDay[i])}`;
  for (const name of ['killed', 'injured', 'abducted', 'arrested']) given[name] = countEntry(i, name);
  Object.assign(given, {event_type: col.event_type(i), sub_event_type: col.sub_event_type(i)});
  if (!Object.values(given).some((value) => value !== null && value !== '')) given.verified = true;
  const entry = {incident: col.id(i), about: `${firstDay[i] === null ? '' : `${isoDay(firstDay[i])} `}${headline(i)}`, ...given};
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

export async function copy(text) {
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

export function fileName(extension) {
  return `incidents.${extension}`;
}

export function download(text, type, name) {
  const url = URL.createObjectURL(new Blob([text], {type}));
  const anchor = h('a', {href: url, download: name});
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

const FIELDS = Object.keys(col).filter((name) => !['place', 'lat', 'lon'].includes(name));

export function geojson() {
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

export function csv() {
  const names = ['latitude', 'longitude', ...FIELDS];
  const lines = shown.map((i) => [col.lat(i), col.lon(i), ...FIELDS.map((name) => col[name](i))].map(csvCell).join(','));
  return `\ufeff${[names.join(','), ...lines].join('\r\n')}\r\n`;
}
