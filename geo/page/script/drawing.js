/* Draws everything from the state, in one direction: what passes the filters, then each part of the page. */

import {drawNames} from './names.js';
import {bins} from './bins.js';
import {$} from './blocks.js';
import {drawDetail} from './detail.js';
import {FACET_NAMES} from './facets.js';
import {drawFigures, drawStatus} from './figures.js';
import {applyFilters} from './filter.js';
import {drawChips, drawFacets} from './filters.js';
import {drawList, resetList} from './list.js';
import {map} from './map.js';
import {drawBadges, drawShapes, groupByPlace} from './places.js';
import {state} from './state.js';
import {drawSummary} from './summary.js';
import {drawTable} from './table.js';
import {drawTime} from './time.js';
import {drawOutside} from './view.js';

let drawnFilters = '';

export function draw() {
  const filters = JSON.stringify([state.q, state.from, state.to, state.place, state.dev, FACET_NAMES.map((name) => [...state.facets[name]])]);
  const view = $('map-box').hidden ? '' : 'map';
  $('map-box').hidden = state.view !== 'map';
  document.body.dataset.view = state.view;
  if (filters !== drawnFilters) {
    applyFilters();
    groupByPlace();
    resetList();
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

/* What depends on the part of the map that is seen. */
export function drawSeen() {
  drawBadges();
  drawNames();
  drawOutside();
}
