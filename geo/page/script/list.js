/* The list: the same incidents as the map, as text, and those that have no place on it. */

import {$, N, col, places, words} from './blocks.js';
import {calendar, lengthOf} from './dates.js';
import {openIncident} from './detail.js';
import {h, newTag, said, sign} from './dom.js';
import {shown} from './filter.js';
import {countText, developmentCount, firstDay, independent, isDevelopment, isDrawn, lastDay, titleOf, typeOf, whenPrecision, whereText} from './incidents.js';
import {clearAll, state} from './state.js';
import {capital, digits, number, t, term, tn} from './words.js';

const FIRST_ITEMS = 50;
let listLength = FIRST_ITEMS;

/* Other incidents are shown than before: the list begins anew. */
export function resetList() {
  listLength = FIRST_ITEMS;
}

function dateBlock(i) {
  if (firstDay[i] === null) return h('span', {class: 'date'}, h('b', {}, '?'));
  const kind = lengthOf(firstDay[i], lastDay[i]);
  const {y, m, d} = calendar(firstDay[i]);
  if (kind === 'year') return h('span', {class: 'date'}, h('b', {}, digits(y)));
  const month = words.months_short[m];
  if (kind === 'month') return h('span', {class: 'date'}, h('b', {class: 'word'}, month), h('span', {}, digits(y)));
  if (kind === 'days') {
    const last = calendar(lastDay[i]);
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
  const precision = firstDay[i] !== null && lengthOf(firstDay[i], lastDay[i]) !== 'days' ? whenPrecision(i) : '';
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

export function drawList() {
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
