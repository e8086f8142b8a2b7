/** What there is from an earlier start; the page gets it while the worker still loads its own modules. */

import { SnapshotStore } from "./snapshot-store.js";

/** @typedef {import("./messages.js").KeptStart} KeptStart */
/** @typedef {import("./messages.js").Parts} Parts */
/** @typedef {import("./messages.js").Place} Place */
/** @typedef {import("./messages.js").Snapshot} Snapshot */

/** @typedef {{start: Promise<KeptStart>, wasm: Promise<WebAssembly.Module | null>}} Kept Neither rejects. */

/**
 * @param {Place} place
 * @param {Omit<Parts, "wasm"> & {wasm: WebAssembly.Module | null} | null} parts What this page has kept, or null to look
 *   what the browser has.
 * @param {boolean} again Whether an earlier start has failed; what the browser has is then not trusted.
 * @returns {Kept}
 */
export function keptStart(place, parts, again) {
  const snapshot = parts ? Promise.resolve(parts.snapshot) : findSnapshot(place);
  return {
    start: snapshot.then(async (found) => ({ snapshot: found, content: await contentOf(found), library: parts?.library ?? null })),
    wasm: parts ? Promise.resolve(parts.wasm) : snapshot.then((found) => (found && !again ? cachedWasm(place) : null)),
  };
}

/** @param {Place} place @returns {Promise<Snapshot | null>} */
async function findSnapshot(place) {
  const found = await new SnapshotStore(place).find();
  return found === "unusable" ? null : found;
}

/** @param {Snapshot | null} snapshot */
async function contentOf(snapshot) {
  try {
    return (await snapshot?.bytes.arrayBuffer()) ?? null;
  } catch {
    return null; // the worker says so
  }
}

/**
 * Pyodide's wasm from the browser's cache, where its machine code may lie with it, or null. Nothing is counted here,
 * because nothing travels. The address carries the hash of the content, so that it cannot be out of date; whatever else
 * is wrong with it, the worker finds out when it fetches it.
 *
 * @param {Place} place
 */
async function cachedWasm({ runtime }) {
  try {
    const answer = fetch(new URL("pyodide.asm.wasm", runtime), { cache: "only-if-cached", mode: "same-origin" });
    return await WebAssembly.compileStreaming(answer);
  } catch {
    return null;
  }
}
