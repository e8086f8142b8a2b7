// Leaves out of Pyodide's wasm what a page does not use: its names for libraries that it does not load, and the code behind them.
// node trim_wasm.mjs ROOT OUTPUT_FILE LIBRARY...
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [root, output, ...libraries] = process.argv.slice(2);
const pyodide = (name) => join(root, "node_modules", "pyodide", name);
const { default: binaryen } = await import(pathToFileURL(createRequire(join(root, "package.json")).resolve("binaryen")).href);

// Emscripten gives each exported name a variable, in one function behind one declaration. What the scripts use of them
// stands elsewhere; only what is read at once, the addresses of data, has to be there for the function itself.
const ASSIGNMENTS = /var [\w$,]+;function assignWasmExports\(wasmExports\)\{([^}]*)\}/;

/** Every word of Pyodide's scripts, comments and strings included: too many rather than too few. */
async function wordsOfScripts() {
  const machine = await readFile(pyodide("pyodide.asm.mjs"), "utf-8");
  const assignments = ASSIGNMENTS.exec(machine);
  if (!assignments) throw new Error("pyodide.asm.mjs does not give names to the wasm's exports as this script expects");
  const readAtOnce = assignments[1].matchAll(/wasmExports\["([^"]+)"\]\.value/g);
  const scripts = machine.replace(ASSIGNMENTS, "") + (await readFile(pyodide("pyodide.mjs"), "utf-8"));
  return new Set([...scripts.match(/[\w$]+/g), ...Array.from(readAtOnce, ([, name]) => name)]);
}

/** What the packages' libraries take from Pyodide. */
async function importsOfLibraries() {
  const modules = await Promise.all(libraries.map(async (file) => new WebAssembly.Module(await readFile(file))));
  return new Set(modules.flatMap((module) => WebAssembly.Module.imports(module)).map(({ name }) => name));
}

const content = await readFile(pyodide("pyodide.asm.wasm"));
const [words, imports] = await Promise.all([wordsOfScripts(), importsOfLibraries()]);
const isUsed = (name) => words.has(name) || words.has(`_${name}`) || imports.has(name);
const module = binaryen.readBinary(content);
for (const { name } of WebAssembly.Module.exports(new WebAssembly.Module(content))) {
  if (!isUsed(name)) module.removeExport(name);
}
module.runPasses(["remove-unused-module-elements"]);
await writeFile(output, module.emitBinary());
