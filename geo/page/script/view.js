/* What part of the map is seen, and what it leaves out. */

import {$, words} from './blocks.js';
import {decoded, map} from './map.js';
import {groups} from './places.js';
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
  if (box.isValid()) map.fitBounds(box, {padding: [36, 36], maxZoom: 9, animate: false});
  else map.setView([30, 40], 2, {animate: false});
}

/* Whoever has moved the map keeps the view; until then it shows all. Paper has a view of its own. */
export const view = {isUntouched: true, isOnPaper: false};

export function watchSize() {
  for (const event of ['pointerdown', 'wheel', 'keydown']) {
    map.getContainer().addEventListener(event, () => { view.isUntouched = false; }, {passive: true, capture: true});
  }
  new ResizeObserver(() => {
    if ($('map-box').hidden) return;
    map.invalidateSize({animate: false});
    if (view.isUntouched && !view.isOnPaper) fitAll();
  }).observe(map.getContainer());
}

export function placeBounds(place) {
  const box = L.latLngBounds([[place.lat, place.lon]]);
  if (place.parts) for (const text of place.parts) box.extend(L.latLngBounds(decoded(text)));
  else if (place.shape !== 'point') box.extend(L.latLng(place.lat, place.lon).toBounds((place.radius ?? 5) * 2000));
  return box;
}
