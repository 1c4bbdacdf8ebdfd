/* The time line: bars over all dates, a range chosen by mouse or keyboard, and play. */

import {binOf, binText, bins, histogram} from './bins.js';
import {$, words} from './blocks.js';
import {axis, barChart} from './charts.js';
import {timeBase} from './filter.js';
import {firstDay} from './incidents.js';
import {change, state} from './state.js';
import {fill, tn} from './words.js';

export function drawTime() {
  const n = bins.length - 1;
  if (n < 1) return;
  const {firm, vague} = histogram(timeBase);
  const most = Math.max(1, ...Array.from(firm, (v, k) => v + vague[k]));
  const from = state.from === null ? 0 : binOf(state.from), to = state.to === null ? n - 1 : binOf(state.to);
  $('bars').replaceChildren(barChart(firm, vague, most, from, to));
  brush($('bars').firstChild, n);
  $('axis').replaceChildren(...axis($('bars').clientWidth).children);
  for (const [id, value] of [['from', from], ['to', to]]) {
    $(id).max = String(n - 1);
    $(id).value = String(value);
    $(id).setAttribute('aria-valuetext', binText(value));
  }
  $('range').textContent = from === 0 && to === n - 1 ? words.all_time
    : from === to ? binText(from, true) : fill(words.range_form, {from: binText(from, true), to: binText(to, true)});
  const undated = timeBase.filter((i) => firstDay[i] === null).length;
  const notes = [];
  if (vague.some((v) => v > 0)) notes.push(words.vague_dates);
  if (undated) notes.push(tn('undated_n', undated));
  $('time-note').textContent = notes.join(' · ');
}

/* How far along the bars a point of the screen is; time runs the way the language is read. */
function share(x, box) {
  return (words.dir === 'rtl' ? box.right - x : x - box.left) / box.width;
}

/* Dragging over the bars chooses a range; a click chooses one bar, a second click all again. */
function brush(chart, n) {
  let from = null;
  const at = (event) => {
    const box = $('bars').getBoundingClientRect();
    return Math.min(n - 1, Math.max(0, Math.floor(share(event.clientX, box) * n)));
  };
  const finish = (event) => {
    document.removeEventListener('pointerup', finish);
    if (from === null) return;
    const to = at(event);
    const same = from === to && state.from === bins[from] && state.to === bins[from + 1] - 1;
    if (same) change({from: null, to: null});
    else setRange(Math.min(from, to), Math.max(from, to), true);
    from = null;
  };
  chart.addEventListener('pointerdown', (event) => {
    from = at(event);
    event.preventDefault();
    document.addEventListener('pointerup', finish);
  });
}

export function setRange(a, b, step = false) {
  const n = bins.length - 1;
  const low = Math.max(0, Math.min(a, b)), high = Math.min(n - 1, Math.max(a, b));
  change({from: low === 0 ? null : bins[low], to: high === n - 1 ? null : bins[high + 1] - 1}, {step});
}

function currentRange() {
  const n = bins.length - 1;
  return [state.from === null ? 0 : binOf(state.from), state.to === null ? n - 1 : binOf(state.to)];
}

export function shiftRange(by) {
  const n = bins.length - 1;
  let [from, to] = currentRange();
  if (from === 0 && to === n - 1) [from, to] = by > 0 ? [0, 0] : [n - 1, n - 1];
  else if (from + by >= 0 && to + by <= n - 1) { from += by; to += by; } else return false;
  setRangeExactly(from, to);
  return true;
}

/* As setRange, but a range that touches an end stays a range: stepping must not jump to "all". */
function setRangeExactly(from, to) {
  change({from: bins[from], to: bins[to + 1] - 1}, {step: false});
}

let playing = null;

function stop() {
  clearInterval(playing);
  playing = null;
  $('play').textContent = words.play;
}

export function play() {
  if (playing) { stop(); return; }
  const n = bins.length - 1;
  const [from, to] = currentRange();
  if (to === n - 1) setRangeExactly(0, Math.max(0, Math.min(to - from, Math.ceil(n / 12) - 1)));
  $('play').textContent = words.pause;
  playing = setInterval(() => { if (!shiftRange(1)) stop(); }, 700);
}
