/* The words of the page: strings, plurals, numbers and names of countries in its language. */

import {settings, words} from './blocks.js';

export const plural = new Intl.PluralRules(settings.lang);
export const number = new Intl.NumberFormat(settings.lang, {maximumFractionDigits: 1});
export const digits = (n) => new Intl.NumberFormat(settings.lang, {useGrouping: false}).format(n);
const regionNames = Intl.DisplayNames.supportedLocalesOf([settings.lang]).length
  ? new Intl.DisplayNames([settings.lang], {type: 'region'}) : null;

/* Whether the browser knows the names of countries in this language. */
export const areCountriesNamed = regionNames !== null;

/* A share from 0 to 1 as whole per cent, in the language's own form. */
export const percent = new Intl.NumberFormat(settings.lang, {style: 'percent', maximumFractionDigits: 0}).format;

/* In a right-to-left sentence a name in Latin letters would pull what is beside it out of its order. */
const FOREIGN = /[^\P{L}\p{Script=Arabic}]/u;
const isolated = (text) => (words.dir === 'rtl' && FOREIGN.test(text) ? `\u2068${text}\u2069` : String(text));

export function fill(form, values) {
  return form.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? isolated(values[name]) : whole));
}

/* Those of the parts that are there, as a list in the language's own punctuation. */
export const listed = (...parts) => parts.filter(Boolean).map(isolated).join(words.comma);

export function t(key, values = {}) {
  return key in words ? fill(words[key], values) : humanised(key);
}

export function tn(key, n) {
  const forms = words[key];
  return fill(forms[plural.select(n)] ?? forms.other, {n: number.format(n)});
}

function humanised(key) {
  return key.replace(/^[a-z]+_/, '').replace(/_/g, ' ');
}

/* A word for a code of the records; codes that the catalogue does not know are shown as they are. */
export function term(prefix, code) {
  const key = `${prefix}_${code ?? ''}`;
  return words[key] ?? String(code ?? '').replace(/_/g, ' ');
}

export function countryName(code) {
  if (!code) return '';
  try {
    return regionNames?.of(code) ?? baseNames.get(code) ?? code;
  } catch {
    return code;
  }
}

export const baseNames = new Map();

export const capital = (text) => text.charAt(0).toLocaleUpperCase(settings.lang) + text.slice(1);
