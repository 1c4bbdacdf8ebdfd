/* Badges: discs that say how many incidents of which types lie at a place, and plates on what is no exact place. */

import {$, words} from './blocks.js';
import {openIncident} from './detail.js';
import {h, s, said, sign} from './dom.js';
import {clustered, groups} from './groups.js';
import {TYPES, isNew, placeName, typeClass, whereText} from './incidents.js';
import {badgeLayer, map} from './map.js';
import {selected} from './shapes.js';
import {change} from './state.js';
import {view} from './view.js';
import {number, term, tn} from './words.js';

/* Where badges are, in layer pixels [left, top, right, bottom], and the names of their places: for names.js. */
export let badgeBoxes = [], placeLabels = [];

/* Numbers of the places that stand in a sum, and so have no badge of their own. */
export let summed = new Set();

/* Above this many badges the list is the way by keyboard: too many stops are none. */
const MOST_STOPS = 100;

export function drawBadges() {
  const focused = document.activeElement?.dataset?.badge;
  badgeLayer.clearLayers();
  badgeBoxes = [];
  placeLabels = [];
  summed = new Set();
  if ($('map-box').hidden) return;
  const bounds = map.getBounds().pad(0.15);
  const sums = clustered(groups.filter(({place}) => bounds.contains([place.lat, place.lon]))).map(sumOf);
  const most = sums.reduce((high, {count}) => Math.max(high, count), 1);
  const chosen = new Set(selected());
  for (const sum of sums) {
    const {lat, lon} = sum.place;
    const {element, r} = addBadge(sum, most, chosen, sums.length <= MOST_STOPS);
    if (element.dataset.badge === focused) element.focus({preventScroll: true});
    const at = map.latLngToLayerPoint([lat, lon]);
    badgeBoxes.push([at.x - r, at.y - r, at.x + r, at.y + r]);
    if (sum.isOne) placeLabels.push({lat, lon, shift: r - 2, kind: 'place', name: shortened(placeName(sum.place.index)), size: sum.count});
    else for (const {place} of sum.members) summed.add(place.index);
  }
  placeLabels.sort((a, b) => b.size - a.size);
}

/* What a badge says: of one place, or of several that would hide one another. It sits at the place with most. */
function sumOf(members) {
  const types = new Map();
  for (const member of members) for (const [type, n] of member.types) types.set(type, (types.get(type) ?? 0) + n);
  const largest = members.reduce((a, b) => (b.items.length > a.items.length ? b : a));
  return {
    members, types, isOne: members.length === 1, place: largest.place, first: largest.items[0],
    count: members.reduce((sum, {items}) => sum + items.length, 0),
    news: members.reduce((sum, {items}) => sum + items.reduce((n, i) => n + isNew[i], 0), 0),
  };
}

function addBadge(sum, most, chosen, isStop) {
  const {members, place, isOne, news} = sum;
  const {icon, r} = drawn(sum, most);
  if (news) icon.append(s('circle', {cx: 0.72 * (r - 3), cy: -0.72 * (r - 3), r: 4.5, class: 'news'}));
  const isChosen = members.some((member) => chosen.has(member.place.index));
  const marker = L.marker([place.lat, place.lon], {
    pane: 'badges', keyboard: isStop, riseOnHover: true,
    zIndexOffset: isChosen ? 500 : isOne && place.shape === 'point' ? 100 : 0,
    icon: L.divIcon({html: icon, className: `badge${isChosen ? ' selected' : ''}`, iconSize: [2 * r, 2 * r]}),
  });
  const open = () => openGroups(members);
  marker.on('click', open);
  marker.addTo(badgeLayer);
  const element = marker.getElement();
  element.dataset.badge = isOne ? `p${place.index}` : `c${place.lat},${place.lon}`;
  element.setAttribute('aria-label', labelOf(sum));
  element.setAttribute('role', 'button');
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(); }
  });
  marker.bindTooltip(() => tooltip(sum), {direction: 'top', offset: [0, -r + 4], opacity: 1, className: 'tip'});
  return {element, r};
}

function labelOf({isOne, place, count, members, news}) {
  const name = isOne ? `${placeName(place.index)}: ${tn('incidents', count)}. ${term('shape', place.shape)}`
    : `${tn('incidents', count)}, ${number.format(members.length)} ${words.places.other}`;
  return news ? `${name}. ${tn('new_n', news)}` : name;
}

/* A ring of the types, round a number. Settlements are discs that grow; vague places carry a square badge. */
function drawn({isOne, place, types, count}, most) {
  const isPoint = !isOne || place.shape === 'point';
  const text = number.format(count), hole = Math.max(8.5, 3.7 * text.length + 1);
  const r = !isPoint ? Math.max(13, hole + 2) : count === 1 ? 7
    : Math.max(12, hole + 5, 7 + Math.min(4.2 * Math.sqrt(count - 1), 17 * Math.sqrt(count / most)));
  const icon = s('svg', {viewBox: `${-r - 3} ${-r - 3} ${2 * r + 6} ${2 * r + 6}`, width: 2 * r + 6, height: 2 * r + 6, 'aria-hidden': 'true', focusable: 'false'});
  if (isPoint) {
    icon.append(s('circle', {r: r + 1.5, class: `halo ${isOne ? 'point' : 'cluster'}`}));
    pie(icon, types, count, r);
    if (count > 1) icon.append(s('circle', {r: Math.max(hole, r * 0.56), class: 'hole'}));
  } else {
    const kind = types.size === 1 ? typeClass([...types.keys()][0]) : 'mixed';
    icon.append(s('rect', {x: -r, y: -r, width: 2 * r, height: 2 * r, rx: 7, class: `plate ${kind}`}));
  }
  if (count > 1 || !isPoint) {
    icon.append(s('text', {'text-anchor': 'middle', dy: '0.35em', class: 'count'}, text));
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

const shortened = (name) => (name.length > 28 ? `${name.slice(0, 27)}…` : name);

function tooltip({isOne, place, first, types, count, news}) {
  return h('div', {},
    said('strong', isOne ? placeName(place.index) : tn('incidents', count)),
    isOne ? h('span', {}, whereText(first)) : null,
    ...[...types].map(([type, n]) => h('span', {class: 'tip-type'}, sign(type, 'point'), `${term('type', type)} ${number.format(n)}`)),
    news ? h('span', {class: 'tip-type'}, h('span', {class: 'dot'}), tn('new_n', news)) : null);
}

/* One incident opens; several are listed. Groups that the greatest zoom does not part are listed together. */
export function openGroups(members) {
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
