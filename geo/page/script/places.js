/* The incidents on the map: discs, areas, circles and lines by place, and sums where they are dense. */

import {$, col, places, words} from './blocks.js';
import {openIncident} from './detail.js';
import {h, s, said, sign} from './dom.js';
import {shown} from './filter.js';
import {TYPES, isDevelopment, isDrawn, isNew, placeName, typeClass, typeOf, whereText} from './incidents.js';
import {badgeLayer, decoded, map, shapeLayer, vector} from './map.js';
import {change, state} from './state.js';
import {view} from './view.js';
import {number, term, tn} from './words.js';

/* Where badges are, in layer pixels [left, top, right, bottom], and the names of their places: for names.js. */
export let badgeBoxes = [], placeLabels = [];

/* Incidents that are shown, by place; only places that may be drawn. */
export let groups = [];

export function groupByPlace() {
  const found = new Map();
  for (const i of shown) {
    const place = places[col.place(i)];
    if (!isDrawn(place) || isDevelopment[i]) continue;
    if (!found.has(place.index)) found.set(place.index, {place, items: [], types: new Map()});
    const group = found.get(place.index);
    group.items.push(i);
    group.types.set(typeOf(i), (group.types.get(typeOf(i)) ?? 0) + 1);
  }
  groups = [...found.values()];
}

export function drawShapes() {
  shapeLayer.clearLayers();
  const selected = state.id !== null ? [col.place(state.id)] : state.place ?? [];
  const vague = groups.filter((group) => group.place.shape !== 'point');
  vague.sort((a, b) => (b.place.radius ?? 0) - (a.place.radius ?? 0) || a.place.index - b.place.index);
  for (const group of vague.slice(0, 400)) {
    const {place} = group;
    const type = group.types.size === 1 ? group.items.length && [...group.types.keys()][0] : null;
    const style = {
      renderer: vector, pane: 'shapes', interactive: true, bubblingMouseEvents: false, weight: selected.includes(place.index) ? 2.5 : 1.5,
      className: `shape ${place.shape} ${type === null ? 'mixed' : typeClass(type)}${selected.includes(place.index) ? ' selected' : ''}`,
      fillColor: `url(#hatch-${type === null ? 'mixed' : TYPES.indexOf(type)})`, fillOpacity: 1,
    };
    const layer = outline(place, style);
    layer.on('click', () => openGroups([group]));
    layer.addTo(shapeLayer);
  }
}

export function outline(place, style) {
  if (place.parts && place.parts.length) {
    const lines = place.parts.map((line) => decoded(line));
    // the middle of a border's line is not filled, and is easier to hit when it is thick
    return place.shape === 'line' ? L.polyline(lines, {...style, weight: style.weight + 3.5, fill: false})
      : L.polygon(lines, style);
  }
  return L.circle([place.lat, place.lon], {...style, radius: Math.max(place.radius ?? 5, 0.5) * 1000});
}

/* A ring of the types, round a number. Settlements are discs that grow; vague places carry a square badge. */
function badge(group, count, most) {
  const isPoint = group.place.shape === 'point' || group.place.shape === 'cluster';
  const r = !isPoint ? 13 : count === 1 ? 7 : Math.max(12, 7 + Math.min(4.2 * Math.sqrt(count - 1), 17 * Math.sqrt(count / most)));
  const icon = s('svg', {viewBox: `${-r - 3} ${-r - 3} ${2 * r + 6} ${2 * r + 6}`, width: 2 * r + 6, height: 2 * r + 6, 'aria-hidden': 'true', focusable: 'false'});
  if (isPoint) {
    icon.append(s('circle', {r: r + 1.5, class: `halo ${group.place.shape}`}));
    pie(icon, group.types, count, r);
    if (count > 1) icon.append(s('circle', {r: Math.max(8.5, r * 0.56), class: 'hole'}));
  } else {
    const types = [...group.types.keys()];
    icon.append(s('rect', {x: -r, y: -r, width: 2 * r, height: 2 * r, rx: 7, class: `plate ${types.length === 1 ? typeClass(types[0]) : 'mixed'}`}));
  }
  if (count > 1 || !isPoint) {
    const text = s('text', {'text-anchor': 'middle', dy: '0.35em', class: 'count'});
    text.textContent = number.format(count);
    icon.append(text);
  }
  return {icon, r: r + 3};
}

function pie(icon, types, count, r) {
  let from = 0;
  for (const type of TYPES) {
    if (!types.has(type)) continue;
    const share = types.get(type) / count;
    if (share === 1) {
      icon.append(s('circle', {r, class: `slice ${typeClass(type)}`}));
      return;
    }
    const at = (turn) => `${(r * Math.sin(2 * Math.PI * turn)).toFixed(2)} ${(-r * Math.cos(2 * Math.PI * turn)).toFixed(2)}`;
    icon.append(s('path', {
      d: `M0 0 L${at(from)} A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${at(from + share)} Z`, class: `slice ${typeClass(type)}`,
    }));
    from += share;
  }
}

const CLUSTER_ABOVE = 120;

/* Where badges would hide one another, the largest takes in those near it on the screen, with their sum; a click opens
 * it. Above some hundred places in view it takes in more. */
