/**
 * Python's memory without its empty pages, which are more than half of it: fewer bytes for the disk to keep and for the
 * next start to wait for.
 *
 * A packed memory is a row of 32-bit numbers, namely the memory's length, how many pages follow and which ones they are,
 * and then those pages.
 */

const PAGE_BYTES = 4096;
const LEADING_NUMBERS = 2;

/** @param {Uint8Array<ArrayBuffer>} memory Its length is a multiple of 4. */
export function packed(memory) {
  const filled = filledPages(memory);
  const head = new Uint32Array(LEADING_NUMBERS + filled.length);
  head.set([memory.length, filled.length, ...filled]);
  const bytes = new Uint8Array(head.byteLength + filled.length * PAGE_BYTES);
  bytes.set(new Uint8Array(head.buffer));
  let place = head.byteLength;
  for (const page of filled) {
    bytes.set(memory.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES), place);
    place += PAGE_BYTES;
  }
  return bytes;
}

/** A packed memory, of which parts are taken out. */
export class PackedMemory {
  #bytes;
  #pages;

  /** @param {Uint8Array<ArrayBuffer>} bytes Begin at a multiple of four. */
  constructor(bytes) {
    const [length, count] = new Uint32Array(bytes.buffer, bytes.byteOffset, LEADING_NUMBERS);
    this.length = length;
    this.#pages = new Uint32Array(bytes.buffer, bytes.byteOffset + LEADING_NUMBERS * 4, count);
    this.#bytes = bytes.subarray((LEADING_NUMBERS + count) * 4);
  }

  /** A copy of the memory from `start` to `end`. @param {number} start @param {number} end */
  slice(start, end) {
    const part = new Uint8Array(end - start);
    this.putInto(part, start);
    return part;
  }

  /**
   * Copies what is not empty into `target`, which is zero and begins where the memory's `start` is.
   *
   * @param {Uint8Array<ArrayBuffer>} target
   * @param {number} [start]
   */
  putInto(target, start = 0) {
    const end = Math.min(this.length, start + target.length);
    for (let index = 0; index < this.#pages.length; index++) {
      const begins = this.#pages[index] * PAGE_BYTES;
      const from = Math.max(begins, start);
      const to = Math.min(begins + PAGE_BYTES, end);
      if (from >= to) continue;
      const place = index * PAGE_BYTES - begins;
      target.set(this.#bytes.subarray(place + from, place + to), from - start);
    }
  }
}

/** The numbers of the pages that are not all zero. @param {Uint8Array<ArrayBuffer>} memory */
function filledPages(memory) {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.length >> 2);
  const wordsOfPage = PAGE_BYTES >> 2;
  const filled = [];
  for (let start = 0; start < words.length; start += wordsOfPage) {
    const page = words.subarray(start, start + wordsOfPage);
    if (page.some((word) => word !== 0)) filled.push(start / wordsOfPage);
  }
  return filled;
}
