/* What the page was given: its data blocks, read and unpacked. Knows nothing of how they are shown. */

export const $ = (id) => document.getElementById(id);

export async function readBlock(id) {
  const block = JSON.parse($(id).textContent);
  if (block === null || !block.gzip) return block;
  const stream = new Blob([bytesOf(block.gzip)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/* A packed column (packing.py) as a function from row number to value. */
function column(packed) {
  if ('c' in packed) return () => packed.c;
  if ('d' in packed) return (i) => packed.d[packed.i[i]];
  if ('v' in packed) return (i) => packed.v[i];
  return listColumn(packed);
}

function listColumn(packed) {
  const length = column(packed.n);
  const starts = [0];
  const start = (i) => {
    for (let k = starts.length; k <= i; k++) starts.push(starts[k - 1] + length(k - 1));
    return starts[i];
  };
  let item;
  if (packed.f) {
    const fields = Object.entries(packed.f).map(([name, inner]) => [name, column(inner)]);
    item = (k) => Object.fromEntries(fields.map(([name, get]) => [name, get(k)]));
  } else {
    item = column(packed.x);
  }
  return (i) => Array.from({length: length(i)}, (_, k) => item(start(i) + k));
}

function columns(packed) {
  return Object.fromEntries(Object.entries(packed).map(([name, inner]) => [name, column(inner)]));
}


export const words = await readBlock('words');
export const settings = await readBlock('settings');
let block;
try {
  block = await readBlock('incidents');
} catch (error) {
  $('status').textContent = words.too_old;
  throw error;
}
// without outlines an area is a circle of its radius
export const shapes = await readBlock('shapes').catch(() => ({places: {}, units: [], provinces: [], towns: [], borders: []}));
export const N = block.count;
export const marks = new Set(await readBlock('marks'));
export const col = columns(block.incidents);
/* One value for each incident. */
export const perRow = (value) => Array.from({length: N}, (_, i) => value(i));
const placeCol = columns(block.places);
const placeCount = N ? 1 + perRow(col.place).reduce((a, b) => Math.max(a, b), -1) : 0;
export const places = Array.from({length: placeCount}, (_, i) => ({
  index: i, id: placeCol.id(i), name: placeCol.name(i), shape: placeCol.shape(i), lat: placeCol.lat(i),
  lon: placeCol.lon(i), radius: placeCol.radius_km(i), country: placeCol.country(i), admin1: placeCol.admin1(i),
  parts: shapes.places[i] ?? null,
}));
/* What a place is called in the address: positions change from run to run, ids do not. */
export const placeKey = (place) => [place.id ?? place.name, place.shape, place.radius].join('~');
export const placeByKey = new Map(places.map((place) => [placeKey(place), place.index]));
