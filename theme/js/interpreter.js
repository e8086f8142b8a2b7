/** One worker with one Python inside, from its start to its end. */

/** @typedef {import("./messages.js").WorkerMessage} WorkerMessage */
/** @typedef {import("./messages.js").Task} Task */
/** @typedef {import("./messages.js").Parts} Parts */
/** @typedef {(text: string, stream: import("./messages.js").StreamName) => void} OnOutput */

/** @typedef {import("./messages.js").KeptPackages} KeptPackages */

/** The worker ended on its own; the message is a sentence for the learner. */
export class Broken extends Error {}

export class Interpreter {
  #worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  #onProgress;
  /** @type {OnOutput} */
  #onOutput = () => {};
  /** @type {PromiseWithResolvers<Parts>} */
  #ready = Promise.withResolvers();
  /** @type {PromiseWithResolvers<string> | null} */
  #asked = null;
  /** @type {PromiseWithResolvers<Broken>} */
  #broken = Promise.withResolvers();
  /** @type {PromiseWithResolvers<KeptPackages | null>} */
  #packages = Promise.withResolvers();
  #installed = new Set();

  /**
   * @param {object} options
   * @param {string} options.runtime
   * @param {string} options.app
   * @param {Parts | null} options.parts
   * @param {(progress: import("./messages.js").Progress) => void} options.onProgress
   */
  constructor({ runtime, app, parts, onProgress }) {
    this.#onProgress = onProgress;
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onmessageerror = () => this.#break("A message from Python could not be read. Python was started again.");
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#break(`Python's worker stopped (${event.message || "worker.js could not be loaded"}).`);
    };
    this.#worker.postMessage({ type: "boot", runtime, app, parts });
  }

  /** Resolves when tasks can be done; rejects with `Broken` when Python could not be started. */
  get ready() {
    return this.#ready.promise;
  }

  /** Resolves when the worker has ended on its own. */
  get broken() {
    return this.#broken.promise;
  }

  /**
   * Does one task; the caller waits for it before asking for the next. Never settles after `terminate`.
   *
   * @param {Task} task
   * @param {OnOutput} [onOutput]
   * @returns {Promise<string>} JSON. Rejects with `Broken`, or with an Error that Python raised.
   */
  ask(task, onOutput = () => {}) {
    this.#asked = Promise.withResolvers();
    this.#onOutput = onOutput;
    this.#worker.postMessage(task);
    return this.#asked.promise;
  }

  /** Whether all of them are importable. @param {string[]} packages */
  has(packages) {
    return packages.every((name) => this.#installed.has(name));
  }

  /**
   * Makes packages importable; the caller waits before it asks for others.
   *
   * @param {string[]} wanted
   * @param {string} folder Their address.
   * @param {KeptPackages} kept
   * @returns {Promise<KeptPackages | null>} What to keep; null when the worker was ended. Rejects with a sentence.
   */
  async load(wanted, folder, kept) {
    const names = wanted.filter((name) => !this.#installed.has(name));
    if (names.length === 0) return kept;
    this.#packages = Promise.withResolvers();
    this.#worker.postMessage({ type: "packages", names, folder, kept });
    const loaded = await this.#packages.promise;
    for (const name of names) this.#installed.add(name);
    return loaded;
  }

  terminate() {
    this.#packages.resolve(null);
    this.#worker.onmessage = null;
    this.#worker.terminate();
  }

  /** @param {WorkerMessage} message */
  #receive(message) {
    if (message.type === "progress") this.#onProgress(message.progress);
    else if (message.type === "output") this.#onOutput(message.text, message.stream);
    else if (message.type === "ready") this.#ready.resolve(message.parts);
    else if (message.type === "packages") this.#packages.resolve(message.kept);
    else if (message.type === "no-packages") this.#packages.reject(new Error(message.message));
    else if (message.type === "answer") this.#asked?.resolve(message.json);
    else if (message.type === "refused") this.#asked?.reject(new Error(message.message));
    else if (message.type === "broken") this.#break(message.message);
  }

  /** @param {string} sentence */
  #break(sentence) {
    const broken = new Broken(sentence);
    this.terminate();
    this.#broken.resolve(broken); // first: who waits for a task learns of its end after who keeps the interpreter
    this.#ready.reject(broken);
    this.#asked?.reject(broken);
  }
}
