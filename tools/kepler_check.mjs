// Reads exports as kepler.gl does when a file is dropped into it, with its own processors, and prints what it sees.
//
//   npm install --prefix FOLDER @kepler.gl/processors     (some 600 MB, so not part of the checks of every change)
//   node tools/kepler_check.mjs FOLDER FILE…              (.csv or .geojson)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
const { processCsvData, processGeojson } = createRequire(`${folder}/node_modules/`)("@kepler.gl/processors");

const told = files.map((file) => {
  const text = readFileSync(file, "utf8");
  const table = file.endsWith(".csv") ? processCsvData(text) : processGeojson(JSON.parse(text));
  const types = Object.fromEntries(table.fields.map((field) => [field.name, field.type]));
  return [file.split("/").pop(), { rows: table.rows.length, types }];
});
console.log(JSON.stringify(Object.fromEntries(told)));
