/* The map itself, without what is on it, and numbers turned into coordinates. */

import {settings, words} from './blocks.js';

export const map = L.map('map', {
  zoomControl: false, attributionControl: false, minZoom: 1, maxZoom: settings.tiles ? settings.tiles.max_zoom : 12,
  maxBounds: [[-85, -270], [85, 270]], maxBoundsViscosity: 0.6, zoomSnap: 0.5, fadeAnimation: false,
  zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches, worldCopyJump: false,
});
L.control.zoom({
  position: words.dir === 'rtl' ? 'topright' : 'topleft', zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out,
}).addTo(map);
L.control.scale({position: words.dir === 'rtl' ? 'bottomleft' : 'bottomright', imperial: false}).addTo(map);
map.getContainer().setAttribute('aria-label', words.map_label);
map.setView([30, 40], 3);
for (const [name, z] of [['base', 200], ['shapes', 350], ['names', 420], ['badges', 600]]) {
  map.createPane(name).style.zIndex = z;
}
map.getPane('names').classList.add('leaflet-zoom-hide');
map.getPane('names').setAttribute('aria-hidden', 'true');
export const canvas = L.canvas({pane: 'base', padding: 0.4});
export const vector = L.svg({pane: 'shapes', padding: 0.4});
export const shapeLayer = L.layerGroup().addTo(map);
export const badgeLayer = L.layerGroup().addTo(map);
/* An encoded polyline (shapes.py) as points: steps of longitude and latitude, five bits a character. */
export function decoded(text, scale = 1000) {
  const out = [];
  let at = 0, lon = 0, lat = 0;
  const step = () => {
    let value = 0, shift = 0, bits;
    do {
      bits = text.charCodeAt(at++) - 63;
      value |= (bits & 31) << shift;
      shift += 5;
    } while (bits > 31);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (at < text.length) {
    lon += step();
    lat += step();
    out.push([lat / scale, lon / scale]);
  }
  return out;
}

/* A line over the date line goes on beyond 180 degrees; a ring round the pole is closed below the map. */
export function unrolled(line) {
  const out = [line[0]];
  for (const [lat, lon] of line.slice(1)) {
    const before = out[out.length - 1][1];
    out.push([lat, lon + 360 * Math.round((before - lon) / 360)]);
  }
  const first = out[0][1], last = out[out.length - 1][1];
  return Math.abs(first - last) > 180 && line[0][1] === line[line.length - 1][1] ? [...out, [-89, last], [-89, first]] : out;
}
