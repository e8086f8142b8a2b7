/** One Run or Check of a lab, from the press to the sentence that ends it. */

import { button } from "./dom.js";
import { duration } from "./lab-status.js";
import { python } from "./python.js";
import { sentence, startPython } from "./start-python.js";
import { takeTurn } from "./turns.js";

/**
 * @typedef {import("./lab-data.js").LabData} LabData
 * @typedef {import("./lab-data.js").Report} Report
 * @typedef {"run" | "check"} Kind
 * @typedef {Awaited<ReturnType<typeof python.run>> | {kind: "not-started", message: string}} Outcome
 *
 * @typedef {object} LabParts
 * @property {import("./editor.js").LabEditor} editor
 * @property {import("./output.js").OutputLog} output
 * @property {import("./lab-status.js").LabStatus} status
 * @property {import("./lab-controls.js").LabControls} controls
 * @property {import("./checklist.js").Checklist} checklist
 * @property {import("./lab-panes.js").LabPanes} panes
 * @property {(report: Report, program: string) => void} checked Called with what a check found.
 */

export class LabRun {
  /** @type {(() => void) | undefined} Ends the waiting before a program starts. */
  #cancel;
  #busy = false;
  /** @type {Promise<unknown> | undefined} The newest Run or Check. */
  #running;
  #starts = 0;
  #data;
  #parts;

  /**
   * @param {LabData} data
   * @param {LabParts} parts
   */
  constructor(data, parts) {
    this.#data = data;
    this.#parts = parts;
  }

  /** When Python has started, or could not be, and what was to run has ended. */
  async settled() {
    await python.start(this.#data.packages).catch(() => {});
    await this.#running;
  }

  /** Gets Python ready, because the learner seems about to need it. A Run or Check meanwhile takes over the status. */
  async prepare() {
    const { status } = this.#parts;
    const before = { state: status.state, text: status.text };
    if (this.#busy || before.state === "booting") return;
    const starts = this.#starts;
    const isOvertaken = () => this.#starts > starts;
    status.show("booting", before.text);
    try {
      await startPython((text) => isOvertaken() || status.show("booting", text), this.#data.packages);
      if (isOvertaken()) return;
      if (before.state === "static" || before.state === "error") status.show("ready", "Python ready");
      else status.show(before.state, before.text);
    } catch (error) {
      if (!isOvertaken()) this.#sayNotStarted(sentence(error), () => this.prepare());
    }
  }

  /** @param {Kind} kind */
  async start(kind) {
    const { editor, output, controls, panes } = this.#parts;
    if (this.#busy) return;
    const program = editor.text;
    output.clear();
    if (!program.trim()) {
      output.say("There is no code yet. Write some, or press Reset to get the starter back.");
      return;
    }
    this.#busy = true;
    this.#starts++;
    controls.setBusy(true);
    editor.mark(null);
    const running = this.#outcome(kind, program);
    this.#running = running;
    const { outcome, ms } = await running;
    this.#busy = false;
    controls.setBusy(false);
    panes.show("code"); // the learner may have gone back to the task meanwhile
    this.#show(kind, program, outcome, ms).bringIntoView();
  }

  /** Ends the program, or the waiting for Python. */
  stop() {
    if (this.#cancel) this.#cancel();
    else if (this.#busy) python.stop();
  }

  /**
   * @param {Kind} kind
   * @param {string} program
   * @returns {Promise<{outcome: Outcome, ms: number}>}
   */
  async #outcome(kind, program) {
    const { output, status } = this.#parts;
    const turn = takeTurn();
    const cancelled = new Promise((resolve) => (this.#cancel = () => resolve("cancelled")));
    let start = performance.now();
    try {
      status.show("booting", "");
      const say = (/** @type {string} */ text) => this.#cancel && status.show("booting", text);
      const ready = startPython(say, this.#data.packages).then(() => {
        if (turn.mustWait) say("Waiting for another lab on this page");
        return turn.ready;
      });
      const first = await Promise.race([ready, cancelled]);
      this.#cancel = undefined;
      if (first === "cancelled") return { outcome: { kind: "stopped" }, ms: 0 };
      status.showRunning(kind === "run" ? "Running…" : "Checking…");
      const request = {
        program,
        checks: this.#data.checks,
        packages: this.#data.packages,
        timeBudgetS: this.#data.timeBudgetS,
        onOutput: output.write.bind(output),
      };
      start = performance.now();
      const outcome = await (kind === "run" ? python.run(request) : python.check(request));
      return { outcome, ms: performance.now() - start };
    } catch (error) {
      return { outcome: { kind: "not-started", message: sentence(error) }, ms: 0 };
    } finally {
      this.#cancel = undefined;
      turn.end();
    }
  }

  /**
   * Shows how it ended, and returns the part of the lab that says so.
   * @param {Kind} kind
   * @param {string} program
   * @param {Outcome} outcome
   * @param {number} ms
   */
  #show(kind, program, outcome, ms) {
    const { output, status } = this.#parts;
    if (outcome.kind === "report") {
      const report = JSON.parse(outcome.json);
      return kind === "run" ? this.#showRun(report, ms) : this.#showCheck(report, program);
    }
    if (outcome.kind === "stopped") {
      status.show("stopped", "Stopped");
      output.say("Stopped. Your code is as you left it.");
    } else if (outcome.kind === "time-limit") {
      const limit = `Stopped after ${outcome.seconds} s`;
      status.show("stopped", limit);
      output.say(`${limit}: the time limit of this lab. An endless loop is the usual cause; your code is as you left it.`);
    } else if (outcome.kind === "crashed") {
      status.show("error", "Python ended unexpectedly");
      output.say(`${outcome.message} Your code is as you left it.`, { isError: true });
    } else {
      this.#sayNotStarted(outcome.message, () => this.start(kind));
    }
    return output;
  }

  /**
   * @param {Report} report
   * @param {number} ms
   */
  #showRun({ error }, ms) {
    const { editor, output, status } = this.#parts;
    if (error) {
      editor.mark(error.line, error.message);
      output.say(error.message, { isError: true });
      output.trace(error.frames);
      status.show("error", "Stopped by an error");
    } else {
      if (output.isEmpty) output.say("Your program ran and printed nothing.");
      status.show("ready", `Finished in ${duration(ms)}`);
    }
    return output;
  }

  /**
   * @param {Report} report
   * @param {string} program
   */
  #showCheck(report, program) {
    const { editor, output, status, checklist } = this.#parts;
    const { results, error } = report;
    const passed = checklist.show(results);
    if (error) editor.mark(error.line, error.message);
    this.#parts.checked(report, program);
    if (results.every((result) => result.passed === null)) {
      output.say(`The checks could not run. ${error?.message ?? ""}`, { isError: true });
      output.trace(error?.frames ?? []);
      status.show("error", "Stopped by an error");
      return output;
    }
    output.trace(error?.frames ?? []);
    if (passed) status.show("passed", "Passed");
    else status.show("failed", "Not yet");
    return checklist;
  }

  /**
   * @param {string} message
   * @param {() => void} again
   */
  #sayNotStarted(message, again) {
    const { output, status } = this.#parts;
    status.show("error", "Python did not start");
    const retry = button("Retry", () => {
      output.clear();
      again();
    });
    output.say(message, { isError: true, button: retry });
  }
}
