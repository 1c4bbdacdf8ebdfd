/* The map page: state -> filter -> group by place -> draw. One direction, no framework.
 * Text of articles reaches the document as text nodes and attributes only, never as markup. */

import './failure.js';
import {drawBase, paintBase} from './basemap.js';
import {$, settings, words} from './blocks.js';
import {draw, drawFirst, redraw} from './drawing.js';
import {drawLegend} from './legend.js';
import {listen} from './listening.js';
import {drawNames} from './names.js';
import {drawPatterns} from './shapes.js';
import {onChange, readAddress} from './state.js';
import {onTheme, paintTheme} from './theme.js';
import {areCountriesNamed, t} from './words.js';

if (settings.minimal) document.body.classList.add('minimal');
document.title = settings.title;
$('title').textContent = settings.title;
if (settings.tiles) {
  const {host} = new URL(settings.tiles.url.replace('{s}.', ''));
  $('tiles-note').textContent = `${t('tiles_note', {host})} ${settings.tiles.attribution}`;
}
drawPatterns();
drawLegend();
onChange(draw);
onTheme(paintBase);
readAddress();
drawFirst();
listen();
try {
  await drawBase();
} catch {
  // the list, the shapes and the table need no basemap
  $('time-note').textContent = words.too_old;
}
paintTheme();
if (areCountriesNamed) drawNames();
else redraw();  // their names came with the basemap
document.body.dataset.ready = 'true';
