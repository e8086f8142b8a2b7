/** The requests sent so far, to send again. */

import { button, make } from "./dom.js";

const MOST = 20;

export class ConsoleHistory {
  #list = make("ol", { class: "mlp-console__history", reversed: "" });
  element = make("details", { hidden: "" }, make("summary", {}, "Sent before"), this.#list);
  #pick;

  /** @param {(request: import("./console.js").Request) => void} pick */
  constructor(pick) {
    this.#pick = pick;
  }

  /** @param {import("./console.js").Request} request @param {string} outcome */
  add(request, outcome) {
    const { method, path, body } = request;
    const shown = body.length > 60 ? `${body.slice(0, 60)}…` : body;
    const again = button(`${method} ${path}`, () => this.#pick(request));
    again.title = "Put this request into the fields";
    this.#list.prepend(make("li", {}, again, make("span", {}, ` ${outcome} `), make("code", {}, shown.replace(/\s+/g, " "))));
    while (this.#list.childElementCount > MOST) this.#list.lastElementChild?.remove();
    this.element.hidden = false;
  }
}
