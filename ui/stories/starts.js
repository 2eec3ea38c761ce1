// Whether a browser can begin the program of the pages: `node starts.js FILE.wasm`. What only makes a program smaller can
// break the table in which wasm-bindgen keeps what belongs to the browser, and no compiler says so.
import { readFileSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const given = {};
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  (given[from] ??= {})[name] = () => {};
}
const { exports } = new WebAssembly.Instance(module, given);
const tables = Object.values(exports).filter((one) => one instanceof WebAssembly.Table);
if (tables.length === 0) throw new Error("It has no table for what belongs to the browser.");
for (const table of tables) {
  const place = table.grow(1);
  table.set(place, undefined);
}