function clustered(visible) {
  const near = visible.length > CLUSTER_ABOVE ? 58 : 21;
  const cells = new Map(), clusters = [];
  const sorted = [...visible].sort((a, b) => b.items.length - a.items.length || a.place.index - b.place.index);
  for (const group of sorted) {
    const at = map.project([group.place.lat, group.place.lon]);
    const x = Math.floor(at.x / near), y = Math.floor(at.y / near);
    let host = null, least = near;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const cluster of cells.get(`${x + dx}:${y + dy}`) ?? []) {
          const distance = cluster.at.distanceTo(at);
          if (distance < least) { host = cluster; least = distance; }
        }
      }
    }
    if (host) { host.members.push(group); continue; }
    const cluster = {at, members: [group]};
    clusters.push(cluster);
    const key = `${x}:${y}`;
    cells.set(key, [...(cells.get(key) ?? []), cluster]);
  }
  return clusters.map((cluster) => cluster.members);
}

export function drawBadges() {
  const focused = document.activeElement?.dataset?.badge;
  badgeLayer.clearLayers();
  badgeBoxes = [];
  placeLabels = [];
  if ($('map-box').hidden) return;
  const bounds = map.getBounds().pad(0.15);
  const visible = groups.filter(({place}) => bounds.contains([place.lat, place.lon]));
  const clusters = clustered(visible);
  const selected = state.id !== null ? [col.place(state.id)] : state.place ?? [];
  const most = Math.max(1, ...clusters.map((members) => members.reduce((sum, member) => sum + member.items.length, 0)));
  clusters.forEach((members) => {
    const one = members.length === 1;
    const types = new Map();
    for (const member of members) for (const [type, n] of member.types) types.set(type, (types.get(type) ?? 0) + n);
    const items = members.reduce((sum, member) => sum + member.items.length, 0);
    const largest = members.reduce((a, b) => (b.items.length > a.items.length ? b : a));
    const {icon, r} = badge(one ? members[0] : {types, place: {shape: 'cluster'}}, items, most);
    const news = members.reduce((sum, member) => sum + member.items.filter((i) => isNew[i]).length, 0);
    if (news) icon.append(s('circle', {cx: 0.72 * (r - 3), cy: -0.72 * (r - 3), r: 4.5, class: 'news'}));
    const {lat, lon} = largest.place;
    const name = one ? `${placeName(largest.place.index)}: ${tn('incidents', items)}. ${term('shape', largest.place.shape)}`
      : `${tn('incidents', items)}, ${number.format(members.length)} ${words.places.other}`;
    const label = news ? `${name}. ${tn('new_n', news)}` : name;
    const marker = L.marker([lat, lon], {
      pane: 'badges', keyboard: clusters.length <= 100, riseOnHover: true, zIndexOffset: one && largest.place.shape === 'point' ? 100 : 0,
      icon: L.divIcon({html: icon, className: `badge${one && selected.includes(largest.place.index) ? ' selected' : ''}`, iconSize: [2 * r, 2 * r]}),
    });
    const open = () => openGroups(members);
    marker.on('click', open);
    marker.addTo(badgeLayer);
    const element = marker.getElement();
    element.dataset.badge = one ? `p${largest.place.index}` : `c${lat},${lon}`;
    element.setAttribute('aria-label', label);
    element.setAttribute('role', 'button');
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(); }
    });
    if (element.dataset.badge === focused) element.focus({preventScroll: true});
    marker.bindTooltip(tooltip(one, largest, types, items, news), {direction: 'top', offset: [0, -r + 4], opacity: 1, className: 'tip'});
    const at = map.latLngToLayerPoint([lat, lon]);
    badgeBoxes.push([at.x - r, at.y - r, at.x + r, at.y + r]);
    if (one) placeLabels.push({lat, lon, shift: r - 2, kind: 'place', name: shortened(placeName(largest.place.index)), size: items});
  });
  placeLabels.sort((a, b) => b.size - a.size);
}

const shortened = (name) => (name.length > 28 ? `${name.slice(0, 27)}…` : name);

function tooltip(one, group, types, items, news) {
  return () => h('div', {},
    said('strong', one ? placeName(group.place.index) : tn('incidents', items)),
    one ? h('span', {}, whereText(group.items[0])) : null,
    ...[...types].map(([type, n]) => h('span', {class: 'tip-type'}, sign(type, 'point'), `${term('type', type)} ${number.format(n)}`)),
    news ? h('span', {class: 'tip-type'}, h('span', {class: 'dot'}), tn('new_n', news)) : null);
}

/* One incident opens; several are listed. Groups that the greatest zoom does not part are listed together. */
function openGroups(members) {
  if (members.length === 1 && members[0].items.length === 1) {
    openIncident(members[0].items[0]);
    return;
  }
  const box = L.latLngBounds(members.map(({place}) => [place.lat, place.lon]));
  const isOneSpot = map.project(box.getNorthEast(), map.getMaxZoom()).distanceTo(map.project(box.getSouthWest(), map.getMaxZoom())) < 30;
  if (members.length > 1 && !isOneSpot && map.getZoom() < map.getMaxZoom()) {
    view.isUntouched = false;
    map.fitBounds(box.pad(0.2), {padding: [30, 30]});
    return;
  }
  change({place: members.map(({place}) => place.index), id: null});
  $('list').focus({preventScroll: true});
}

export function drawPatterns() {
  const defs = s('defs');
  for (const [name, type] of [...TYPES.map((type, n) => [String(n), typeClass(type)]), ['mixed', 'mixed']]) {
    defs.append(s('pattern', {id: `hatch-${name}`, width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)'},
      s('rect', {width: 7, height: 7, class: `hatch-ground ${type}`}), s('rect', {width: 1.6, height: 7, class: `hatch-line ${type}`})));
  }
  $('patterns').append(defs);
}
