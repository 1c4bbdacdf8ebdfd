/* Light and dark. */

import {$} from './blocks.js';

let painted = () => {};

/* Has it paint what the style sheet does not reach: the canvas. */
export function onTheme(listener) {
  painted = listener;
}

/* The colour that a variable of the style sheet has now. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

export function paintTheme() {
  $('theme').setAttribute('aria-pressed', String(isDark()));
  painted();
}
