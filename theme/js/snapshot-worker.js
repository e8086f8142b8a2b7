/** A short-lived worker that starts a Python of its own, untouched by any program, and makes a snapshot of it. */

import { startMachine } from "./boot.js";
import { joined } from "./snapshot-content.js";
import { checksum, SnapshotStore } from "./snapshot-store.js";

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
  const bytes = await record(place, parts);
  const snapshot = { bytes, checksum: checksum(new Uint8Array(await bytes.arrayBuffer())) };
  return { snapshot, kept: await store.keep(snapshot) };
}

/** @param {Place} place @param {Parts} parts */
async function record(place, { wasm, library }) {
  const { loadPyodide } = await import(new URL("pyodide.mjs", place.runtime).href);
  if (!library) throw new Error("what a snapshot has to hold is not there");
  const files = {
    wasm: Promise.resolve(wasm),
    stdlib: Promise.resolve(library.stdlib),
    bundle: Promise.resolve(library.bundle),
    lock: Promise.resolve(library.lock),
  };
  const pyodide = await startMachine(loadPyodide, files, place, { _makeSnapshot: true });
  for (const name of PRELOADED) pyodide.pyimport(name).destroy();
  const warmUp = pyodide.pyimport("labkit.warm_up.warm_up");
  warmUp();
  warmUp.destroy();
  pyodide.pyimport("sys").path.remove(""); // Pyodide puts it there again after a restore
  pyodide.pyimport("gc").collect();
  return joined(/** @type {any} */ (pyodide).makeMemorySnapshot(), library);
}
