/** Which task does Python do next? One program at a time, and in between the newest question of each asker. */

import { Broken } from "./interpreter.js";

/** @typedef {import("./interpreter.js").Interpreter} Interpreter */
/** @typedef {import("./interpreter.js").OnOutput} OnOutput */
/** @typedef {import("./messages.js").Task} Task */

/**
 * @typedef {{kind: "report", json: string} | {kind: "stopped"} | {kind: "time-limit", seconds: number}
 *   | {kind: "crashed", message: string}} Outcome
 *
 * @typedef {object} Options
 * @property {string[]} packages What the program may import besides Python and the course's own modules.
 * @property {number} [timeBudgetS]
 * @property {OnOutput} [onOutput]
 *
 * @typedef {object} Program A program that waits for Python or runs in it.
 * @property {Task} task
 * @property {string[]} packages
 * @property {Promise<void> | null} loading Its packages, on their way since it came.
 * @property {number} seconds Its time budget.
 * @property {OnOutput} onOutput
 * @property {boolean} running
 * @property {(outcome: Outcome) => void} resolve
 * @property {(error: Error) => void} reject
 *
 * @typedef {object} Question A step of a simulator, or what an editor asks: short, and only the newest counts.
 * @property {Task} task
 * @property {string[]} packages
 * @property {Promise<void> | null} loading Its packages, on their way since it came.
 * @property {(answer: any) => void} resolve
 * @property {(error: Error) => void} reject
 */

const DEFAULT_SECONDS = 10;

export class Tasks {
  /** @type {Program | null} */
  #program = null;
  /** @type {Map<string, Question>} What waits for its turn, by who asks. */
  #waiting = new Map();
  /** @type {Question | null} */
  #question = null;
  #python;

  /** @param {import("./live-python.js").LivePython} python */
  constructor(python) {
    this.#python = python;
  }

  /** Whether a program runs or waits. */
  get hasProgram() {
    return this.#program !== null;
  }

  /**
   * @param {Task} task
   * @param {Options} options
   * @returns {Promise<Outcome>} Rejects, with a sentence, when Python cannot be loaded or is busy with another program.
   */
  async run(task, { packages, timeBudgetS: seconds = DEFAULT_SECONDS, onOutput = () => {} }) {
    if (this.#program) throw new Error("Another program is still running. Stop it first.");
    return new Promise((resolve, reject) => {
      const loading = this.#load(packages);
      this.#program = { task, packages, loading, seconds, onOutput, running: false, resolve, reject };
      this.#wake();
    });
  }

  /** Ends the program that runs or waits. Its promise resolves at once; Python starts again in the background. */
  stop() {
    if (this.#program) this.#endProgram(this.#program, { kind: "stopped" });
  }

  /**
   * @param {string} asker Of several questions of one asker that wait, only the newest is answered.
   * @param {Task} task
   * @param {string[]} [packages]
   * @returns {Promise<any>} The answer; null when a newer question has come. Rejects with what went wrong.
   */
  ask(asker, task, packages = []) {
    return new Promise((resolve, reject) => {
      this.drop(asker);
      this.#waiting.set(asker, { task, packages, loading: this.#load(packages), resolve, reject });
      this.#wake();
    });
  }

  /** Answers with null what nobody waits for any more. @param {string} asker */
  drop(asker) {
    this.#waiting.get(asker)?.resolve(null);
    this.#waiting.delete(asker);
  }

  /** Packages come beside Python. @param {string[]} packages */
  #load(packages) {
    const loading = packages.length > 0 ? this.#python.start(packages) : null;
    loading?.catch(() => {}); // told to who waits, once Python has started
    return loading;
  }

  /** Starts Python if need be, and then whatever waits. */
  #wake() {
    this.#python.start().then(
      () => this.#next(),
      (error) => this.#rejectAll(error),
    );
  }

  #next() {
    const { interpreter } = this.#python;
    if (!interpreter || this.#question || this.#program?.running) return;
    const [[asker, question] = ["", null]] = this.#waiting;
    const next = this.#program ?? question;
    if (!next) {
      void this.#python.rest();
      return;
    }
    this.#python.pause();
    if (!interpreter.has(next.packages)) this.#waitForPackages(next);
    else if (this.#program) void this.#runProgram(interpreter, this.#program);
    else if (question) {
      this.#waiting.delete(asker);
      void this.#askQuestion(interpreter, question);
    }
  }

  /** @param {Program | Question} waiting */
  #waitForPackages(waiting) {
    const fail = (/** @type {Error} */ error) => {
      if (waiting === this.#program) this.#program = null;
      for (const [asker, question] of this.#waiting) if (question === waiting) this.#waiting.delete(asker);
      waiting.reject(error);
    };
    const loading = waiting.loading ?? this.#python.start(waiting.packages);
    waiting.loading = null; // if Python ends meanwhile, they are loaded once more
    loading.catch(fail).then(() => this.#next());
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
      this.#endProgram(program, { kind: "crashed", message: sentenceOf(error) });
    } finally {
      clearTimeout(timer);
    }
    this.#next();
  }

  /** @param {Interpreter} interpreter @param {Question} question */
  async #askQuestion(interpreter, question) {
    this.#question = question;
    const timer = setTimeout(() => {
      question.reject(new Error(`The simulator took longer than ${DEFAULT_SECONDS} seconds and was stopped.`));
      this.#restart();
    }, DEFAULT_SECONDS * 1000);
    try {
      question.resolve(JSON.parse(await interpreter.ask(question.task)));
    } catch (error) {
      question.reject(new Error(sentenceOf(error)));
      if (error instanceof Broken) this.#restart();
    } finally {
      clearTimeout(timer);
    }
    if (this.#question === question) this.#question = null;
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
    for (const question of this.#waiting.values()) question.reject(error);
    this.#waiting.clear();
  }

  #restart() {
    this.#question = null;
    this.#python.restart();
    this.#wake();
  }
}

/** @param {unknown} error */
function sentenceOf(error) {
  return error instanceof Error ? error.message : String(error);
}
