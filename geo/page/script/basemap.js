/* The world below the incidents: land, waters, borders and provinces. */

import {readBlock, settings, shapes} from './blocks.js';
import {canvas, decoded, map, unrolled} from './map.js';
import {addNames} from './names.js';
import {colour} from './theme.js';
import {baseNames} from './words.js';

/* From and up to which zoom what is fine is drawn: before, lines would cover the land; later, rivers, which are known
 * to some kilometres only, would leave their beds. */
const RIVERS = [3.5, 6.5], PROVINCES = [5, Infinity], ALWAYS = [0, Infinity];
const OPTIONS = {renderer: canvas, pane: 'base', interactive: false, smoothFactor: 1};

/* Each layer with the variables of the style sheet that colour its stroke and its fill. */
const layers = {};

function add(name, layer, stroke, fill, zooms = ALWAYS) {
  layers[name] = {layer, stroke, fill, zooms};
}

export async function drawBase() {
  const world = await readBlock('basemap');
  const arcs = world.arcs.map((arc) => decoded(arc, world.scale));
  const {rings, owners} = countries(world.countries, arcs);
  const shared = new Set(world.borders);
  const lines = arcs.map(unrolled);
  const detailed = new Map(shapes.borders.map((border) => [border.pair, border.lines]));
  const coarse = lines.filter((_, n) => shared.has(n) && !detailed.has(owners.get(n)?.join('-')));
  const fine = [...detailed.values()].flat().map((line) => decoded(line));
  // drawn, not left to the background, which printers leave out
  add('sea', L.rectangle([[-89, -400], [89, 400]], {...OPTIONS, stroke: false, fillOpacity: 1}), null, '--water');
  add('land', L.polygon(rings, {...OPTIONS, stroke: false, fillOpacity: 1}), null, '--land');
  add('rivers', L.polyline(world.rivers.map((line) => decoded(line, world.scale)), {...OPTIONS, weight: 0.9}), '--river', null, RIVERS);
  add('lakes', L.polygon(world.lakes.map((shore) => [decoded(shore, world.scale)]), {...OPTIONS, weight: 0.7, fillOpacity: 1}), '--coast', '--water');
  add('provinces', L.polyline(shapes.provinces.map((line) => decoded(line)), {...OPTIONS, weight: 0.8, dashArray: '3 3'}), '--province', null, PROVINCES);
  add('coast', L.polyline(lines.filter((_, n) => !shared.has(n)), {...OPTIONS, weight: 0.7}), '--coast', null);
  add('borders', L.polyline([...coarse, ...fine], {...OPTIONS, weight: 1.2}), '--border', null);
  const cities = await readBlock('cities');
  addNames(cities.name.map((name, k) => ({
    lat: cities.lat[k] / 100, lon: cities.lon[k] / 100, name, kind: k < cities.capitals ? 'capital' : 'city',
  })));
  addNames(shapes.units.map((unit) => ({...unit, kind: 'unit'})));
  addNames(shapes.towns.map((town) => ({...town, kind: 'town'})));
  paintBase();
  if (settings.tiles) {
    const {url, subdomains, max_zoom: maxZoom} = settings.tiles;
    L.tileLayer(url, {subdomains, maxZoom, className: 'tiles'}).addTo(map);
  } else {
    showByZoom();
    map.on('zoomend', showByZoom);
  }
}

/* Countries as rings of arcs, and who owns each arc: two, where it is a border. */
function countries(rows, arcs) {
  const rings = [], owners = new Map(), names = [];
  for (const [code, name, lon, lat, size, coded] of rows) {
    if (code) baseNames.set(code, name);
    names.push({lat, lon, size, code, name, kind: 'country'});
    for (const numbers of coded) {
      const ring = [];
      for (const n of numbers) {
        const arc = n >= 0 ? arcs[n] : [...arcs[~n]].reverse();
        owners.set(Math.max(n, ~n), [...(owners.get(Math.max(n, ~n)) ?? []), code].sort());
        ring.push(...(ring.length ? arc.slice(1) : arc));
      }
      rings.push([unrolled(ring)]);
    }
  }
  addNames(names.sort((a, b) => b.size - a.size));
  return {rings, owners};
}

function showByZoom() {
  let above = false;
  for (const {layer, zooms: [from, to]} of Object.values(layers)) {
    if (map.getZoom() < from || map.getZoom() > to) layer.remove();
    else if (!map.hasLayer(layer)) {
      layer.addTo(map);
      above = true;
    } else if (above) layer.bringToFront();  // a canvas draws in the order of adding
  }
}

export function paintBase() {
  for (const {layer, stroke, fill} of Object.values(layers)) {
    layer.setStyle({...(stroke && {color: colour(stroke)}), ...(fill && {fillColor: colour(fill)})});
  }
}
