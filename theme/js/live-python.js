/** The page's Python from one worker to the next: starts it, ends it, keeps what the next start needs. */

import { place } from "./place.js";
import { startInterpreter } from "./starting.js";

/** @typedef {import("./interpreter.js").Interpreter} Interpreter */
/** @typedef {import("./package-loads.js").PackageLoads} PackageLoads */
/** @typedef {"off" | "booting" | "ready" | "failed"} State */

/** Tells "progress" while files come and Python starts, and "state" at every change of `state`. */
export class LivePython extends EventTarget {
  /** @type {State} */
  state = "off";
  /** @type {Interpreter | null} The newest; it may still be starting. */
  #interpreter = null;
  /** @type {import("./messages.js").Parts | null} */
  #parts = null;
  #failed = false;
  /** @type {Promise<void> | null} */
  #starting = null;
  /** @type {Promise<PackageLoads> | null} */
  #packages = null;
  #loading = 0;
  #isQuiet = false;
  /** @type {import("./snapshot-maker.js").SnapshotMaker | null} */
  #maker = null;

  /** The interpreter that does tasks, or null while there is none. */
  get interpreter() {
    return this.state === "ready" ? this.#interpreter : null;
  }

  /**
   * Starts Python if it is not running, and beside it loads packages. After a failure it can be called again.
   *
   * @param {string[]} [packages]
   * @returns {Promise<void>} Rejects with a sentence for the learner.
   */
  async start(packages = []) {
    const started = (this.#starting ??= this.#boot());
    const loaded = packages.length > 0 ? this.#load(packages) : null;
    loaded?.catch(() => {}); // where Python itself does not start, that is what to say
    await started;
    await loaded;
  }

  /** Ends the interpreter and starts another, with the packages that this one had. */
  restart() {
    this.pause();
    this.#interpreter?.terminate();
    this.#interpreter = null;
    this.#starting = null;
    const again = Promise.resolve(this.#packages).then((loads) => this.start(loads?.names));
    again.catch(() => {}); // whoever needs it asks again
  }

  /** Nothing runs or waits: the moment to prepare the next start. */
  async rest() {
    this.#isQuiet = true;
    if (!this.#parts || this.#parts.snapshot || this.#loading > 0) return;
    const { SnapshotMaker } = await import("./snapshot-maker.js");
    this.#maker ??= new SnapshotMaker(place(), (snapshot) => {
      if (this.#parts) this.#parts = { ...this.#parts, snapshot, library: null };
    });
    if (this.#isQuiet && this.state === "ready") this.#maker.wish(this.#parts);
  }

  /** Something is about to run. */
  pause() {
    this.#isQuiet = false;
    this.#maker?.cancel();
  }

  /** @param {string[]} packages */
  async #load(packages) {
    this.#loading++;
    try {
      this.#packages ??= this.#packageLoads();
      await (await this.#packages).load(packages, place().packages);
    } finally {
      this.#loading--;
      if (this.#isQuiet) void this.rest();
    }
  }

  async #packageLoads() {
    try {
      const { PackageLoads } = await import("./package-loads.js");
      return new PackageLoads(() => this.#newest());
    } catch {
      this.#packages = null;
      throw new Error("The packages of this lab could not be loaded: package-loads.js is missing or blocked.");
    }
  }

  /** The interpreter that lives, even one that is still starting; started if there is none. */
  async #newest() {
    if (!this.#interpreter) await this.start();
    return this.#interpreter;
  }

  async #boot() {
    this.#setState("booting");
    try {
      this.#parts = await startInterpreter({
        place: place(),
        parts: this.#parts,
        again: this.#failed,
        onProgress: (detail) => this.dispatchEvent(new CustomEvent("progress", { detail })),
        onCreated: (interpreter) => this.#adopt(interpreter),
      });
      this.#failed = false;
    } catch (error) {
      this.#starting = null;
      this.#failed = true;
      this.#setState("failed", error instanceof Error ? error.message : String(error));
      throw error;
    }
    this.#setState("ready");
    void this.rest();
  }

  /** @param {Interpreter} interpreter */
  #adopt(interpreter) {
    this.#interpreter = interpreter;
    void interpreter.broken.then(() => this.#lose(interpreter));
  }

  /** It ended on its own. Whoever was using it starts Python again. @param {Interpreter} interpreter */
  #lose(interpreter) {
    if (interpreter !== this.#interpreter) return;
    this.#interpreter = null;
    if (this.state !== "ready") return; // whoever waits for the start deals with it
    this.#starting = null;
    this.#setState("off");
  }

  /** @param {State} state @param {string} [message] */
  #setState(state, message) {
    this.state = state;
    document.documentElement.dataset.mlplatRuntime = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, message } }));
  }
}
