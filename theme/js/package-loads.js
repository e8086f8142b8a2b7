/** The packages that a page has fetched: loaded into each new Python, fetched once. */

/** @typedef {import("./interpreter.js").Interpreter} Interpreter */

export class PackageLoads {
  /** @type {import("./messages.js").KeptPackages} */
  #kept = {};
  /** @type {Promise<void>} */
  #last = Promise.resolve();
  #interpreter;

  /** @param {() => Promise<Interpreter | null>} interpreter The one that lives now, started if need be. */
  constructor(interpreter) {
    this.#interpreter = interpreter;
  }

  /** What has been fetched so far. */
  get names() {
    return Object.keys(this.#kept);
  }

  /**
   * Makes packages importable, behind those that are being loaded.
   *
   * @param {string[]} packages
   * @param {string} folder Their address.
   * @returns {Promise<void>} Rejects with a sentence for the learner.
   */
  load(packages, folder) {
    this.#last = this.#last.catch(() => {}).then(() => this.#load(packages, folder));
    return this.#last;
  }

  /** @param {string[]} packages @param {string} folder */
  async #load(packages, folder) {
    /** @type {import("./messages.js").KeptPackages | null | undefined} */
    let kept;
    while (!kept) {
      const interpreter = await this.#interpreter(); // another one, when the last was ended meanwhile
      kept = await interpreter?.load(packages, folder, this.#kept);
    }
    this.#kept = kept;
  }
}
