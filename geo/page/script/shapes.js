/* Vague places as what they are: areas, circles and lines, dashed and hatched. */

import {$, col} from './blocks.js';
import {openGroups} from './badges.js';
import {s} from './dom.js';
import {groups} from './groups.js';
import {TYPES, typeClass} from './incidents.js';
import {decoded, shapeLayer, vector} from './map.js';
import {state} from './state.js';

const MOST_SHAPES = 400;

/* Places that are chosen: that of the open incident, or those that the list is narrowed to. */
export const selected = () => (state.id !== null ? [col.place(state.id)] : state.place ?? []);

export function drawShapes() {
  shapeLayer.clearLayers();
  const chosen = selected();
  $('map').classList.toggle('focused', chosen.length > 0);
  const vague = groups.filter(({place}) => place.shape !== 'point' || (chosen.includes(place.index) && place.radius >= 1));
  vague.sort((a, b) => (b.place.radius ?? 0) - (a.place.radius ?? 0) || a.place.index - b.place.index);
  for (const group of vague.slice(0, MOST_SHAPES)) {
    const {place} = group;
    const isChosen = chosen.includes(place.index), kind = place.shape === 'point' ? 'reach' : place.shape;
    const type = group.types.size === 1 ? [...group.types.keys()][0] : null;
    const layer = outline(place, {
      renderer: vector, pane: 'shapes', interactive: true, bubblingMouseEvents: false, weight: isChosen ? 2.5 : 1.5,
      className: `shape ${kind} ${type === null ? 'mixed' : typeClass(type)}${isChosen ? ' selected' : ''}`,
      fillColor: `url(#hatch-${type === null ? 'mixed' : TYPES.indexOf(type)})`, fillOpacity: 1, fill: kind !== 'reach',
    });
    layer.on('click', () => openGroups([group]));
    layer.addTo(shapeLayer);
  }
}

function outline(place, style) {
  if (place.parts && place.parts.length) {
    const lines = place.parts.map((line) => decoded(line));
    // the middle of a border's line is not filled, and is easier to hit when it is thick
    return place.shape === 'line' ? L.polyline(lines, {...style, weight: style.weight + 3.5, fill: false})
      : L.polygon(lines, style);
  }
  return L.circle([place.lat, place.lon], {...style, radius: Math.max(place.radius ?? 5, 0.5) * 1000});
}

export function drawPatterns() {
  const defs = s('defs');
  for (const [id, type] of [...TYPES.map((name, n) => [String(n), typeClass(name)]), ['mixed', 'mixed']]) {
    defs.append(s('pattern', {id: `hatch-${id}`, width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'},
      s('rect', {width: 7, height: 7, class: `hatch-ground ${type}`}), s('rect', {width: 1.6, height: 7, class: `hatch-line ${type}`})));
  }
  $('patterns').append(defs);
}
