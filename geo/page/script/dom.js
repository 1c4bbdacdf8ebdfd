/* Elements made of text: nothing here or elsewhere writes markup. */

import {words} from './blocks.js';
import {isNew, typeClass} from './incidents.js';

/* An element with attributes, handlers and children; strings become text nodes. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/* Text of an article: its own direction, whatever the page's. */
export function said(tag, text, attributes = {}) {
  return h(tag, {dir: 'auto', ...attributes}, text);
}

/* A small sign: colour says the type, form says how exact the place is. */
export function sign(type, shape) {
  const icon = s('svg', {viewBox: '0 0 16 16', width: 16, height: 16, class: `sign ${typeClass(type)}`, 'aria-hidden': 'true'});
  if (shape === 'point') icon.append(s('circle', {cx: 8, cy: 8, r: 5.5, class: 'solid'}));
  else if (shape === 'near') icon.append(s('circle', {cx: 8, cy: 8, r: 6, class: 'dashed'}));
  else if (shape === 'area') {
    icon.append(s('rect', {x: 2, y: 2, width: 12, height: 12, rx: 2.5, class: 'dashed'}),
      s('path', {d: 'M3.5 9.5 9.5 3.5M5 12.5 12.5 5M9.5 13 13 9.5', class: 'stroke'}));
  } else if (shape === 'line') icon.append(s('path', {d: 'M1.5 11.5 5.5 6 10.5 10 14.5 4.5', class: 'thick'}));
  else if (shape === 'cluster') icon.append(s('circle', {cx: 8, cy: 8, r: 7.2, class: 'stroke'}), s('circle', {cx: 8, cy: 8, r: 4.2, class: 'thick'}));
  else icon.append(s('circle', {cx: 8, cy: 8, r: 5.5, class: 'hollow'}), s('path', {d: 'M4 12 12 4', class: 'stroke'}));
  return icon;
}

export function newTag(i) {
  return isNew[i] ? h('span', {class: 'tag new'}, words.new_yes) : null;
}
