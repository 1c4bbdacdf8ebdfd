/* What the signs on the map mean. */

import {$, settings, words} from './blocks.js';
import {h, sign} from './dom.js';
import {facet} from './facets.js';
import {TYPES} from './incidents.js';
import {term} from './words.js';

/* The legend as elements: how exact a place is, then the types that there are. */
export function legendRows() {
  const row = (mark, text) => h('p', {}, mark, text);
  const types = TYPES.filter((type) => facet('type').values.includes(type));
  return [
    h('h2', {}, words.facet_shape),
    ...['point', 'near', 'area', 'line', 'cluster'].map((shape) => row(sign('', shape), words[`legend_${shape}`])),
    ...(types.length ? [h('h2', {}, words.facet_type)] : []),
    ...types.map((type) => row(sign(type, 'point'), term('type', type))),
  ];
}

export function drawLegend() {
  $('legend-body').append(...legendRows());
  // where it hides little of the map, it is open
  $('legend').open = matchMedia('(min-width: 1600px) and (min-height: 800px)').matches && !settings.minimal;
}
