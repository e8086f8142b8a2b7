/**
 * Keeps the memory of a started Python in this browser, one snapshot per site and build. Every method answers even
 * where the browser refuses storage (private mode, full, blocked): then nothing is kept.
 */

/** @typedef {import("./messages.js").Snapshot} Snapshot */

const CHECKSUM = "X-Mlplat-Checksum";
const UNUSABLE = "unusable";
const SECONDS_TO_OPEN = 3;

export class SnapshotStore {
  #name;
  #key;

  /**
   * All projects of one github.io user share an origin, so the store carries the site's path. The names of both folders
   * carry the hash of what is in them, so the key changes with every build.
   *
   * @param {import("./messages.js").Place} place
   */
  constructor({ runtime, app, site }) {
    this.#name = `mlplat:1:${new URL(".", site).pathname}:python`;
    this.#key = new URL(`snapshot?app=${encodeURIComponent(new URL(app).pathname)}`, runtime).href;
  }

  /**
   * The snapshot of this build, "unusable" where such a one has failed before, or null.
   *
   * @returns {Promise<Snapshot | "unusable" | null>}
   */
  async find() {
    try {
      const kept = await inTime(caches.match(this.#key, { cacheName: this.#name }));
      const checksum = kept?.headers.get(CHECKSUM);
      if (!kept || !checksum) return null;
      return checksum === UNUSABLE ? UNUSABLE : { bytes: await kept.blob(), checksum };
    } catch {
      return null;
    }
  }

  /**
   * Keeps the snapshot of this build, and none of other builds.
   *
   * @param {Snapshot} snapshot
   * @returns {Promise<boolean>} Whether it is kept.
   */
  async keep({ bytes, checksum }) {
    return this.#put(bytes, checksum);
  }

  /** Remembers that snapshots of this build do not start here. */
  async forbid() {
    await this.#put(null, UNUSABLE);
  }

  /** Deletes the snapshot of this build. */
  async remove() {
    try {
      await (await this.#open()).delete(this.#key);
    } catch {
      // what cannot be reached cannot do harm: `find` does not find it either
    }
  }

  async #open() {
    return inTime(caches.open(this.#name));
  }

  /** @param {Blob | null} body @param {string} checksum */
  async #put(body, checksum) {
    try {
      const cache = await this.#open();
      await Promise.all((await cache.keys()).map((request) => cache.delete(request))); // first: they take up its room
      await cache.put(this.#key, new Response(body, { headers: { [CHECKSUM]: checksum } }));
      return true;
    } catch {
      return false;
    }
  }
}

/** A browser that has shut its storage refuses, or never answers. @template T @param {Promise<T>} answer @returns {Promise<T>} */
async function inTime(answer) {
  const late = new Promise((_, reject) => setTimeout(reject, SECONDS_TO_OPEN * 1000));
  return Promise.race([answer, late]);
}

/**
 * Changes with any damage that a disk or a half-finished write does (32-bit FNV-1a over words, and the length). It is
 * no protection against someone who wants to deceive; who can write here can also write the page.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export function checksum(bytes) {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let hash = 0x811c9dc5;
  for (let index = 0; index < words.length; index++) hash = Math.imul(hash ^ words[index], 0x01000193);
  return `${bytes.length}-${(hash >>> 0).toString(16)}`;
}
