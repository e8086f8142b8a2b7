/** What the app answered, or the sentence that says why it did not. */

import { contractOf } from "./console-contract.js";
import { pretty } from "./console-form.js";
import { make, withCode } from "./dom.js";
import { duration } from "./lab-status.js";

export class ConsoleAnswer {
  element = make("div", { class: "mlp-console__answer", role: "group", "aria-label": "Answer" });
  #status = make("p", { class: "mlp-console__status", role: "status" });
  #rest = make("div");

  constructor() {
    this.element.append(this.#status, this.#rest);
  }

  /** @param {string} text */
  say(text) {
    this.#status.textContent = text;
    delete this.element.dataset.kind;
    this.#rest.replaceChildren();
  }

  /**
   * @param {import("./console.js").Request} request
   * @param {import("./console.js").Answer} answer
   */
  show({ method, path }, answer) {
    const { status, reason, error, restarted } = answer;
    const outcome = status ? `${status} ${reason} in ${duration(answer.milliseconds)}` : "no answer";
    const anew = restarted ? " The program was started for this request." : "";
    this.#status.textContent = `${method} ${path}: ${outcome}.${anew}`;
    this.element.dataset.kind = !status || status >= 400 ? "refused" : "accepted";
    this.#rest.replaceChildren(
      ...(error ? [make("p", { class: "mlp-console__error" }, ...withCode(error.message))] : []),
      ...contractOf(answer.text),
      ...(answer.text ? [scrolling("Body of the answer", pretty(answer.text))] : []),
      ...(answer.headers.length ? [headers(answer.headers)] : []),
      ...(answer.stdout ? [make("p", {}, "Printed meanwhile:"), scrolling("Printed meanwhile", answer.stdout)] : []),
    );
  }
}

/** Text that can be reached and scrolled by keyboard. @param {string} name @param {string} text */
function scrolling(name, text) {
  return make("pre", { tabindex: "0", role: "group", "aria-label": name }, make("code", {}, text));
}

/** @param {[string, string][]} pairs */
function headers(pairs) {
  const lines = pairs.map(([name, value]) => `${name}: ${value}`).join("\n");
  return make("details", {}, make("summary", {}, `Headers (${pairs.length})`), scrolling("Headers of the answer", lines));
}
