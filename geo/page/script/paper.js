/* The page on paper: every incident that is shown in full, with a map as wide as the paper. */

import {$, col, words} from './blocks.js';
import {publishedText} from './detail.js';
import {h, said} from './dom.js';
import {shown} from './filter.js';
import {countText, headline, whenPrecision, whenText, whereText} from './incidents.js';
import {legendRows} from './legend.js';
import {map} from './map.js';
import {state} from './state.js';
import {paintTheme} from './theme.js';
import {fitAll, view} from './view.js';
import {capital, number, t} from './words.js';

const PAPER_ROWS = 300;

/* On paper every incident that is shown stands in full, with its evidence and sources. */
function drawPaper() {
  const note = shown.length > PAPER_ROWS ? [h('p', {}, t('first_rows', {n: number.format(PAPER_ROWS)}))] : [];
  const legend = state.view === 'map' ? [h('div', {class: 'paper-legend'}, ...legendRows())] : [];
  $('paper').replaceChildren(...legend, ...note, ...shown.slice(0, PAPER_ROWS).map((i) => h('article', {},
    said('h3', `${whenText(i)}${whenPrecision(i) ? ` (${whenPrecision(i)})` : ''} · ${headline(i)}`),
    said('p', [capital(whereText(i)), ...['killed', 'injured'].map((name) => `${words[name]}: ${countText(i, name) ?? words.not_stated}`)].join(' · ')),
    ...col.evidence(i).map((quote) => said('blockquote', quote.text)),
    ...col.sources(i).map((source) => said('p', [source.title ?? source.document, source.publisher, publishedText(source), source.url].filter(Boolean).join(' · '), {class: 'aside'})))));
}

export let screenState = null;

/* Paper is light, and as wide as paper: Leaflet must know the size before the browser lays the pages out. */
export function toPaper() {
  screenState ??= {theme: document.documentElement.dataset.theme, centre: map.getCenter(), zoom: map.getZoom()};
  view.isOnPaper = true;
  document.documentElement.dataset.theme = 'light';
  document.documentElement.classList.add('printing');
  paintTheme();
  drawPaper();
  map.invalidateSize({animate: false});
  fitAll();
}

export function fromPaper() {
  if (!screenState) return;
  if (screenState.theme) document.documentElement.dataset.theme = screenState.theme;
  else delete document.documentElement.dataset.theme;
  document.documentElement.classList.remove('printing');
  paintTheme();
  $('paper').replaceChildren();
  map.invalidateSize({animate: false});
  map.setView(screenState.centre, screenState.zoom, {animate: false});
  screenState = null;
  view.isOnPaper = false;
}
