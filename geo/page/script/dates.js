/* Days as numbers since 1970, and how they are written. A vague date is an interval of days. */

import {words} from './blocks.js';
import {digits, fill} from './words.js';

export const DAY = 86400000;

/* Many incidents share a day. */
const known = new Map();

/* The day of an ISO date, null where there is none. */
export function dayNumber(iso) {
  if (!iso) return null;
  if (!known.has(iso)) {
    const [y, m, d] = iso.split('-').map(Number);
    const at = Date.UTC(y, m - 1, d);
    known.set(iso, Number.isFinite(at) ? Math.round(at / DAY) : null);
  }
  return known.get(iso);
}

export function calendar(day) {
  const at = new Date(day * DAY);
  return {y: at.getUTCFullYear(), m: at.getUTCMonth(), d: at.getUTCDate()};
}

export const isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

export function dayText(day, short = false) {
  const {y, m, d} = calendar(day);
  return fill(words.day_form, {day: digits(d), month: (short ? words.months_short : words.months)[m], year: digits(y)});
}

export function monthText(day, short = false) {
  const {y, m} = calendar(day);
  return fill(words.month_form, {month: (short ? words.months_short : words.months_alone)[m], year: digits(y)});
}

/* Whether the interval is exactly one calendar month or year, which is how a month-only date is written. */
export function lengthOf(first, last) {
  if (first === last) return 'day';
  const a = calendar(first), b = calendar(last + 1);
  if (a.d !== 1 || b.d !== 1) return 'days';
  const months = (b.y - a.y) * 12 + b.m - a.m;
  return months === 1 ? 'month' : months === 12 && a.m === 0 ? 'year' : 'days';
}

export function rangeText(first, last, short) {
  const kind = lengthOf(first, last), a = calendar(first), b = calendar(last + 1);
  if (kind === 'day') return dayText(first, short);
  if (kind === 'month') return monthText(first, short);
  if (kind === 'year') return digits(a.y);
  const isWhole = a.d === 1 && b.d === 1;
  const text = isWhole && a.m === 0 && b.m === 0 ? (day) => digits(calendar(day).y) : (day) => (isWhole ? monthText : dayText)(day, short);
  return fill(words.range_form, {from: text(first), to: text(last)});
}
