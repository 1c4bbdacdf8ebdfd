/* One incident in full, with the evidence for each claim. */

import {$, col, places, words} from './blocks.js';
import {dayNumber, dayText, rangeText} from './dates.js';
import {h, newTag, said, sign} from './dom.js';
import {shown} from './filter.js';
import {byId, confidenceOf, countText, firstDay, headline, isDrawn, partsOf, placeName, typeOf, whenPrecision, whenText, whereText, within} from './incidents.js';
import {change, state} from './state.js';
import {citation, copy, correction} from './takeaway.js';
import {goTo} from './view.js';
import {capital, countryName, digits, listed, number, percent, t, term} from './words.js';

export function openIncident(i) {
  opener = i;
  change({id: i});
  $('detail').querySelector('h2')?.focus({preventScroll: true});
  $('panel').scrollTop = 0;
  // where the page is one column, the panel is as long as its content
  if ($('panel').getBoundingClientRect().top < 0) $('panel').scrollIntoView();
}

let opener = null;

export function closeIncident() {
  change({id: null});
  const button = $('list').querySelector(`[data-incident="${opener}"]`);
  if (button) { button.focus(); button.scrollIntoView({block: 'nearest'}); } else $('list').focus();
}

export function row(name, ...content) {
  return [h('dt', {}, name), h('dd', {}, ...content)];
}

export function drawDetail() {
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
    firstDay[i] !== null && col.date_basis(i) ? term('basis', col.date_basis(i)) : '',
    col.date_text(i) ? t('as_written', {text: col.date_text(i)}) : '',
    col.time_text(i) ? t('time_of_day', {text: col.time_text(i)}) : '')];
}

function whereDetail(i) {
  const place = places[col.place(i)];
  const out = [h('strong', {}, capital(whereText(i))), ...aside(within(i),
    col.location(i) && col.location(i) !== placeName(place.index) ? t('as_written', {text: col.location(i)}) : '')];
  if (isDrawn(place)) {
    out.push(h('button', {type: 'button', class: 'quiet', onclick: () => showOnMap(place)}, words.show_on_map));
  }
  const alternatives = col.alternatives(i);
  if (col.place_reason(i) || alternatives.length) {
    out.push(h('details', {class: 'why'}, h('summary', {}, words.why_place),
      col.place_reason(i) ? said('p', col.place_reason(i)) : null,
      alternatives.length ? h('p', {class: 'sub'}, words.alternatives) : null,
      alternatives.length ? h('ul', {}, ...alternatives.map((other) => said('li',
        listed(other.name, other.admin1, countryName(other.country))
        + ` (${number.format(other.lat)}, ${number.format(other.lon)})`
        + (other.score === null || other.score === undefined ? '' : ` · ${t('score', {n: percent(other.score)})}`)))) : null));
  }
  return out;
}

/* The word for a role or a kind, nothing where it is not known. */
const known = (prefix, code) => (code && code !== 'unknown' ? term(prefix, code) : '');

const slotText = (slots) => listed(...slots.split(' ').map((slot) => term('slot', slot)));

function showOnMap(place) {
  if (state.view !== 'map') change({view: 'map'});
  $('map-box').scrollIntoView({block: 'nearest'});
  goTo(place);
}

function whoDetail(i) {
  const actors = col.actors(i);
  if (!actors.length) return [];
  return row(words.who, h('ul', {class: 'plain'}, ...actors.map((actor) => h('li', {}, said('span', actor.name ?? ''),
    ...aside(listed(known('role', actor.role), known('actor', actor.kind)))))));
}

function countDetail(i) {
  const cells = ['killed', 'injured', 'abducted', 'arrested'].map((name) => {
    const text = countText(i, name);
    if (text === null && (name === 'abducted' || name === 'arrested')) return null;
    return text === null ? h('li', {class: 'silent'}, `${words[name]}: ${words.not_stated}`) : h('li', {}, h('b', {}, text), ` ${words[name]}`);
  });
  return row(words.casualties, h('ul', {class: 'counts'}, ...cells));
}

function thingsDetail(i) {
  const out = [];
  const weapons = col.weapons(i), seizures = col.seizures(i);
  if (weapons.length) out.push(...row(words.weapons, said('span', listed(...weapons))));
  if (seizures.length) {
    out.push(...row(words.seized, h('ul', {class: 'plain'}, ...seizures.map((thing) => said('li',
      [thing.qualifier, thing.quantity === null || thing.quantity === undefined ? '' : number.format(thing.quantity), thing.unit, thing.item].filter(Boolean).join(' '))))));
  }
  return out;
}

function confidenceDetail(i) {
  const step = confidenceOf(i);
  return step === null ? [] : row(words.confidence, `${term('confidence', step)} (${percent(col.confidence(i))})`);
}

/* What people set right: which values, who, when and why. */
function checkDetail(i) {
  const entries = col.corrections(i);
  if (!entries.length) return [];
  return [h('h3', {}, words.corrections), h('ul', {class: 'plain corrections'}, ...entries.map(({slots, who, when, why}) => h('li', {},
    capital(slotText(slots)),
    ...aside(listed(who, when && dayText(dayNumber(when))), why ?? ''))))];
}

function evidenceDetail(i) {
  const quotes = col.evidence(i);
  if (!quotes.length) return [];
  const names = new Map(col.sources(i).map((source) => [source.document, source.publisher ?? source.title ?? source.document]));
  return [h('h3', {}, words.evidence), ...quotes.map((quote) => h('figure', {class: 'quote'},
    h('blockquote', {dir: 'auto'}, ...marked(i, quote)),
    h('figcaption', {}, h('span', {}, names.get(quote.document) ?? quote.document ?? ''),
      quote.slots ? h('span', {}, t('supports', {slots: slotText(quote.slots)})) : null,
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

export function publishedText(source) {
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
        typeof source.reliability === 'number' ? t('reliability', {n: percent(source.reliability)}) : '',
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
