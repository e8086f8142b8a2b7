/** The inputs of a simulator: their values as parameters, and what a slider's value reads like. */

/** @typedef {Record<string, number | string | boolean>} Params */
/** @typedef {{type: "set" | "press", control: string}} Action */

export class SimControls {
  #form;
  #params;

  /**
   * @param {HTMLFormElement} form
   * @param {Params} params Values of the first view.
   * @param {(action: Action, params: Params) => void} act
   */
  constructor(form, params, act) {
    this.#form = form;
    this.#params = { ...params };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      const input = event.target;
      if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement)) return;
      this.#params[input.name] = valueOf(input);
      if (input.type === "range") this.#showValue(/** @type {HTMLInputElement} */ (input));
      act({ type: "set", control: input.name }, { ...this.#params });
    });
    form.addEventListener("click", (event) => {
      const press = event.target instanceof Element && event.target.closest("button");
      if (press && press.type === "reset") {
        event.preventDefault(); // the browser would reset only after this handler
        this.#toDefaults();
      }
      if (press) act({ type: "press", control: press.name }, { ...this.#params });
    });
  }

  get params() {
    return { ...this.#params };
  }

  enable() {
    for (const control of this.#form.elements) {
      if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement
        || control instanceof HTMLButtonElement) control.disabled = false;
    }
  }

  #toDefaults() {
    // A control called "reset" would stand in front of the form's own method.
    HTMLFormElement.prototype.reset.call(this.#form);
    for (const control of this.#form.elements) {
      if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) continue;
      this.#params[control.name] = valueOf(control);
      if (control.type === "range") this.#showValue(/** @type {HTMLInputElement} */ (control));
    }
  }

  /** @param {HTMLInputElement} input */
  #showValue(input) {
    const { unit } = input.dataset;
    const digits = Number(valueOf(input)).toLocaleString("en", { maximumFractionDigits: 12 });
    const text = unit ? `${digits}\u00a0${unit}` : digits;
    input.setAttribute("aria-valuetext", text);
    const output = this.#form.querySelector(`output[for="${input.id}"]`);
    if (output) output.textContent = text;
  }
}

/** @param {HTMLInputElement | HTMLSelectElement} input */
function valueOf(input) {
  if (input instanceof HTMLSelectElement) return input.value;
  if (input.dataset.stops) return JSON.parse(input.dataset.stops)[input.valueAsNumber];
  return input.type === "checkbox" ? input.checked : input.valueAsNumber;
}
