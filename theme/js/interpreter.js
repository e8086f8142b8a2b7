/** One worker with one Python inside, from its start to its end. */

import { Patience } from "./patience.js";

/** @typedef {import("./messages.js").WorkerMessage} WorkerMessage */
/** @typedef {import("./messages.js").Task} Task */
/** @typedef {import("./messages.js").Parts} Parts */
/** @typedef {(text: string, stream: import("./messages.js").OutputKind) => void} OnOutput */

/** @typedef {import("./messages.js").KeptPackages} KeptPackages */

/** The worker ended on its own; the message is a sentence for the learner. */
export class Broken extends Error {}

export class Interpreter {
  /** Whether it starts, or was started, from a snapshot. */
  restoring = false;
  #worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  // Not the worker's own channel: what a learner's program sends to the page by itself must not pass for Python's word.
  #channel = new MessageChannel();
  #patience = new Patience((sentence) => this.#break(sentence));
  #onProgress;
  /** @type {OnOutput} */
  #onOutput = () => {};
  /** @type {PromiseWithResolvers<Parts>} */
  #ready = Promise.withResolvers();
  /** @type {PromiseWithResolvers<string> | null} */
  #asked = null;
  /** @type {PromiseWithResolvers<Broken>} */
  #broken = Promise.withResolvers();
  /** @type {PromiseWithResolvers<KeptPackages | null> | null} While packages are loaded. */
  #packages = null;
  #installed = new Set();
  #isStarting = true;
  #isRunning = false;
  /** @type {import("./messages.js").Progress} */
  #latest = { stage: "Loading Python", loadedBytes: 0, totalBytes: 0, waitingFor: "worker.js" };

  /**
   * @param {object} options
   * @param {import("./messages.js").Place} options.place
   * @param {import("./messages.js").KeptParts | null} options.parts What this page has kept, or null to look what the
   *   browser has.
   * @param {boolean} options.again Whether an earlier start has failed.
   * @param {(progress: import("./messages.js").Progress) => void} options.onProgress
   */
  constructor({ place, parts, again, onProgress }) {
    this.#onProgress = onProgress;
    const { port1: port, port2 } = this.#channel;
    port.onmessage = ({ data }) => this.#receive(data);
    port.onmessageerror = () => this.#break("A message from Python could not be read. Python was started again.");
    this.#worker.onerror = (event) => {
      event.preventDefault();
      // Without a message it is not an error of the program but a file that did not come.
      if (event.message) this.#break(`Python's worker stopped (${event.message}). Python was started again.`);
      else this.#break("Python could not be loaded: worker.js, or a file it needs, is missing or blocked.");
    };
    this.#patience.whileStarting(this.#latest);
    this.#worker.postMessage({ type: "boot", place, parts, again }, [port2]);
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
    this.#watch();
    this.#channel.port1.postMessage(task);
    return this.#asked.promise;
  }

  /** Whether all of them are importable. @param {string[]} packages */
  has(packages) {
    return packages.every((name) => this.#installed.has(name));
  }

  /**
   * Makes packages importable, beside Python's own start if that is not over; the caller waits before it asks for others.
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
    const { promise } = this.#packages;
    if (!this.#isStarting) {
      this.#latest = { stage: "Loading packages", loadedBytes: 0, totalBytes: 0, waitingFor: names.join(", ") };
      this.#watch();
    }
    this.#channel.port1.postMessage({ type: "packages", names, folder, kept });
    const loaded = await promise;
    for (const name of names) this.#installed.add(name);
    return loaded;
  }

  terminate() {
    this.#patience.end();
    this.#packages?.resolve(null);
    this.#channel.port1.onmessage = null;
    this.#channel.port1.close();
    // Chromium lets a busy worker go on for two seconds, and its last word may be an error.
    this.#worker.onerror = (event) => event.preventDefault();
    this.#worker.terminate();
  }

  /** @param {WorkerMessage} message */
  #receive(message) {
    const { type } = message;
    if (type === "broken") return this.#break(message.message);
    if (type === "answer" && !isJson(message.json)) {
      return this.#break("The run's report could not be read. Python was started again.");
    }
    if (type === "progress") this.#onProgress((this.#latest = message.progress));
    else if (type === "restoring") this.#limitRestore();
    else if (type === "ready") this.#begin(message.parts);
    else if (type === "packages") this.#endLoading()?.resolve(message.kept);
    else if (type === "no-packages") this.#endLoading()?.reject(new Error(message.message));
    else if (type === "begun") this.#isRunning = true;
    else if (type === "output") this.#onOutput(message.text, message.stream);
    else if (type === "answer") this.#endTask()?.resolve(message.json);
    else if (type === "refused") this.#endTask()?.reject(new Error(message.message));
    this.#watch();
  }

  #limitRestore() {
    this.restoring = true;
    this.#patience.whileRestoring();
  }

  /** @param {Parts} parts */
  #begin(parts) {
    this.#isStarting = false;
    this.#ready.resolve(parts);
  }

  #endLoading() {
    const packages = this.#packages;
    this.#packages = null;
    return packages;
  }

  #endTask() {
    const asked = this.#asked;
    this.#asked = null;
    this.#isRunning = false;
    return asked;
  }

  /** Waits for the next sign of life that is due. */
  #watch() {
    if (this.#isStarting && this.restoring) return; // which is limited as a whole
    if (this.#isRunning) this.#patience.end(); // its time budget is somebody else's
    else if (this.#isStarting || this.#packages) this.#patience.whileStarting(this.#latest);
    else if (this.#asked) this.#patience.untilBegun();
    else this.#patience.end();
  }

  /** @param {string} sentence */
  #break(sentence) {
    const broken = new Broken(sentence);
    this.#broken.resolve(broken); // first: who waits for something learns of its end after who keeps the interpreter
    const packages = this.#endLoading();
    packages?.promise.catch(() => {}); // nobody may be waiting
    if (this.#isStarting && this.restoring) packages?.resolve(null); // Python starts from its files; so do they
    else packages?.reject(broken);
    this.terminate();
    this.#ready.reject(broken);
    this.#asked?.reject(broken);
  }
}

/** @param {unknown} text A program can change the very library that writes the report. */
function isJson(text) {
  try {
    JSON.parse(/** @type {string} */ (text));
    return typeof text === "string";
  } catch {
    return false;
  }
}
