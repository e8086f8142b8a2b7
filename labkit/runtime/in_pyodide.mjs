// Runs `main` of one of the compile_*.py beside it inside Pyodide. It finds FILE... in /input and leaves its results in /output.
// node in_pyodide.mjs PYODIDE_FOLDER SOURCES_FOLDER OUTPUT_FOLDER MODULE ARGUMENTS_AS_JSON FILE...
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, sources, output, module, argumentsJson, ...files] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);

const pyodide = await loadPyodide({
  indexURL: pyodideFolder,
  enableRunUntilComplete: false,
  env: {
    PYTHONHASHSEED: "0", // sets in constants are marshalled in hash order
    PYTHONNODEBUGRANGES: "1", // columns only serve to underline source, which is not there; they are a quarter of the bytes
  },
});
const scripts = readdirSync(sources).filter((name) => /^compile_.*\.py$/.test(name));
for (const script of scripts) pyodide.FS.writeFile(`/${script}`, readFileSync(join(sources, script), "utf-8"));
pyodide.FS.mkdir("/input");
pyodide.FS.mkdir("/output");
for (const file of files) pyodide.FS.writeFile(`/input/${basename(file)}`, readFileSync(file));
pyodide.runPython("import sys; sys.path.append('/')");
pyodide.pyimport(module).main(argumentsJson);
for (const name of pyodide.FS.readdir("/output").filter((name) => !name.startsWith("."))) {
  writeFileSync(join(output, name), pyodide.FS.readFile(`/output/${name}`));
}
