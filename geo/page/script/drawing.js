/* Draws everything from the state, in one direction: what passes the filters, then each part of the page. */

import {drawBadges} from './badges.js';
import {bins, makeBins} from './bins.js';
import {$} from './blocks.js';
import {drawDetail} from './detail.js';
import {FACET_NAMES} from './facets.js';
import {drawFigures, drawStatus} from './figures.js';
import {applyFilters} from './filter.js';
import {drawChips, drawFacets} from './filters.js';
import {groupByPlace} from './groups.js';
import {drawList, resetList} from './list.js';
import {map} from './map.js';
import {drawNames} from './names.js';
import {drawShapes} from './shapes.js';
import {state} from './state.js';
import {drawSummary} from './summary.js';
import {drawTable} from './table.js';
import {drawTime} from './time.js';
import {drawOutside, fitAll, followSelection, goToNoted, showFound, takeSize} from './view.js';

/* While all is drawn, a map that moves need not have its part drawn before. */
let isDrawing = false;
let drawnFilters = null, drawnRange = 'null/null';

/* Whether other incidents pass the filters than those that are drawn; groups them by place. */
function isStale() {
  const filters = JSON.stringify([state.q, state.from, state.to, state.place, state.dev, FACET_NAMES.map((name) => [...state.facets[name]])]);
  if (filters === drawnFilters) return false;
  drawnFilters = filters;
  applyFilters();
  groupByPlace();
  resetList();
  return true;
}

function drawFiltered() {
  showTime();
  drawTime();
  drawFacets();
  drawFigures();
  drawStatus();
}

/* Draws all for the first time, with everything in view. */
export function drawFirst() {
  isStale();
  showView();
  drawFiltered();
  map.invalidateSize({animate: false});
  fitAll();
  goToNoted();
  drawRest();
}

export function draw() {
  const wasHidden = $('map-box').hidden;
  const isOther = isStale();
  showView();
  if (isOther) drawFiltered();
  isDrawing = true;
  if (isOther && isOtherPlaces()) showFound();
  if (wasHidden && !$('map-box').hidden) takeSize();
  isDrawing = false;
  drawRest();
}

/* Whether the filters other than the time range have changed: while time passes, the map stands still. */
function isOtherPlaces() {
  const before = drawnRange;
  drawnRange = `${state.from}/${state.to}`;
  return drawnRange === before;
}

/* As draw, where the words of everything have changed. */
export function redraw() {
  drawFiltered();
  drawRest();
}

function showView() {
  $('map-box').hidden = state.view !== 'map';
  document.body.dataset.view = state.view;
  for (const button of document.querySelectorAll('button[data-view]')) {
    button.setAttribute('aria-pressed', String(button.dataset.view === state.view));
  }
}

/* Of a single day, week or month there is nothing to choose. */
function showTime() {
  makeBins();
  $('time').hidden = bins.length < 3 || state.view !== 'map';
}

function drawRest() {
  $('time').hidden = bins.length < 3 || state.view !== 'map';
  drawChips();
  if (state.id === null) drawList();
  drawDetail();
  drawShapes();
  drawSeen();
  drawTable();
  drawSummary();
  followSelection();
}

export function drawMoved() {
  if (!isDrawing) drawSeen();
}

/* What depends on the part of the map that is seen. */
function drawSeen() {
  drawBadges();
  drawNames();
  drawOutside();
}
