/**
 * Python in the page: the one thing labs and simulators talk to. Nothing is downloaded before `start()`, `run()`,
 * `check()` or `simulate()` is called. One program runs at a time; Stop ends its worker and starts another.
 */

import { Broken, Interpreter } from "./interpreter.js";

/** @typedef {"off" | "booting" | "ready" | "failed"} State */
/** @typedef {import("./interpreter.js").OnOutput} OnOutput */

/**
 * @typedef {{kind: "report", json: string} | {kind: "stopped"} | {kind: "time-limit", seconds: number}
 *   | {kind: "crashed", message: string}} Outcome
 */

/**
 * @typedef {object} Program A program that waits for Python or runs in it.
 * @property {import("./messages.js").Task} task
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
  /** @type {Promise<void> | null} */
  #starting = null;
  /** @type {Program | null} */
  #program = null;
  /** @type {Map<string, Simulation>} The newest request of each simulator that waits for its turn. */
  #waiting = new Map();
  /** @type {Simulation | null} */
  #simulation = null;

  /**
   * Starts Python if it is not running. After a failure it can be called again.
   *
   * @returns {Promise<void>} Rejects with a sentence for the learner.
   */
  start() {
    this.#starting ??= this.#boot();
    return this.#starting;
  }

  /**
   * Runs a program as a script.
   *
   * @param {{program: string, timeBudgetS?: number, onOutput?: OnOutput}} request
   * @returns {Promise<Outcome>} Rejects, with a sentence, when Python cannot be loaded or is busy with another program.
   */
  run({ program, timeBudgetS, onOutput }) {
    return this.#submit({ type: "run", program }, timeBudgetS, onOutput);
  }

  /**
   * Runs a lab's checks on a program; otherwise like `run`.
   *
   * @param {{program: string, checks: string, timeBudgetS?: number, onOutput?: OnOutput}} request
   * @returns {Promise<Outcome>}
   */
  check({ program, checks, timeBudgetS, onOutput }) {
    return this.#submit({ type: "check", program, checks }, timeBudgetS, onOutput);
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
   * @param {object} request For `labkit.completion.complete`.
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
   * @param {number} [seconds]
   * @param {OnOutput} [onOutput]
   * @returns {Promise<Outcome>}
   */
  async #submit(task, seconds = DEFAULT_SECONDS, onOutput = () => {}) {
    if (this.#program) throw new Error("Another program is still running. Stop it first.");
    this.#drop(COMPLETION);
    return new Promise((resolve, reject) => {
      this.#program = { task, seconds, onOutput, running: false, resolve, reject };
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
    if (this.#program) {
      void this.#runProgram(this.#interpreter, this.#program);
      return;
    }
    const [waiting] = this.#waiting;
    if (!waiting) return;
    this.#waiting.delete(waiting[0]);
    void this.#runSimulation(this.#interpreter, waiting[1]);
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

  #restart() {
    this.#interpreter?.terminate();
    this.#interpreter = null;
    this.#simulation = null;
    this.#starting = null;
    this.#wake();
  }

  async #boot() {
    this.#setState("booting");
    const interpreter = new Interpreter({
      runtime: folder("mlplat-runtime"),
      app: folder("mlplat-app"),
      parts: this.#parts,
      onProgress: (detail) => this.dispatchEvent(new CustomEvent("progress", { detail })),
    });
    try {
      this.#parts = await interpreter.ready;
    } catch (error) {
      this.#starting = null;
      this.#setState("failed", sentenceOf(error));
      throw error;
    }
    this.#interpreter = interpreter;
    void interpreter.broken.then(() => this.#lose(interpreter));
    this.#setState("ready");
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

/** @param {string} name Of the <meta> element that holds a folder's address, relative to the page. */
function folder(name) {
  const meta = document.querySelector(`meta[name="${name}"]`);
  return new URL(meta?.getAttribute("content") ?? "", document.baseURI).href;
}

/** @param {unknown} error */
function sentenceOf(error) {
  return error instanceof Error ? error.message : String(error);
}

export const python = new Python();
document.documentElement.dataset.mlplatRuntime = python.state;
