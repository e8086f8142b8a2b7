// Runs compile_packages.py inside Pyodide on some wheels and writes the zip it makes.
// node compile_packages.mjs PYODIDE_FOLDER SOURCES_FOLDER OUTPUT_FILE PACKAGE REST_MODULES_AS_JSON WHEEL...
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, sources, output, name, restModules, ...wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);

const pyodide = await loadPyodide({
  indexURL: pyodideFolder,
  enableRunUntilComplete: false,
  env: { PYTHONHASHSEED: "0" }, // sets in constants are marshalled in hash order
});
for (const script of ["compile_stdlib.py", "compile_packages.py"]) {
  pyodide.FS.writeFile(`/${script}`, readFileSync(join(sources, script), "utf-8"));
}
pyodide.FS.mkdir("/wheels");
for (const wheel of wheels) pyodide.FS.writeFile(`/wheels/${basename(wheel)}`, readFileSync(wheel));
pyodide.runPython("import sys; sys.path.append('/')");
pyodide.pyimport("compile_packages").pack(name, restModules);
writeFileSync(output, pyodide.FS.readFile("/package.zip"));
