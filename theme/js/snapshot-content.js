/**
 * What a snapshot holds: the memory of a started Python, and the files that it goes on importing from. So the next
 * start needs nothing else but Pyodide itself.
 *
 * It is a row of 32-bit numbers, namely how many bytes each part has, and then the parts, each filled up to a multiple
 * of four bytes, because the memory's own numbers have to begin there.
 */

import { PackedMemory, packed } from "./sparse-memory.js";

/** @typedef {import("./messages.js").Library} Library */

const PARTS = 4;

/** @param {Uint8Array<ArrayBuffer>} memory @param {Library} library @returns {Blob} */
export function joined(memory, { stdlib, bundle, lock }) {
  const parts = [packed(memory), stdlib, bundle, new TextEncoder().encode(lock)];
  const lengths = Uint32Array.from(parts, (part) => part.length);
  const filled = parts.flatMap((part) => [part, new Uint8Array(-part.length & 3)]);
  return new Blob([lengths, ...filled]);
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {{memory: PackedMemory, library: Library}} */
export function divided(bytes) {
  const lengths = new Uint32Array(bytes.buffer, bytes.byteOffset, PARTS);
  let place = lengths.byteLength;
  const [memory, stdlib, bundle, lock] = Array.from(lengths, (length) => {
    const part = bytes.subarray(place, place + length);
    place += length + (-length & 3);
    return part;
  });
  return { memory: new PackedMemory(memory), library: { stdlib, bundle, lock: new TextDecoder().decode(lock) } };
}
