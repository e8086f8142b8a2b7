/** Starts an interpreter: from the snapshot where there is a good one, else from the files. */

import { Interpreter } from "./interpreter.js";
import { SnapshotStore } from "./snapshot-store.js";

/** @typedef {import("./messages.js").Parts} Parts */

/**
 * @param {object} options
 * @param {import("./messages.js").Place} options.place
 * @param {Parts | null} options.parts
 * @param {boolean} options.again Whether an earlier start has failed.
 * @param {(progress: import("./messages.js").Progress) => void} options.onProgress
 * @param {(interpreter: Interpreter) => void} options.onCreated Called with each one that is tried, before it is ready.
 * @returns {Promise<Parts>} What to keep for the next start. Rejects with a sentence for the learner.
 */
export async function startInterpreter({ place, parts, again, onProgress, onCreated }) {
  const first = new Interpreter({ place, parts, again, onProgress });
  onCreated(first);
  try {
    return told(first, await first.ready);
  } catch (error) {
    if (!first.restoring) throw error;
    console.warn("The kept start of Python did not work. It is deleted, and Python starts from its files.", error);
  }
  await new SnapshotStore(place).forbid();
  const files = { wasm: null, library: null, ...parts, snapshot: null };
  const second = new Interpreter({ place, parts: files, again, onProgress });
  onCreated(second);
  return told(second, await second.ready);
}

/** Leaves on the page from what Python was started. @param {Interpreter} interpreter @param {Parts} parts */
function told(interpreter, parts) {
  const { dataset } = document.documentElement;
  dataset.mlplatStart = interpreter.restoring ? "snapshot" : "files";
  if (parts.snapshot) dataset.mlplatSnapshot ??= "kept";
  return parts;
}
