/* What can be filtered by, and the text that the search reads. */

import {N, col, perRow, places, words} from './blocks.js';
import {TYPES, confidenceOf, independent, isNew, placeName, sizeOf, titleOf, typeOf} from './incidents.js';
import {countryName, listed, term} from './words.js';

const SIZES = ['25', '5', '1', '0', 'none'];

/* What can be filtered: the values of an incident, and the words for a value. Order null: most frequent first. */
export const FACETS = {
  new: {values: (i) => [isNew[i] ? 'yes' : 'no'], name: (v) => term('new', v), order: ['yes', 'no']},
  type: {values: (i) => [typeOf(i)], name: (v) => term('type', v), order: TYPES},
  shape: {
    values: (i) => [places[col.place(i)].shape], name: (v) => term('shape', v),
    order: ['point', 'near', 'area', 'line', 'wide', 'none'],
  },
  deaths: {values: (i) => [sizeOf(i, 'killed')], name: (v) => term('deaths', v), order: SIZES},
  injured: {values: (i) => [sizeOf(i, 'injured')], name: (v) => term('deaths', v), order: SIZES},
  country: {values: (i) => (col.country(i) ? [col.country(i)] : []), name: countryName, order: null},
  // provinces of different countries may bear one name
  admin1: {
    values: (i) => (col.admin1(i) ? [`${col.country(i) ?? ''}:${col.admin1(i)}`] : []), order: null,
    name: (v) => listed(v.slice(v.indexOf(':') + 1), facet('country').values.length > 1 ? countryName(v.slice(0, v.indexOf(':'))) : ''),
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
  confidence: {values: (i) => [confidenceOf(i) ?? 'none'], name: (v) => (v === 'none' ? words.not_stated : term('confidence', v)), order: ['high', 'middle', 'low', 'none']},
  tense: {values: (i) => [col.tense(i) ?? 'actual'], name: (v) => term('tense', v), order: null},
};
export const FACET_NAMES = Object.keys(FACETS);

/* A facet's values, and for each incident the numbers of those that it has. Made when it is asked for: thousands of
 * incidents are on the map before anybody filters them. */
const made = new Map();

export function facet(name) {
  if (!made.has(name)) {
    const numbers = new Map();
    const of = perRow((i) => FACETS[name].values(i).map((value) => {
      if (!numbers.has(value)) numbers.set(value, numbers.size);
      return numbers.get(value);
    }));
    made.set(name, {values: [...numbers.keys()], of});
  }
  return made.get(name);
}

/* Text without accents and capitals. Most of it is ASCII, which has no accents. */
export const folded = (text) => (/^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFKD').replace(/\p{M}+/gu, '')).toLowerCase();
let haystacks = null;

export function haystack(i) {
  haystacks ??= new Array(N);
  return haystacks[i] ??= folded([
    titleOf(i), placeName(col.place(i)), col.location(i), col.admin1(i), col.admin2(i), countryName(col.country(i)),
    col.date_text(i), ...col.actors(i).map((a) => a.name), ...col.weapons(i), ...col.seizures(i).map((s) => s.item),
    ...col.evidence(i).map((e) => e.text), ...col.sources(i).flatMap((s) => [s.title, s.publisher]), ...col.notes(i),
  ].filter(Boolean).join('\n'));
}
