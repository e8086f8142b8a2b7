/**
 * Python in the page: the one thing labs and simulators talk to. Nothing is downloaded before `start()`, `run()`,
 * `check()` or `simulate()` is called. One program runs at a time; Stop ends its worker and starts another.
 */

import { Broken } from "./interpreter.js";
import { place } from "./place.js";
import { startInterpreter } from "./starting.js";

/** @typedef {import("./interpreter.js").Interpreter} Interpreter */
/** @typedef {"off" | "booting" | "ready" | "failed"} State */
/** @typedef {import("./interpreter.js").OnOutput} OnOutput */

/**
 * @typedef {{kind: "report", json: string} | {kind: "stopped"} | {kind: "time-limit", seconds: number}
 *   | {kind: "crashed", message: string}} Outcome
 */

/**
 * @typedef {object} Options
 * @property {string[]} [packages] What the program may import besides Python and the course's own modules.
 * @property {number} [timeBudgetS]
 * @property {OnOutput} [onOutput]
 *
 * @typedef {object} Program A program that waits for Python or runs in it.
 * @property {import("./messages.js").Task} task
 * @property {string[]} packages What it needs besides Python.
 * @property {number} seconds Its time budget.
 * @property {OnOutput} onOutput
 * @property {boolean} running
 * @property {(outcome: Outcome) => void} resolve
 * @property {(error: Error) => void} reject
 */

/** @typedef {{type: string, html: string, spec?: Record<string, any>, alt?: string}} Block */
/** @typedef {{source: string, params: object, state: unknown, action: object | null}} SimulationRequest */

/**
 * @typedef {object} Simulation A step of a simulator, or a question of an editor: short, and only the newest counts.
 * @property {import("./messages.js").Task} task
 * @property {(answer: any) => void} resolve
 * @property {(error: Error) => void} reject
 */

const DEFAULT_SECONDS = 10;
const COMPLETION = "completion";

class Python extends EventTarget {
  /** @type {State} */
  state = "off";
  /** @type {Interpreter | null} */
  #interpreter = null;
  /** @type {import("./messages.js").Parts | null} */
  #parts = null;
  #failed = false;
  /** @type {Promise<void> | null} */
  #starting = null;
  /** @type {Promise<import("./package-loads.js").PackageLoads> | null} */
  #packages = null;
  /** @type {Program | null} */
  #program = null;
  /** @type {Map<string, Simulation>} The newest request of each simulator that waits for its turn. */
  #waiting = new Map();
  /** @type {Simulation | null} */
  #simulation = null;
  /** @type {import("./snapshot-maker.js").SnapshotMaker | null} */
  #maker = null;

