/** Python and packages are fetched at the same time; the page hears of both as of one download. */

/** @typedef {import("./messages.js").Progress} Progress */
/** @typedef {"Python" | "packages"} Part */

export class SharedProgress {
  /** @type {Map<Part, {progress: Progress, isOver: boolean}>} In the order in which they end up in a sentence. */
  #parts = new Map();
  #tell;

  /** @param {(progress: Progress) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {Part} part @param {Progress} progress */
  update(part, progress) {
    this.#parts.set(part, { progress, isOver: false });
    this.#tellAll();
  }

  /** Nothing more is to come of a part. Its bytes count on while another part is under way. @param {Part} part */
  end(part) {
    const ended = this.#parts.get(part);
    if (ended) ended.isOver = true;
    this.#tellAll();
  }

  #tellAll() {
    const parts = [...this.#parts.values()];
    const current = parts.find(({ isOver }) => !isOver);
    if (!current) {
      this.#parts.clear();
      return;
    }
    let loadedBytes = 0;
    let totalBytes = 0;
    for (const { progress } of parts) {
      loadedBytes += progress.loadedBytes;
      totalBytes += progress.totalBytes;
    }
    // A sum without one of its parts would jump later on.
    if (parts.some(({ progress }) => progress.stage.startsWith("Loading") && progress.totalBytes === 0)) totalBytes = 0;
    this.#tell({ ...current.progress, loadedBytes, totalBytes });
  }
}
