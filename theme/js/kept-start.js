/** What there is from an earlier start, of this page or of another visit. */

import { SnapshotStore } from "./snapshot-store.js";

/** @typedef {import("./messages.js").KeptParts} KeptParts */
/** @typedef {import("./messages.js").Place} Place */
/** @typedef {import("./messages.js").Library} Library */
/** @typedef {import("./messages.js").Snapshot} Snapshot */

/**
 * @typedef {object} KeptStart
 * @property {Snapshot | null} snapshot
 * @property {ArrayBuffer | null} content Of the snapshot; null where it cannot be read.
 * @property {Library | null} library
 */
/** @typedef {{start: Promise<KeptStart>, wasm: Promise<WebAssembly.Module | null>}} Kept Neither rejects. */

/**
 * @param {Place} place
 * @param {KeptParts | null} parts What the page has kept, or null to look what the browser has.
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
    return null; // boot.js says so
  }
}

/**
 * Pyodide's wasm from the browser's cache, where its machine code may lie with it, or null. Nothing is counted here,
 * because nothing travels. The address carries the hash of the content, so that it cannot be out of date; whatever else
 * is wrong with it comes out when it is fetched.
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
