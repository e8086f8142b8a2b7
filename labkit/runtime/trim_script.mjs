// Leaves out of Pyodide's script what a page does not use: what Emscripten adds for libraries that no page loads, as graphics
// and sound, and the names of the wasm's exports that trim_wasm.mjs has left out.
// node trim_script.mjs ROOT TRIMMED_WASM OUTPUT_FILE LIBRARY...
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const [root, wasm, output, ...libraries] = process.argv.slice(2);
const { parse } = createRequire(join(root, "package.json"))("acorn");
const pyodide = (name) => readFile(join(root, "node_modules", "pyodide", name), "utf-8");

const script = await pyodide("pyodide.asm.mjs");
const textOf = ({ start, end }) => script.slice(start, end);
const wordsOf = (text) => text.match(/[\w$]+/g) ?? [];

// What can go without a trace when nobody speaks of it.
const DEFINES_ONLY = new Set(["ArrowFunctionExpression", "FunctionExpression", "ClassExpression", "ObjectExpression", "Identifier", "Literal"]);

const modules = await Promise.all([wasm, ...libraries].map(async (file) => new WebAssembly.Module(await readFile(file))));
const imports = new Set(modules.flatMap((module) => WebAssembly.Module.imports(module)).map(({ name }) => name));
const exports = new Set(WebAssembly.Module.exports(modules[0]).map(({ name }) => name));
for (const module of modules.slice(1)) {
  const scripted = WebAssembly.Module.exports(module).find(({ name }) => name.startsWith("__em_js__"));
  if (scripted) throw new Error(`a library brings JavaScript along (${scripted.name}), which may use any part of Pyodide's script`);
}

/**
 * Emscripten puts everything side by side into one function. Each part of that is needed when a word of another part is
 * its name; too much rather than too little is kept that way. A part without a name is always needed.
 *
 * @returns {{name: string | null, text: string}[]}
 */
function partsOf(statement) {
  if (statement.id?.name === "assignWasmExports") return [{ name: null, text: exportsOf(statement) }];
  if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") {
    return [{ name: statement.id.name, text: textOf(statement) }];
  }
  if (statement.type === "VariableDeclaration") {
    return statement.declarations.map((each) => {
      if (each.id.name === "wasmImports") return { name: null, text: `${statement.kind} ${importsOf(each)};` };
      const goes = !each.init || DEFINES_ONLY.has(each.init.type);
      return { name: (goes && each.id.name) || null, text: `${statement.kind} ${textOf(each)};` };
    });
  }
  return [{ name: givenNameOf(statement), text: `${textOf(statement)};` }];
}

/** Of `Module["name"]=value` the name, of `name.sig="ii"` as well; of all else null. */
function givenNameOf({ expression }) {
  if (expression?.type !== "AssignmentExpression" || !DEFINES_ONLY.has(expression.right.type)) return null;
  const { object, property } = expression.left;
  if (object?.name === "Module") return property.value ?? null;
  return property?.name === "sig" ? object.name : null;
}

/** The list of what the wasm and the libraries may import, without what they do not. */
function importsOf({ id, init }) {
  return `${id.name}={${init.properties.filter(({ key }) => imports.has(key.name ?? key.value)).map(textOf).join(",")}}`;
}

/** The function that gives each export a name, without what is not exported. */
function exportsOf({ id, params, body }) {
  const kept = body.body.map(textOf).filter((text) => exports.has(/wasmExports\["([^"]+)"\]/.exec(text)?.[1]));
  return `function ${id.name}(${params.map(textOf).join(",")}){${kept.join("")}}`;
}

const [machine, ...rest] = parse(script, { ecmaVersion: "latest", sourceType: "module" }).body;
const parts = machine.body.body.flatMap(partsOf);
for (const name of ["wasmImports=", "function assignWasmExports"]) {
  if (!parts.some(({ text }) => text.includes(name))) throw new Error(`pyodide.asm.mjs has no "${name}" where this script expects it`);
}

const named = new Map();
for (const part of parts) named.set(part.name, [...(named.get(part.name) ?? []), part]);
const kept = new Set(named.get(null));
const spoken = new Set(wordsOf(await pyodide("pyodide.mjs")));
for (const { text } of kept) wordsOf(text).forEach((word) => spoken.add(word));
// A set is walked up to its end, also what is added meanwhile.
for (const word of spoken) {
  for (const part of named.get(word) ?? []) {
    kept.add(part);
    wordsOf(part.text).forEach((each) => spoken.add(each));
  }
}

const head = script.slice(0, machine.body.start + 1);
const body = parts.filter((part) => kept.has(part)).map(({ text }) => text);
await writeFile(output, `${head}${body.join("")}}${rest.map(textOf).join("")}\n`);
