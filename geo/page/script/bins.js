/* Dates in bins of a day, a week, a month or a year, to fit the span of the page. */

import {perRow} from './blocks.js';
import {DAY, calendar, dayText, monthText} from './dates.js';
import {firstDay, isDevelopment, lastDay} from './incidents.js';
import {state} from './state.js';
import {digits} from './words.js';

export let unit = 'month';
/* The first day of each bin, and the day after the last bin. */
export let bins = [];

/* Makes bins over all dates of the page. */
export function makeBins() {
  const dated = perRow((i) => i).filter((i) => firstDay[i] !== null && (!isDevelopment[i] || state.dev));
  bins = [];
  if (!dated.length) return;
  let first = Infinity, last = -Infinity;
  for (const i of dated) { first = Math.min(first, firstDay[i]); last = Math.max(last, lastDay[i]); }
  const length = last - first + 1;
  unit = length <= 45 ? 'day' : length <= 200 ? 'week' : length <= 365 * 8 ? 'month' : 'year';
  let at = binStart(first);
  while (at <= last) { bins.push(at); at = nextBin(at); }
  bins.push(at);
}

function binStart(day) {
  const {y, m} = calendar(day);
  if (unit === 'day') return day;
  if (unit === 'week') return day - ((day + 3) % 7 + 7) % 7;  // day 0 was a Thursday; weeks begin on Monday
  return Date.UTC(y, unit === 'month' ? m : 0, 1) / DAY;
}

function nextBin(day) {
  const {y, m} = calendar(day);
  if (unit === 'day') return day + 1;
  if (unit === 'week') return day + 7;
  return (unit === 'month' ? Date.UTC(y, m + 1, 1) : Date.UTC(y + 1, 0, 1)) / DAY;
}

export function binOf(day) {
  let low = 0, high = bins.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bins[middle] <= day) low = middle; else high = middle - 1;
  }
  return low;
}

export function binText(k, short = false) {
  if (unit === 'year') return digits(calendar(bins[k]).y);
  return unit === 'month' ? monthText(bins[k], short) : dayText(bins[k], short);
}

/* Weights in each bin: `firm` where the date fits one bin, `vague` where it is spread evenly over several. */
export function histogram(items, weight = () => 1) {
  const firm = new Float64Array(Math.max(0, bins.length - 1)), vague = new Float64Array(firm.length);
  for (const i of items) {
    if (firstDay[i] === null) continue;
    const a = binOf(firstDay[i]), b = binOf(lastDay[i]);
    if (a === b) firm[a] += weight(i);
    else for (let k = a; k <= b; k++) vague[k] += weight(i) / (b - a + 1);
  }
  return {firm, vague};
}
