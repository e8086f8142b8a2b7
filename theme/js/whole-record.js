/** <mlplat-whole-record>: every paragraph of the decision record in the course's order, and the way out as Markdown. */

import { choiceOf } from "./decision.js";
import { button, find, make } from "./dom.js";
import { textOf } from "./kept-text.js";
import { fileName, recordFile, stillHeld } from "./record-file.js";
import { saveFile } from "./save-file.js";
import { read, root } from "./storage.js";

/**
 * @typedef {import("./record-file.js").Entry} Entry
 * @typedef {import("./record-file.js").Written} Written
 */

const NOTHING = "Nothing written yet. Each of these pages ends with one paragraph of the record; one or two sentences are enough.";

class WholeRecordElement extends HTMLElement {
  /** @type {Entry[]} */
  #entries = JSON.parse(find(document, "#mlplat-catalogue", HTMLScriptElement).text).record;
  #stand = make("p", {});
  #list = make("div", { class: "mlp-whole-record__list" });
  #said = make("p", { role: "status" });
  #tools = make("p", { class: "mlp-whole-record__tools" }, button("Download as Markdown", () => this.#download()));

  connectedCallback() {
    this.replaceChildren(this.#stand, this.#tools, this.#said, this.#list);
    this.#show();
    addEventListener("storage", () => this.#show());
    addEventListener("pageshow", (event) => event.persisted && this.#show());
  }

  /** @returns {Written[]} */
  #written() {
    return this.#entries.map((entry) => ({
      entry,
      text: textOf(read(`record:${entry.id}`)) ?? "",
      choice: entry.decision === null ? null : choiceOf(entry.decision),
    }));
  }

  #show() {
    const all = this.#written();
    const done = all.filter(({ text }) => text.trim()).length;
    this.#stand.textContent = done === 0 ? NOTHING : `${done} of ${all.length} written.`;
    this.#tools.hidden = done === 0;
    this.#list.replaceChildren(...all.map(section));
  }

  #download() {
    const now = new Date();
    saveFile(fileName(now), new Blob([recordFile(this.#written(), now)], { type: "text/markdown" }));
    this.#said.textContent = `Your record is in the file ${fileName(now)}.`;
  }
}

/** @param {Written} written */
function section({ entry, text, choice }) {
  const link = make("a", { href: root + entry.address }, entry.title);
  const part = make("section", { class: "mlp-whole-record__entry" }, make("h2", {}, link));
  part.append(...entry.prompt.split("\n").map((line) => make("p", { class: "mlp-whole-record__prompt" }, line)));
  if (choice) part.append(make("p", { class: "mlp-whole-record__choice" }, `You decided first: ${choice.text}${stillHeld(choice)}`));
  const paragraphs = text.trim().split(/\n\s*\n/).filter(Boolean);
  if (paragraphs.length === 0) part.append(make("p", { class: "mlp-whole-record__empty" }, "Nothing written yet."));
  part.append(...paragraphs.map((each) => make("p", { class: "mlp-whole-record__text" }, each)));
  return part;
}

customElements.define("mlplat-whole-record", WholeRecordElement);
