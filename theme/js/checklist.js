/** The list of checks: which passed, which failed and why, which did not run. */

import { bringIntoView, find, make, withCode } from "./dom.js";

/** @typedef {import("./lab-data.js").CheckResult} CheckResult */

const MARKS = { passed: "✓", failed: "✕", "not-run": "·" };
const WORDS = { passed: "passed", failed: "failed", "not-run": "not run" };

export class Checklist {
  #summary;
  #items;
  #next = make("p", { class: "mlp-checks__next" }, "Compare your code with a solution, or read on.");
  #stale = make("p", { class: "mlp-checks__next" }, "You have changed the code since; Check again to see where it stands.");

  /** @param {ParentNode} lab */
  constructor(lab) {
    this.#summary = find(lab, ".mlp-checks__summary", HTMLElement);
    this.#items = /** @type {HTMLElement[]} */ ([...lab.querySelectorAll("[data-check]")]);
  }

  /**
   * Shows the results and returns whether all checks passed.
   * @param {CheckResult[]} results Empty: no check has seen this code.
   */
  show(results) {
    const byTask = new Map(results.map((result) => [result.task, result]));
    for (const item of this.#items) showResult(item, byTask.get(item.dataset.check ?? ""));
    const passed = results.filter((result) => result.passed).length;
    const all = results.length > 0 && passed === results.length;
    const total = this.#items.length;
    if (results.length === 0) this.#summary.textContent = `${total} checks`;
    else this.#summary.textContent = all ? `All ${total} checks passed` : `${passed} of ${total} checks passed`;
    if (all) this.#summary.after(this.#next);
    else this.#next.remove();
    this.#stale.remove();
    return all;
  }

  /**
   * Says whether the results are about the code that is in the editor now.
   * @param {boolean} isStale
   */
  markStale(isStale) {
    if (isStale) this.#summary.after(this.#stale);
    else this.#stale.remove();
  }

  /** Moves the page to what matters most: the check that failed, or the summary. */
  bringIntoView() {
    const failed = this.#items.find((item) => item.dataset.result === "failed");
    bringIntoView(this.#summary);
    if (failed) bringIntoView(failed);
  }
}

/**
 * @param {HTMLElement} item
 * @param {CheckResult | undefined} result
 */
function showResult(item, result) {
  const passed = result?.passed ?? null;
  const kind = passed === null ? "not-run" : passed ? "passed" : "failed";
  item.dataset.result = kind;
  find(item, ".mlp-checks__mark", HTMLElement).textContent = MARKS[kind];
  find(item, ".mlp-checks__word", HTMLElement).textContent = WORDS[kind];
  item.querySelector(".mlp-why")?.remove();
  if (kind === "failed" && result) item.append(explanation(result.message));
}

/**
 * A check's message as paragraphs and the aligned list of call, yours and wanted.
 * @param {string} message
 */
function explanation(message) {
  const why = make("div", { class: "mlp-why" });
  const { paragraphs, terms } = readMessage(message);
  for (const paragraph of paragraphs) why.append(make("p", {}, ...withCode(paragraph)));
  if (terms.length > 0) {
    const rows = terms.flatMap(([term, text]) => [make("dt", {}, term), make("dd", {}, text)]);
    why.append(make("dl", {}, ...rows));
  }
  return why;
}

/**
 * @param {string} message
 * @returns {{paragraphs: string[], terms: [string, string][]}}
 */
function readMessage(message) {
  /** @type {[string, string][]} */
  const terms = [];
  /** @type {string[]} */
  const prose = [];
  for (const line of message.split("\n")) {
    const match = /^(call|yours|wanted): ?(.*)$/.exec(line);
    if (match) terms.push([match[1], match[2]]);
    else if (terms.length > 0) terms[terms.length - 1][1] += `\n${line}`;
    else prose.push(line);
  }
  const paragraphs = prose.join("\n").split(/\n\s*\n/).map((text) => text.trim()).filter(Boolean);
  return { paragraphs, terms };
}
