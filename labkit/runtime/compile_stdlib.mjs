// Runs compile_stdlib.py inside Pyodide and writes the two zips it makes.
// node compile_stdlib.mjs PYODIDE_FOLDER SOURCES_FOLDER OUTPUT_FOLDER KEPT_MODULES_AS_JSON
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, sources, output, kept] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
const read = (name) => readFileSync(join(sources, name), "utf-8");

const pyodide = await loadPyodide({
  indexURL: pyodideFolder,
  enableRunUntilComplete: false,
  env: { PYTHONHASHSEED: "0" }, // sets in constants are marshalled in hash order
});
pyodide.FS.writeFile("/compile_stdlib.py", read("compile_stdlib.py"));
pyodide.runPython("import sys; sys.path.append('/')");
pyodide.pyimport("compile_stdlib").split(kept, read("stdlib_rest.py"));
for (const name of ["python_stdlib.zip", "python_stdlib_rest.zip"]) {
  writeFileSync(join(output, name), pyodide.FS.readFile(`/${name}`));
}
