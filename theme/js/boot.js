/** Starts Python in a worker: everything between nothing and an interpreter that can run a lab. */

import { Download, LoadError } from "./download.js";
import { keptStart } from "./kept-start.js";
import { withLoadedFiles } from "./loaded-files.js";
import { restored } from "./restored-memory.js";
import { divided } from "./snapshot-content.js";
import { checksum, SnapshotStore } from "./snapshot-store.js";

/** @typedef {import("./messages.js").Library} Library */
/** @typedef {import("./messages.js").Parts} Parts */
/** @typedef {import("./messages.js").Place} Place */
/** @typedef {import("./messages.js").Snapshot} Snapshot */
/** @typedef {import("pyodide").PyodideInterface} Pyodide */

const BUNDLE = "/lib/mlplat.zip";

/**
 * @param {object} options
 * @param {Place} options.place
 * @param {import("./messages.js").KeptParts | null} options.parts What the page has kept of an earlier start, or null to
 *   look what the browser has; the rest is fetched.
 * @param {boolean} options.again Whether an earlier start has failed.
 * @param {(progress: import("./messages.js").Progress) => void} options.onProgress
 * @param {() => void} options.onRestoring From here on, what goes wrong is the snapshot's fault.
 * @returns {Promise<{pyodide: Pyodide, parts: Parts}>} A ready interpreter, and what to keep for the next start.
 */
export async function boot({ place, parts, again, onProgress, onRestoring }) {
  const arrived = { loadedBytes: 0, totalBytes: 0, waitingFor: "" };
  const download = new Download(again ? "no-cache" : "default", (latest) => {
    Object.assign(arrived, latest);
    onProgress({ stage: "Loading Python", ...arrived });
  });
  const kept = keptStart(place, parts, again);
  const found = readSnapshot(place, kept.start);
  const files = load(download, place, kept, found);
  const complete = Promise.all([files.loadPyodide, files.wasm, files.stdlib, files.bundle, files.lock, files.rest]);
  /** @type {Promise<never>} */
  const incomplete = new Promise((_, reject) => complete.catch(reject));
  complete.then(
    () => onProgress({ stage: "Starting Python", ...arrived }),
    () => {},
  );
  try {
    const pyodide = await Promise.race([start(files, place, found, onRestoring), incomplete]);
    const [, wasm, stdlib, bundle, lock] = await complete;
    const snapshot = (await found)?.snapshot ?? null;
    return { pyodide, parts: { wasm, snapshot, library: snapshot ? null : { stdlib, bundle, lock } } };
  } catch (error) {
    if (error instanceof LoadError) throw error;
    await complete; // Pyodide may notice that a file is missing before what fetches it can say so
    if (await found) onRestoring(); // it may have failed before it began
    console.error(error);
    throw new LoadError("its files came but do not work together, so one of them may be damaged");
  } finally {
    download.end();
  }
}

/**
 * Everything at once, and only what is not there; a snapshot brings the library with it.
 *
 * @param {Download} download
 * @param {Place} place
 * @param {import("./kept-start.js").Kept} kept
 * @param {Promise<{library: Library} | null>} found
 */
function load(download, { runtime, app }, kept, found) {
  /** @param {string} name */
  const file = (name) => new URL(name, runtime);
  const createModule = download.module(file("pyodide.asm.mjs")).then((module) => module.default);
  const library = found.then(async (snapshot) => snapshot?.library ?? (await kept.start).library);
  return {
    loadPyodide: download.module(file("pyodide.mjs")).then((module) => module.loadPyodide),
    wasm: kept.wasm.then((wasm) => wasm ?? download.wasm(file("pyodide.asm.wasm"))),
    stdlib: library.then((has) => has?.stdlib ?? download.gzippedZip(file("python_stdlib.zip.gz"))),
    bundle: library.then((has) => has?.bundle ?? download.gzippedZip(new URL("bundle.zip.gz", app))),
    lock: library.then((has) => has?.lock ?? download.json(file("pyodide-lock.json"))),
    createModule,
    rest: Promise.all([createModule, library.then((has) => (has ? null : download.sizes(file("manifest.json"))))]),
  };
}

/**
 * The snapshot to start from and what is in it, whole and undamaged, or null.
 *
 * @param {Place} place
 * @param {Promise<import("./kept-start.js").KeptStart>} start
 */
async function readSnapshot(place, start) {
  const { snapshot, content } = await start;
  if (!snapshot) return null;
  if (content && checksum(new Uint8Array(content)) === snapshot.checksum) return { snapshot, ...divided(new Uint8Array(content)) };
  console.warn("The kept start of Python is damaged or cannot be read. It is deleted, and Python starts from its files.");
  await new SnapshotStore(place).remove();
  return null;
}

/**
 * @param {ReturnType<typeof load>} files
 * @param {Place} place
 * @param {Promise<{memory: import("./sparse-memory.js").PackedMemory} | null>} found
 * @param {() => void} onRestoring
 */
async function start(files, place, found, onRestoring) {
  const loadPyodide = await files.loadPyodide;
  const snapshot = await found;
  const options = snapshot ? restored(snapshot.memory, await files.createModule) : {};
  const pyodide = await startMachine(loadPyodide, files, place, options, () => snapshot && onRestoring());
  // What was drawn at random before the snapshot was made would come again after every restore.
  if (snapshot) pyodide.pyimport("random").seed();
  pyodide.pyimport("labkit.runner");
  return pyodide;
}

/**
 * Pyodide with our modules importable.
 *
 * @param {typeof import("pyodide").loadPyodide} loadPyodide
 * @param {Pick<ReturnType<typeof load>, "wasm" | "stdlib" | "bundle" | "lock">} files
 * @param {Place} place
 * @param {{_loadSnapshot?: Uint8Array, _makeSnapshot?: boolean}} options
 * @param {() => void} onComplete Called when all files are there, before Python itself begins.
 */
export async function startMachine(loadPyodide, files, { runtime }, options, onComplete = () => {}) {
  const pyodide = await withLoadedFiles(runtime, files, () =>
    loadPyodide({
      ...options,
      indexURL: runtime,
      lockFileContents: files.lock,
      enableRunUntilComplete: false, // Safari has no JSPI, and Pyodide ends there when this is on
      env: { PYTHONHASHSEED: "0" }, // a snapshot keeps one order of sets; so all starts have the same
      fsInit: async (system) => {
        const [bundle] = await Promise.all([files.bundle, files.stdlib, files.lock]);
        system.writeFile(BUNDLE, bundle);
        onComplete();
      },
    }),
  );
  if (options._loadSnapshot) return pyodide; // it remembers what follows
  pyodide.pyimport("stdlib_rest").install(new URL("python_stdlib_rest.zip.zst", runtime).href);
  pyodide.pyimport("sys").path.append(BUNDLE);
  return pyodide;
}