  /**
   * Starts Python if it is not running, with packages. After a failure it can be called again.
   *
   * @param {string[]} [packages]
   * @returns {Promise<void>} Rejects with a sentence for the learner.
   */
  async start(packages = []) {
    this.#starting ??= this.#boot();
    await this.#starting;
    if (packages.length === 0) return;
    this.#packages ??= this.#packageLoads();
    await (await this.#packages).load(packages, place().packages);
  }

  async #packageLoads() {
    try {
      const { PackageLoads } = await import("./package-loads.js");
      return new PackageLoads(() => this.start().then(() => this.#interpreter));
    } catch {
      this.#packages = null;
      throw new Error("The packages of this lab could not be loaded: package-loads.js is missing or blocked.");
    }
  }

  /**
   * Runs a program as a script.
   *
   * @param {{program: string} & Options} request
   * @returns {Promise<Outcome>} Rejects, with a sentence, when Python cannot be loaded or is busy with another program.
   */
  run({ program, ...options }) {
    return this.#submit({ type: "run", program }, options);
  }

  /**
   * Runs a lab's checks on a program; otherwise like `run`.
   *
   * @param {{program: string, checks: string} & Options} request
   * @returns {Promise<Outcome>}
   */
  check({ program, checks, ...options }) {
    return this.#submit({ type: "check", program, checks }, options);
  }

  /**
   * Asks the app that a program makes; otherwise like `run`. The report is an answer of `labkit.asgi.request_console`.
   *
   * @param {{program: string, request: {method: string, path: string, body: string}} & Options} request
   * @returns {Promise<Outcome>}
   */
  request({ program, request, ...options }) {
    return this.#submit({ type: "request", program, request: JSON.stringify(request) }, options);
  }

  /**
   * The next state and view of a simulator. Of several requests that wait, only the newest is answered; the older ones
   * get null. Requests of different simulators do not replace each other.
   *
   * @param {SimulationRequest} request `state` null starts anew; `action` null only shows.
   * @returns {Promise<{state: unknown, blocks: Block[]} | null>} Rejects with what went wrong.
   */
  simulate(request) {
    return this.#ask(request.source, { type: "simulate", request: JSON.stringify(request) });
  }

  /**
   * What an editor asks about a program that is being written. Never starts Python and never makes a program wait for
   * more than the question it already works on.
   *
   * @param {object} request For `labkit.completion.answer.complete`.
   * @returns {Promise<any>} Null when Python is not ready, when a program runs or waits, or a newer question came.
   */
  complete(request) {
    if (this.state !== "ready" || this.#program) return Promise.resolve(null);
    return this.#ask(COMPLETION, { type: "complete", request: JSON.stringify(request) });
  }

  /** @param {string} asker @param {import("./messages.js").Task} task */
  #ask(asker, task) {
    return new Promise((resolve, reject) => {
      this.#drop(asker);
      this.#waiting.set(asker, { task, resolve, reject });
      this.#wake();
    });
  }

  /** Answers with null what nobody waits for any more. @param {string} asker */
  #drop(asker) {
    this.#waiting.get(asker)?.resolve(null);
    this.#waiting.delete(asker);
  }

  /** Ends the program that runs or waits. Its promise resolves at once; Python starts again in the background. */
  stop() {
    if (this.#program) this.#endProgram(this.#program, { kind: "stopped" });
  }

  /**
   * @param {import("./messages.js").Task} task
   * @param {Options} options
   * @returns {Promise<Outcome>}
   */
  async #submit(task, { packages = [], timeBudgetS: seconds = DEFAULT_SECONDS, onOutput = () => {} }) {
    if (this.#program) throw new Error("Another program is still running. Stop it first.");
    this.#drop(COMPLETION);
    return new Promise((resolve, reject) => {
      this.#program = { task, packages, seconds, onOutput, running: false, resolve, reject };
      this.#wake();
    });
  }

  /** Starts Python if need be, and then whatever waits. */
  #wake() {
    this.start().then(
      () => this.#next(),
      (error) => this.#rejectAll(error),
    );
  }

  #next() {
    if (this.state !== "ready" || !this.#interpreter || this.#simulation || this.#program?.running) return;
    this.#maker?.cancel();
    if (this.#program) {
      if (this.#interpreter.has(this.#program.packages)) void this.#runProgram(this.#interpreter, this.#program);
      else this.#fetchFor(this.#program);
      return;
    }
    const [waiting] = this.#waiting;
    if (!waiting) {
      void this.#rest();
      return;
    }
    this.#waiting.delete(waiting[0]);
    void this.#runSimulation(this.#interpreter, waiting[1]);
  }

  /** @param {Program} program */
  #fetchFor(program) {
    const fail = (/** @type {Error} */ error) => {
      if (program === this.#program) this.#program = null;
      program.reject(error);
    };
    this.start(program.packages).catch(fail).then(() => this.#next());
  }

  /** @param {Interpreter} interpreter @param {Program} program */
  async #runProgram(interpreter, program) {
    program.running = true;
    const timer = setTimeout(
      () => this.#endProgram(program, { kind: "time-limit", seconds: program.seconds }),
      program.seconds * 1000,
    );
    try {
      const json = await interpreter.ask(program.task, program.onOutput);
      this.#finishProgram(program, { kind: "report", json });
    } catch (error) {
      this.#finishProgram(program, { kind: "crashed", message: sentenceOf(error) });
      this.#restart();
    } finally {
      clearTimeout(timer);
    }
    this.#next();
  }

  /** @param {Interpreter} interpreter @param {Simulation} simulation */
  async #runSimulation(interpreter, simulation) {
    this.#simulation = simulation;
    const timer = setTimeout(() => {
      simulation.reject(new Error(`The simulator took longer than ${DEFAULT_SECONDS} seconds and was stopped.`));
      this.#restart();
    }, DEFAULT_SECONDS * 1000);
    try {
      const json = await interpreter.ask(simulation.task);
      simulation.resolve(JSON.parse(json));
    } catch (error) {
      simulation.reject(new Error(sentenceOf(error)));
      if (error instanceof Broken) this.#restart();
    } finally {
      clearTimeout(timer);
    }
    if (this.#simulation === simulation) this.#simulation = null;
    this.#next();
  }

  /** @param {Program} program @param {Outcome} outcome */
  #endProgram(program, outcome) {
    if (program !== this.#program) return;
    const { running } = program;
    this.#finishProgram(program, outcome);
    if (running) this.#restart();
  }

  /** @param {Program} program @param {Outcome} outcome */
  #finishProgram(program, outcome) {
    if (program === this.#program) this.#program = null;
    program.resolve(outcome);
  }

  /** @param {Error} error */
  #rejectAll(error) {
    this.#program?.reject(error);
    this.#program = null;
    for (const simulation of this.#waiting.values()) simulation.reject(error);
    this.#waiting.clear();
  }

  /** Nothing runs or waits: the moment to prepare the next start. */
  async #rest() {
    if (!this.#parts || this.#parts.snapshot) return;
    const { SnapshotMaker } = await import("./snapshot-maker.js");
    this.#maker ??= new SnapshotMaker(place(), (snapshot) => {
      if (this.#parts) this.#parts = { ...this.#parts, snapshot };
    });
    if (this.state === "ready" && !this.#program && !this.#simulation) this.#maker.wish(this.#parts);
  }

  #restart() {
    this.#maker?.cancel();
    this.#interpreter?.terminate();
    this.#interpreter = null;
    this.#simulation = null;
    this.#starting = null;
    this.#wake();
    this.#packages?.then(({ names }) => this.start(names)).catch(() => {}); // whoever needs them asks again
  }

  async #boot() {
    this.#setState("booting");
    let started;
    try {
      started = await startInterpreter({
        place: place(),
        parts: this.#parts,
        again: this.#failed,
        onProgress: (detail) => this.dispatchEvent(new CustomEvent("progress", { detail })),
      });
      this.#failed = false;
    } catch (error) {
      this.#starting = null;
      this.#failed = true;
      this.#setState("failed", sentenceOf(error));
      throw error;
    }
    const { interpreter } = started;
    this.#parts = started.parts;
    this.#interpreter = interpreter;
    void interpreter.broken.then(() => this.#lose(interpreter));
    this.#setState("ready");
    void this.#rest();
  }

  /** Python ended on its own. Whoever was using it starts it again. @param {Interpreter} interpreter */
  #lose(interpreter) {
    if (interpreter !== this.#interpreter) return;
    this.#interpreter = null;
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

/** @param {unknown} error */
function sentenceOf(error) {
  return error instanceof Error ? error.message : String(error);
}

export const python = new Python();
document.documentElement.dataset.mlplatRuntime = python.state;
