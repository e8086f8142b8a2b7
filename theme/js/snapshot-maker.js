/** Prepares the next start while the page is quiet: has a snapshot of Python made and kept in this browser. */

/** @typedef {import("./messages.js").Parts} Parts */
/** @typedef {import("./messages.js").Snapshot} Snapshot */

const QUIET_MS = 500;
const LIMIT_MS = 60_000;
// A second Python takes about 100 MB for about a second, and the snapshot 20 MB of the browser's storage.
const SMALLEST_MEMORY_GB = 2;

export class SnapshotMaker {
  #place;
  #onMade;
  /** @type {Worker | null} */
  #worker = null;
  #timer = 0;
  #settled = false;

  /**
   * @param {import("./messages.js").Place} place
   * @param {(snapshot: Snapshot) => void} onMade
   */
  constructor(place, onMade) {
    this.#place = place;
    this.#onMade = onMade;
    if (!isRoomy()) this.#settle("none");
  }

  /** Makes a snapshot once nothing has happened for a moment; does nothing when there is one. @param {Parts} parts */
  wish(parts) {
    this.cancel();
    if (this.#settled) return;
    const timer = setTimeout(() => whenIdle(() => timer === this.#timer && this.#make(parts)), QUIET_MS);
    this.#timer = timer;
  }

  /** Gives way to a program; the next `wish` begins anew. */
  cancel() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** @param {Parts} parts */
  #make(parts) {
    const worker = new Worker(new URL("./snapshot-worker.js", import.meta.url), { type: "module" });
    this.#worker = worker;
    this.#timer = setTimeout(() => this.#fail("it took too long"), LIMIT_MS);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(event.message || "snapshot-worker.js could not be loaded");
    };
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.postMessage({ place: this.#place, parts });
  }

  /** @param {import("./messages.js").MakerMessage} message */
  #receive(message) {
    if ("error" in message) {
      this.#fail(message.error);
      return;
    }
    this.#settle(message.kept ? "kept" : message.snapshot ? "page" : "none");
    if (message.snapshot) this.#onMade(message.snapshot);
  }

  /** @param {string} reason */
  #fail(reason) {
    console.warn(`The next start of Python could not be prepared (${reason}). It will start from its files.`);
    this.#settle("none");
  }

  /** @param {"kept" | "page" | "none"} where The browser keeps it, only this page has it, or there is none. */
  #settle(where) {
    this.cancel();
    this.#settled = true;
    document.documentElement.dataset.mlplatSnapshot = where;
  }
}

function isRoomy() {
  const { deviceMemory = Infinity, connection } = /** @type {any} */ (navigator);
  return deviceMemory >= SMALLEST_MEMORY_GB && !connection?.saveData;
}

/** @param {() => void} act */
function whenIdle(act) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act);
  else setTimeout(act); // Safari
}
