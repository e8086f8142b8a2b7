/** Help with a lab, in steps: hints one by one, then a solution compared with the learner's code. */

import { bringIntoView, find, make, withCode } from "./dom.js";

/**
 * @typedef {import("./lab-data.js").LabData} LabData
 * @typedef {import("./lab-record.js").LabRecord} LabRecord
 */

const HONEST_ATTEMPTS = 3;

export class Help {
  #hints = make("ol", { class: "mlp-help__hints", "aria-label": "Hints" });
  #said = make("p", { class: "mlp-help__note" });
  /** @type {HTMLElement | undefined} */
  #solution;
  #opening = false;
  #region;
  #hintButton;
  #solutionButton;
  #data;
  #record;
  #solutionName;

  /**
   * @param {HTMLElement} lab
   * @param {LabData} data
   * @param {LabRecord} record
   */
  constructor(lab, data, record) {
    this.#data = data;
    this.#record = record;
    this.#region = find(lab, ".mlp-help", HTMLElement);
    // Two labs of one page may show their solutions at the same time.
    this.#solutionName = `Solution of lab ${find(lab, ".mlp-lab__number", HTMLElement).textContent}`;
    this.#region.setAttribute("aria-live", "polite");
    this.#hintButton = find(lab, '[data-action="hint"]', HTMLButtonElement);
    this.#solutionButton = find(lab, '[data-action="solution"]', HTMLButtonElement);
    this.#solutionButton.setAttribute("aria-expanded", "false");
    lab.querySelector(".mlp-lab__static-help")?.remove();
    for (let index = 0; index < Math.min(record.work.hintsShown, data.hints.length); index++) this.#append(index);
    this.#updateHintButton();
  }

  showNextHint() {
    const index = this.#record.work.hintsShown;
    if (index >= this.#data.hints.length) return;
    const hint = this.#append(index);
    this.#record.update({ hintsShown: index + 1 });
    const hadFocus = document.activeElement === this.#hintButton;
    this.#updateHintButton();
    if (hadFocus && this.#hintButton.disabled) hint.focus({ preventScroll: true });
    bringIntoView(hint);
  }

  /**
   * Shows the solution beside `code`, hides it again, or says what has to come first.
   * @param {string} code
   */
  async toggleSolution(code) {
    if (this.#opening) return;
    if (this.#solution) {
      this.#solution.remove();
      this.#solution = undefined;
    } else if (this.#mayShowSolution()) {
      this.#opening = true;
      this.#solution = await solutionBeside(code, this.#data.solution, this.#solutionName).finally(() => (this.#opening = false));
      this.#said.remove();
      this.#region.append(this.#solution);
      bringIntoView(this.#solution);
    } else {
      this.#said.textContent = this.#whatComesFirst();
      this.#region.append(this.#said);
      bringIntoView(this.#said);
    }
    this.#solutionButton.setAttribute("aria-expanded", String(Boolean(this.#solution)));
  }

  /**
   * Brings a solution that is shown up to date with the code.
   * @param {string} code
   */
  async compareAgain(code) {
    const shown = this.#solution;
    if (!shown) return;
    const next = await solutionBeside(code, this.#data.solution, this.#solutionName);
    if (shown !== this.#solution) return;
    shown.replaceWith(next);
    this.#solution = next;
  }

  /** Makes the Solution button stand out, once all checks have passed. */
  offerSolution() {
    this.#solutionButton.classList.remove("mlp-button--quiet");
    this.#said.remove();
  }

  /** @param {number} index */
  #append(index) {
    const { hints } = this.#data;
    const label = make("b", { class: "mlp-help__label" }, `Hint ${index + 1} of ${hints.length}`);
    const hint = make("li", { tabindex: "-1" }, label, " ", ...withCode(hints[index]));
    this.#hints.append(hint);
    if (!this.#hints.isConnected) this.#region.prepend(this.#hints);
    return hint;
  }

  #updateHintButton() {
    const total = this.#data.hints.length;
    const shown = this.#record.work.hintsShown;
    const count = this.#hintButton.querySelector(".mlp-button__count");
    if (count) count.textContent = total > 0 ? ` ${Math.min(shown + 1, total)} of ${total}` : "";
    this.#hintButton.disabled = shown >= total;
  }

  #mayShowSolution() {
    const { passedAt, attempts } = this.#record.work;
    return passedAt !== null || attempts >= HONEST_ATTEMPTS || this.#allHintsShown();
  }

  #allHintsShown() {
    const total = this.#data.hints.length;
    return total > 0 && this.#record.work.hintsShown >= total;
  }

  #whatComesFirst() {
    const left = HONEST_ATTEMPTS - this.#record.work.attempts;
    const tries = left === 1 ? "one more Check with changed code" : `${left} more Checks, each with changed code`;
    const orHints = this.#data.hints.length > 0 ? ", or after the last hint" : "";
    return `The solution opens when all checks pass, after ${tries}${orHints}.`;
  }
}

/**
 * @param {string} code
 * @param {string} solution
 * @param {string} title
 */
async function solutionBeside(code, solution, title) {
  const { comparison } = await import("./comparison.js");
  return comparison(code, solution, {
    title, theirs: "A solution", same: "Your code and this solution are the same.",
  });
}
