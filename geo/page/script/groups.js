/* The incidents that are shown, by place, and places so near each other on the screen that they are summed. */

import {col, places} from './blocks.js';
import {shown} from './filter.js';
import {isDevelopment, isDrawn, typeOf} from './incidents.js';
import {map} from './map.js';

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

const CLUSTER_ABOVE = 120;
/* Badges nearer each other than so many pixels hide one another. */
export const OVERLAP = 21;

/* Where badges would hide one another, the largest takes in those near it on the screen, with their sum; a click opens
 * it. Above some hundred places in view it takes in more. */
export function clustered(visible) {
  const near = visible.length > CLUSTER_ABOVE ? 58 : OVERLAP;
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
