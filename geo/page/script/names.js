/* Names on the map: the important first, none over another. */

import {$, settings} from './blocks.js';
import {said} from './dom.js';
import {map} from './map.js';
import {badgeBoxes, placeLabels} from './badges.js';
import {countryName} from './words.js';

const MOST_NAMES = 70;
const HEIGHT = 16;
/* By kind: the zoom it is written from, and the width of a letter in pixels. Countries are written where they are wide. */
const FROM = {place: 0, capital: 4, city: 5.5, unit: 6.5, town: 7};
const LETTER = {country: 8.2, unit: 6.8, place: 7, capital: 6.8, city: 6.3, town: 6.3};

const isArea = (kind) => kind === 'country' || kind === 'unit';

const labels = [];

/* Adds names, the important first: {lat, lon, name, kind}, and for countries {code, size} in degrees. */
export function addNames(more) {
  labels.push(...more);
}

export function drawNames() {
  const pane = map.getPane('names');
  pane.replaceChildren();
  if (settings.tiles || $('map-box').hidden) return;
  const zoom = map.getZoom(), bounds = map.getBounds().pad(0.05), taken = [...badgeBoxes];
  const written = new Set(), edges = [map.containerPointToLayerPoint([0, 0]).x, map.containerPointToLayerPoint(map.getSize()).x];
  const fragment = document.createDocumentFragment();
  for (const label of [...placeLabels, ...labels]) {
    if (written.size > MOST_NAMES) break;
    const {kind} = label;
    if (kind === 'country' ? label.size * 2 ** zoom < 60 || zoom > 8 : zoom < FROM[kind]) continue;
    if (!bounds.contains([label.lat, label.lon])) continue;
    const name = kind === 'country' && label.code ? countryName(label.code) : label.name;
    const point = map.latLngToLayerPoint([label.lat, label.lon]);
    const key = isArea(kind) ? `${kind} ${name}` : name;  // a province may be called as its town
    const spot = written.has(key) ? undefined : spotFor(label, point, name.length * LETTER[kind] + 8, taken, edges);
    if (!spot) continue;
    taken.push([spot.left, point.y - HEIGHT / 2, spot.right, point.y + HEIGHT / 2]);
    written.add(key);
    const element = said('div', name, {class: `name ${kind}${spot.isLeft ? ' left' : ''}`});
    L.DomUtil.setPosition(element, point.add([spot.isLeft ? -spot.shift : spot.shift, 0]));
    fragment.append(element);
  }
  pane.append(fragment);
}

/* Where a name has room: over its middle, or right of its place, or, for a place of incidents, left of it. */
function spotFor({kind, shift = 0}, point, width, taken, edges) {
  const isPlace = kind === 'place';
  const spots = isArea(kind) ? [{left: point.x - width / 2, right: point.x + width / 2}]
    : [{left: point.x + shift + (isPlace ? 3 : -5), right: point.x + shift + width + 6}];
  if (isPlace) spots.push({left: point.x - shift - width - 6, right: point.x - shift - 3, isLeft: true});
  const found = spots.find(({left, right}) => (!isPlace || (left > edges[0] && right < edges[1]))
    && !taken.some((b) => left < b[2] && right > b[0] && point.y - HEIGHT / 2 < b[3] && point.y + HEIGHT / 2 > b[1]));
  return found && {...found, shift};
}
