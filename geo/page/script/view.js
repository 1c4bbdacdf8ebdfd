/* What part of the map is seen, and what it leaves out. */

import {summed} from './badges.js';
import {$, col, places, words} from './blocks.js';
import {decoded, map} from './map.js';
import {noteView, state} from './state.js';
import {OVERLAP, groups} from './groups.js';
import {isDrawn} from './incidents.js';
import {tn} from './words.js';

export function drawOutside() {
  const bounds = map.getBounds();
  const count = groups.filter(({place}) => !bounds.contains([place.lat, place.lon]))
    .reduce((sum, group) => sum + group.items.length, 0);
  $('outside').hidden = count === 0;
  $('outside').textContent = count ? `${tn('outside', count)} · ${words.show_all_places}` : '';
}

export function fitAll() {
  const box = L.latLngBounds([]);
  for (const {place} of groups) box.extend(placeBounds(place));
  const aside = Math.min(60, map.getSize().x / 14);  // room for names
  if (box.isValid()) map.fitBounds(box, {padding: [aside, 36], maxZoom: 9, animate: false});
  else map.setView([30, 40], 2, {animate: false});
}

/* Whoever has moved the map keeps the view; until then it shows all. Paper has a view of its own. */
export const view = {isUntouched: true, isOnPaper: false};

/* What the reader has moved the map to is part of the address. */
export function noteMove() {
  if (view.isUntouched || view.isOnPaper || state.view !== 'map') return;
  const {lat, lng} = map.getCenter();
  noteView([Number(lat.toFixed(3)), Number(lng.toFixed(3)), map.getZoom()]);
}

/* Goes to where the address says. */
export function goToNoted() {
  if (!state.at) return;
  const [lat, lon, zoom] = state.at;
  view.isUntouched = false;
  map.setView([lat, lon], zoom, {animate: false});
}

/* Shows all again, whatever the reader has looked at. */
export function showAll() {
  view.isUntouched = true;
  noteView(null);
  fitAll();
}

export function watchSize() {
  for (const event of ['pointerdown', 'wheel', 'keydown']) {
    map.getContainer().addEventListener(event, () => { view.isUntouched = false; }, {passive: true, capture: true});
  }
  new ResizeObserver(() => { if (!$('map-box').hidden) takeSize(); }).observe(map.getContainer());
}

/* Has Leaflet take the size that the map has now, and shows all in it, where that was shown before. */
export function takeSize() {
  const before = map.getSize();
  map.invalidateSize({animate: false});
  if (!map.getSize().equals(before) && view.isUntouched && !view.isOnPaper && state.id === null) fitAll();
}

/* Goes to what the filters leave, for a reader who has not moved the map. */
export function showFound() {
  if (view.isUntouched && !view.isOnPaper && state.id === null && state.view === 'map' && groups.length) fitAll();
}

/* How near the map goes to an incident that opens: near enough for the names of towns. */
const NEAR = 8;
let followed = null, left = null;

/* The map goes to the incident that opens, where it is out of sight or in a sum, and back when it closes: unless the
 * reader has moved the map meanwhile. */
export function followSelection() {
  if (state.view !== 'map' || state.id === followed) return;
  followed = state.id;
  if (followed === null) {
    if (left && view.isUntouched) map.setView(left.centre, left.zoom);
    view.isUntouched &&= left?.isUntouched ?? true;
    left = null;
    return;
  }
  left ??= {centre: map.getCenter(), zoom: map.getZoom(), isUntouched: view.isUntouched};
  view.isUntouched = true;
  const place = places[col.place(followed)];
  if (isDrawn(place) && (summed.has(place.index) || !map.getBounds().contains(placeBounds(place)))) goTo(place);
}

export function goTo(place) {
  map.fitBounds(placeBounds(place), {padding: [60, 60], maxZoom: Math.max(partingZoom(place), Math.min(map.getZoom(), NEAR + 1))});
}

/* The zoom, NEAR or closer, at which no other place is so near on the screen that it would be summed with this one. */
function partingZoom(place) {
  const at = map.project([place.lat, place.lon], NEAR);
  let least = Infinity;
  for (const {place: other} of groups) {
    const distance = other === place ? 0 : at.distanceTo(map.project([other.lat, other.lon], NEAR));
    if (distance > 0) least = Math.min(least, distance);
  }
  return Math.min(map.getMaxZoom() - 1, NEAR + Math.max(0, Math.ceil(Math.log2((OVERLAP + 3) / least))));
}

export function placeBounds(place) {
  const box = L.latLngBounds([[place.lat, place.lon]]);
  if (place.parts) for (const text of place.parts) box.extend(L.latLngBounds(decoded(text)));
  else if (place.shape !== 'point') box.extend(L.latLng(place.lat, place.lon).toBounds((place.radius ?? 5) * 2000));
  return box;
}
