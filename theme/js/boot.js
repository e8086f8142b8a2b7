/** Starts Python in a worker: everything between nothing and an interpreter that can run a lab. */

import { Download, LoadError } from "./download.js";
import { withLoadedFiles } from "./loaded-files.js";
import { checksum, SnapshotStore } from "./snapshot-store.js";
import { unpacked } from "./sparse-memory.js";

/** @typedef {import("./messages.js").Parts} Parts */
/** @typedef {import("./messages.js").Place} Place */
/** @typedef {import("./messages.js").Snapshot} Snapshot */
/** @typedef {import("pyodide").PyodideInterface} Pyodide */

const BUNDLE = "/lib/mlplat.zip";

/**
 * @param {object} options
 * @param {Place} options.place
 * @param {Parts | null} options.parts What an earlier start has kept, or null to fetch it.
 * @param {boolean} options.restore Whether to start from a snapshot where there is one.
 * @param {boolean} options.again Whether an earlier start has failed.
 * @param {(progress: import("./messages.js").Progress) => void} options.onProgress
 * @param {() => void} options.onRestoring From here on, what goes wrong is the snapshot's fault.
 * @returns {Promise<{pyodide: Pyodide, parts: Parts}>} A ready interpreter, and what to keep for the next start.
 */
export async function boot({ place, parts, restore, again, onProgress, onRestoring }) {
  const arrived = { loadedBytes: 0, totalBytes: 0, waitingFor: "" };
  const download = new Download(again ? "no-cache" : "default", (latest) => {
    Object.assign(arrived, latest);
    onProgress({ stage: "Loading Python", ...arrived });
  });
  const files = load(download, place, parts);
  const found = restore ? findSnapshot(place, parts) : Promise.resolve(null);
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
    return { pyodide, parts: { wasm, stdlib, bundle, lock, snapshot: (await found)?.snapshot ?? null } };
  } catch (error) {
    if (error instanceof LoadError) throw error;
    if (await found) onRestoring(); // it may have failed before it began
    console.error(error);
    throw new LoadError("its files came but do not work together, so one of them may be damaged");
  } finally {
    download.end();
  }
}

/**
 * Everything at once; each file is used when it has come.
 *
 * @param {Download} download
 * @param {Place} place
 * @param {Parts | null} kept
 */
function load(download, { runtime, app }, kept) {
  /** @param {string} name */
  const file = (name) => new URL(name, runtime);
  const machine = download.module(file("pyodide.asm.mjs"));
  return {
    loadPyodide: download.module(file("pyodide.mjs")).then((module) => module.loadPyodide),
    wasm: kept ? Promise.resolve(kept.wasm) : download.wasm(file("pyodide.asm.wasm")),
    stdlib: kept ? Promise.resolve(kept.stdlib) : download.gzippedZip(file("python_stdlib.zip.gz")),
    bundle: kept ? Promise.resolve(kept.bundle) : download.gzippedZip(new URL("bundle.zip.gz", app)),
    lock: kept ? Promise.resolve(kept.lock) : download.json(file("pyodide-lock.json")),
    rest: Promise.all([machine, kept ? null : download.sizes(file("manifest.json"))]),
  };
}

/**
 * The snapshot to start from and its memory, whole and undamaged, or null.
 *
 * @param {Place} place
 * @param {Parts | null} parts
 */
async function findSnapshot(place, parts) {
  const store = new SnapshotStore(place);
  const found = parts?.snapshot ?? (await store.find());
  if (!found || found === "unusable") return null;
  try {
    const bytes = new Uint8Array(await found.bytes.arrayBuffer());
    if (checksum(bytes) === found.checksum) return { snapshot: found, memory: unpacked(bytes) };
    console.warn("The kept start of Python is damaged. It is deleted, and Python starts from its files.");
  } catch (error) {
    console.warn("The kept start of Python cannot be read. It is deleted, and Python starts from its files.", error);
  }
  await store.remove();
  return null;
}

/**
 * @param {ReturnType<typeof load>} files
 * @param {Place} place
 * @param {Promise<{memory: Uint8Array} | null>} found
 * @param {() => void} onRestoring
 */
async function start(files, place, found, onRestoring) {
  const loadPyodide = await files.loadPyodide;
  const snapshot = await found;
  const options = snapshot ? { _loadSnapshot: snapshot.memory } : {};
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
