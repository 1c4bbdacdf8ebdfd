/* What the reader does, by mouse, keyboard, touch or address, turned into changes of the state. */

import {$} from './blocks.js';
import {drawMoved} from './drawing.js';
import {closeIncident} from './detail.js';
import {drawFacets} from './filters.js';
import {map} from './map.js';
import {fromPaper, toPaper} from './paper.js';
import {change, state, takeHash} from './state.js';
import {copy, csv, download, fileName, geojson} from './takeaway.js';
import {isDark, paintTheme} from './theme.js';
import {play, setRange, shiftRange} from './time.js';
import {goToNoted, noteMove, showAll, watchSize} from './view.js';

export function listen() {
  map.on('moveend', () => { drawMoved(); noteMove(); });
  watchSize();
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
  $('filters').addEventListener('toggle', drawFacets);
  $('outside').addEventListener('click', showAll);
  $('unlocated').addEventListener('click', () => {
    if (state.id !== null) change({id: null});
    $('off-map')?.focus();
    $('off-map')?.scrollIntoView();
  });
  for (const button of document.querySelectorAll('button[data-view]')) {
    button.addEventListener('click', () => change({view: button.dataset.view}));
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
  for (const event of ['popstate', 'hashchange']) {
    window.addEventListener(event, () => { if (takeHash()) goToNoted(); });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && state.id !== null && !$('copy-box').open) closeIncident();
    if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName) && state.id === null) {
      event.preventDefault();
      $('search').focus();
    }
  });
}
