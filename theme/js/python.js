/**
 * Python in the page: the one thing labs and simulators talk to. Nothing is downloaded before `start()`, `run()`,
 * `check()` or `simulate()` is called. One program runs at a time; Stop ends its worker and starts another.
 */

import { LivePython } from "./live-python.js";
import { Tasks } from "./tasks.js";

/** @typedef {import("./tasks.js").Outcome} Outcome */

/**
 * @typedef {object} Options
 * @property {string[]} [packages] What the program may import besides Python and the course's own modules.
 * @property {number} [timeBudgetS]
 * @property {import("./interpreter.js").OnOutput} [onOutput]
 */

/** @typedef {{type: string, html: string, spec?: Record<string, any>, alt?: string}} Block */
/**
 * @typedef {{source: string, params: object, state: unknown, action: object | null, packages?: string[],
 *   modules?: [string, string][]}} SimulationRequest
 */

const COMPLETION = "completion";

/** See LivePython for `state`, `start` and the events. */
class Python extends LivePython {
  #tasks = new Tasks(this);

  /**
   * Runs a program as a script.
   *
   * @param {{program: string} & Options} request
   * @returns {Promise<Outcome>} Rejects, with a sentence, when Python cannot be loaded or is busy with another program.
   */
  run({ program, packages = [], ...options }) {
    return this.#run({ type: "run", program, packages }, { packages, ...options });
  }

  /**
   * Runs a lab's checks on a program; otherwise like `run`.
   *
   * @param {{program: string, checks: string} & Options} request
   * @returns {Promise<Outcome>}
   */
  check({ program, checks, packages = [], ...options }) {
    return this.#run({ type: "check", program, checks, packages }, { packages, ...options });
  }

  /**
   * Asks the app that a program makes; otherwise like `run`. The report is an answer of `labkit.asgi.request_console`.
   *
   * @param {{program: string, request: {method: string, path: string, body: string}} & Options} request
   * @returns {Promise<Outcome>}
   */
  request({ program, request, packages = [], ...options }) {
    const task = /** @type {const} */ ({ type: "request", program, request: JSON.stringify(request), packages });
    return this.#run(task, { packages, ...options });
  }

  /**
   * The next state and view of a simulator. Of several requests that wait, only the newest is answered; the older ones
   * get null. Requests of different simulators do not replace each other.
   *
   * @param {SimulationRequest} request `state` null starts anew; `action` null only shows.
   * @returns {Promise<{state: unknown, blocks: Block[]} | null>} Rejects with what went wrong.
   */
  simulate({ packages = [], ...request }) {
    const task = /** @type {const} */ ({ type: "simulate", request: JSON.stringify(request), packages });
    return this.#tasks.ask(request.source, task, packages);
  }

  /**
   * What an editor asks about a program that is being written. Never starts Python and never makes a program wait for
   * more than the question it already works on.
   *
   * @param {object} request For `labkit.completion.answer.complete`.
   * @returns {Promise<any>} Null when Python is not ready, when a program runs or waits, or a newer question came.
   */
  complete(request) {
    if (this.state !== "ready" || this.#tasks.hasProgram) return Promise.resolve(null);
    return this.#tasks.ask(COMPLETION, { type: "complete", request: JSON.stringify(request) });
  }

  /** Ends the program that runs or waits. Its promise resolves at once; Python starts again in the background. */
  stop() {
    this.#tasks.stop();
  }

  /** @param {import("./messages.js").Task} task @param {import("./tasks.js").Options} options */
  #run(task, options) {
    if (!this.#tasks.hasProgram) this.#tasks.drop(COMPLETION);
    return this.#tasks.run(task, options);
  }
}

export const python = new Python();
document.documentElement.dataset.mlplatRuntime = python.state;
