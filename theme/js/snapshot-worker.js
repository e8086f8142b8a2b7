/** A short-lived worker that starts a Python of its own, untouched by any program, and makes a snapshot of it. */

import { startMachine } from "./boot.js";
import { checksum, SnapshotStore } from "./snapshot-store.js";
import { packed } from "./sparse-memory.js";

/** @typedef {import("./messages.js").MakerMessage} MakerMessage */
/** @typedef {import("./messages.js").Parts} Parts */
/** @typedef {import("./messages.js").Place} Place */

// What Run, Check and simulators need: a restored Python imports nothing of it.
const PRELOADED = ["labkit.runner", "labkit.simulation", "labkit.differential", "labkit.completion.answer", "mlplat_core"];

self.onmessage = async ({ data: { place, parts } }) => {
  /** @type {MakerMessage} */
  let message;
  try {
    message = await make(place, parts);
  } catch (error) {
    message = { error: String(error) };
  }
  self.postMessage(message);
};

/** @param {Place} place @param {Parts} parts @returns {Promise<MakerMessage>} */
async function make(place, parts) {
  const store = new SnapshotStore(place);
  const known = await store.find(); // another tab may have been faster
  if (known === "unusable") return { snapshot: null, kept: false };
  if (known) return { snapshot: known, kept: true };
  const bytes = packed(await record(place, parts));
  const snapshot = { bytes: new Blob([bytes]), checksum: checksum(bytes) };
  return { snapshot, kept: await store.keep(snapshot) };
}

/** @param {Place} place @param {Parts} parts */
async function record(place, parts) {
  const { loadPyodide } = await import(new URL("pyodide.mjs", place.runtime).href);
  const files = {
    wasm: Promise.resolve(parts.wasm),
    stdlib: Promise.resolve(parts.stdlib),
    bundle: Promise.resolve(parts.bundle),
    lock: Promise.resolve(parts.lock),
  };
  const pyodide = await startMachine(loadPyodide, files, place, { _makeSnapshot: true });
  for (const name of PRELOADED) pyodide.pyimport(name).destroy();
  pyodide.pyimport("sys").path.remove(""); // Pyodide puts it there again after a restore
  pyodide.pyimport("gc").collect();
  return /** @type {any} */ (pyodide).makeMemorySnapshot();
}
