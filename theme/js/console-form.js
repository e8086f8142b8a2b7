/** Where a request is written: examples to start from, method, path and body. */

import { firstMisfit } from "./console-json.js";
import { button, make } from "./dom.js";

/** @typedef {import("./console.js").Request} Request */

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
let forms = 0;

export class ConsoleForm {
  #method = make("select", {}, ...METHODS.map((name) => make("option", {}, name)));
  #path = make("input", { type: "text", spellcheck: "false", autocomplete: "off", autocapitalize: "off" });
  #body = make("textarea", { rows: "5", spellcheck: "false", autocapitalize: "off" });
  #problem = make("p", { class: "mlp-console__problem", role: "alert" });
  #send = make("button", { type: "submit", class: "mlp-button mlp-button--main" }, "Send");
  #submit;

  /**
   * @param {import("./console.js").Example[]} examples
   * @param {(request: Request) => void} submit
   */
  constructor(examples, submit) {
    this.#submit = submit;
    const id = `mlp-console-${++forms}`;
    this.#problem.id = `${id}-problem`;
    this.#body.setAttribute("aria-describedby", this.#problem.id);
    this.#send.setAttribute("aria-keyshortcuts", "Control+Enter Meta+Enter");
    this.element = make(
      "form",
      { class: "mlp-console__form", novalidate: "" },
      make(
        "div",
        { class: "mlp-console__samples", role: "group", "aria-label": "Example requests" },
        ...examples.map((example) => button(example.title, () => this.fill(example))),
      ),
      make(
        "div",
        { class: "mlp-console__line" },
        make("label", {}, "Method", this.#method),
        make("label", { class: "mlp-console__path" }, "Path", this.#path),
      ),
      make("label", {}, "Body, as JSON", this.#body),
      this.#problem,
      make("p", { class: "mlp-console__send" }, this.#send, make("span", {}, "or Ctrl Enter")),
    );
    this.#listen();
    this.fill(examples[0]);
  }

  /** Puts a request into the fields. @param {Request} request */
  fill({ method, path, body }) {
    this.#method.value = method;
    this.#path.value = path;
    this.#body.value = pretty(body);
    this.#complain("");
  }

  focus() {
    this.#path.focus();
  }

  /** @param {boolean} isBusy */
  setBusy(isBusy) {
    // Not disabled: focus would get lost.
    if (isBusy) this.#send.setAttribute("aria-disabled", "true");
    else this.#send.removeAttribute("aria-disabled");
  }

  #listen() {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#trySend();
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#trySend();
    });
    this.#body.addEventListener("input", () => this.#complain(""));
  }

  #trySend() {
    const body = this.#body.value.trim();
    const problem = this.#path.value.startsWith("/") ? problemOf(body) : "Begin the path with a slash, such as /predict.";
    this.#complain(problem);
    if (!problem) this.#submit({ method: this.#method.value, path: this.#path.value, body });
  }

  /** @param {string} text Empty for none. */
  #complain(text) {
    this.#problem.textContent = text;
    this.#body.setAttribute("aria-invalid", String(text.startsWith("The body")));
  }
}

/**
 * What is wrong with a body, and where; empty if nothing is.
 * @param {string} body
 */
function problemOf(body) {
  const misfit = body ? firstMisfit(body) : null;
  if (!misfit) return "";
  const place = `line ${misfit.line}, column ${misfit.column}`;
  return `The body is not JSON: look at ${place}. Texts and names need double quotes, and no comma follows the last entry.`;
}

/** @param {string} text JSON, set out over lines; anything else as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
