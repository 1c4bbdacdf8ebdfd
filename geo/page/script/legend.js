/* What the signs on the map mean. */

import {$, words} from './blocks.js';
import {h, sign} from './dom.js';
import {facetKeys} from './facets.js';
import {TYPES} from './incidents.js';
import {term} from './words.js';

export function drawLegend() {
  const row = (mark, text) => h('p', {}, mark, text);
  $('legend-body').append(row(sign('', 'point'), words.legend_point), row(sign('', 'area'), words.legend_area),
    row(sign('', 'near'), words.legend_near), row(sign('', 'line'), words.legend_line),
    row(sign('', 'cluster'), words.legend_cluster),
    ...TYPES.filter((type) => facetKeys.type.includes(type)).map((type) => row(sign(type, 'point'), term('type', type))));
}
