/** The request console of a lab: sends what the learner types to the app that their program makes. */

import { ConsoleAnswer } from "./console-answer.js";
import { ConsoleForm } from "./console-form.js";
import { ConsoleHistory } from "./console-history.js";
import { find, make } from "./dom.js";
import { python } from "./python.js";
import { sentence, startPython } from "./start-python.js";
import { takeTurn } from "./turns.js";

/**
 * @typedef {{title: string, method: string, path: string, body: string}} Example
 * @typedef {{method: string, path: string, body: string}} Request
 *
 * @typedef {object} Answer See `labkit.asgi.request_console.Answer`.
 * @property {number} status
 * @property {string} reason
 * @property {[string, string][]} headers
 * @property {string} text
 * @property {number} milliseconds
 * @property {boolean} restarted
 * @property {string} stdout
 * @property {{message: string, line: number | null} | null} error
 */

/** Opens the console in its place below the lab. */
export class RequestConsole {
  #busy = false;
  #data;
  #editor;

  /**
   * @param {HTMLElement} lab
   * @param {import("./lab-data.js").LabData} data
   * @param {import("./editor.js").LabEditor} editor
   */
  constructor(lab, data, editor) {
    this.#data = data;
    this.#editor = editor;
    const section = find(lab, ".mlp-console", HTMLElement);
    const { examples } = JSON.parse(find(section, ".mlp-console__data", HTMLScriptElement).text);
    loadStyles();
    this.form = new ConsoleForm(examples, (request) => this.#send(request));
    this.answer = new ConsoleAnswer();
    this.history = new ConsoleHistory((request) => this.form.fill(request));
    find(section, ".mlp-console__examples", HTMLElement).replaceWith(this.form.element);
    section.append(this.answer.element, this.history.element);
    find(section, '[data-action="console"]', HTMLButtonElement).remove();
    this.form.focus();
  }

  /** @param {Request} request */
  async #send(request) {
    if (this.#busy) return;
    this.#busy = true;
    this.form.setBusy(true);
    this.#editor.mark(null);
    try {
      await this.#ask(request);
    } catch (error) {
      this.answer.say(sentence(error));
    } finally {
      this.#busy = false;
      this.form.setBusy(false);
    }
  }

  /** @param {Request} request */
  async #ask(request) {
    const { packages, timeBudgetS } = this.#data;
    const turn = takeTurn();
    try {
      await Promise.all([startPython((text) => this.answer.say(text), packages), turn.ready]);
      const program = this.#editor.text;
      const outcome = await python.request({ program, request, packages, timeBudgetS });
      if (outcome.kind === "report") this.#show(request, JSON.parse(outcome.json));
      else this.answer.say(inWords(outcome));
    } finally {
      turn.end();
    }
  }

  /** @param {Request} request @param {Answer} answer */
  #show(request, answer) {
    if (answer.error) this.#editor.mark(answer.error.line);
    this.answer.show(request, answer);
    this.history.add(request, answer.status ? String(answer.status) : "no answer");
  }
}

/** @param {Exclude<Awaited<ReturnType<typeof python.request>>, {kind: "report"}>} outcome */
function inWords(outcome) {
  if (outcome.kind === "stopped") return "Stopped. The app starts anew with the next request.";
  if (outcome.kind === "crashed") return `${outcome.message} Your code is as you left it.`;
  return `No answer within ${outcome.seconds} s, the time limit of this lab. An endless loop is the usual cause.`;
}

function loadStyles() {
  const href = new URL("../css/console.css", import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return;
  document.head.append(make("link", { rel: "stylesheet", href }));
}
