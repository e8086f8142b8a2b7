/** <mlplat-work>: what is kept in this browser, and taking it out, in, or away. */

import { bringIntoView, button, make } from "./dom.js";
import { importPreview } from "./import-preview.js";
import { entriesOf, keptWork, replaceAll, snapshot } from "./kept-work.js";
import { saveFile } from "./save-file.js";
import { isOutdated, root } from "./storage.js";
import { loadStyle } from "./style.js";
import { FileError, KINDS, MOST_BYTES, changes, fileText, merged, readFile } from "./work-file.js";
import { nameOf, readCatalogue, standOf } from "./work-words.js";

/** @typedef {import("./kept-work.js").KeptWork} KeptWork */

const BLOCKED = "This browser keeps nothing for this site, because its storage is switched off. Work lasts as long as its page is open.";
const OUTDATED = "A newer version of this course has kept work here. Reload this page to see it.";
const FULL = "There is not enough room in this browser for what is in the file. Nothing was changed.";

class WorkElement extends HTMLElement {
  #catalogue = readCatalogue();
  #list = make("ul", { class: "mlp-work__list" });
  #said = make("div", { role: "status", class: "mlp-work__said" });
  #back = make("p", { class: "mlp-work__tools" });
  #preview = make("div");
  #file = make("input", { type: "file", accept: ".json,application/json", hidden: "" });

  connectedCallback() {
    loadStyle("your-work");
    const tools = make("p", { class: "mlp-work__tools" },
      button("Export", () => this.#export()), " ", button("Import", () => this.#file.click()), " ",
      button("Delete everything", () => this.#askToDelete()), this.#file);
    this.#file.addEventListener("change", () => this.#readFile());
    this.replaceChildren(make("h2", {}, "Kept in this browser"), this.#list, tools, this.#said, this.#back, this.#preview);
    this.#show();
    addEventListener("storage", () => this.#show());
    addEventListener("pageshow", (event) => event.persisted && this.#show());
  }

  #isPage = (/** @type {string} */ path) => path in this.#catalogue.pages;

  #show() {
    try {
      const kept = keptWork(this.#isPage);
      const items = KINDS.flatMap((kind) => Object.keys(kept[kind]).map((name) =>
        make("li", {}, nameOf(this.#catalogue, kind, name, root), make("span", {}, standOf(kept, kind, name)))));
      this.#list.replaceChildren(...items);
      if (items.length === 0) this.#list.append(make("li", {}, "Nothing yet. It begins with the first thing you decide, answer, write or tick."));
      if (isOutdated()) this.#say(OUTDATED);
    } catch (error) {
      console.warn(error);
      this.#list.replaceChildren(make("li", {}, BLOCKED));
      for (const each of this.querySelectorAll("button")) each.disabled = true;
    }
  }

  #export() {
    const now = new Date();
    const content = new Blob([fileText(keptWork(this.#isPage), now)], { type: "application/json" });
    const name = `course-work-${now.toISOString().slice(0, 10)}.json`;
    saveFile(name, content);
    this.#say(`Everything above is in the file ${name}.`);
  }

  async #readFile() {
    const [file] = this.#file.files ?? [];
    if (!file) return;
    this.#preview.replaceChildren();
    try {
      if (isOutdated()) throw new FileError(OUTDATED);
      if (file.size > MOST_BYTES) throw new FileError("This file is larger than anything that this course exports.");
      const theirs = readFile(await file.text());
      theirs.quizzes = Object.fromEntries(Object.entries(theirs.quizzes).filter(([path]) => this.#isPage(path)));
      this.#offer(theirs);
    } catch (error) {
      this.#say(error instanceof FileError ? `${error.message} Nothing was changed.` : "The file could not be read. Nothing was changed.");
    }
    this.#file.value = ""; // so that the same file can be chosen again
  }

  /** @param {KeptWork} theirs */
  #offer(theirs) {
    const mine = keptWork(this.#isPage);
    const found = changes(mine, theirs);
    if (found.every((change) => change.state === "same")) {
      this.#say("Everything in this file is here already. Nothing was changed.");
      return;
    }
    const words = {
      name: (/** @type {typeof found[0]} */ { kind, name }) => nameOf(this.#catalogue, kind, name, root),
      mine: (/** @type {typeof found[0]} */ { kind, name }) => standOf(mine, kind, name),
      theirs: (/** @type {typeof found[0]} */ { kind, name }) => standOf(theirs, kind, name),
    };
    const { form, heading } = importPreview(found, words,
      (takes) => {
        // Not `mine`: another tab may have saved meanwhile.
        const result = entriesOf(merged(keptWork(this.#isPage), theirs, takes));
        this.#put({ ...snapshot(this.#isPage), ...result }, "Imported.", "Undo import", "The import is undone.");
      },
      () => this.#say("Nothing was changed."));
    this.#said.replaceChildren();
    this.#preview.replaceChildren(form);
    heading.focus({ preventScroll: true });
    bringIntoView(form);
  }

  #askToDelete() {
    this.#say("This deletes all of the above from this browser.",
      button("Delete it all", () => this.#put({}, "Deleted.", "Undo deleting", "Everything is back.")),
      button("Keep it", () => this.#say("Nothing was changed.")));
  }

  /**
   * Makes the storage hold `wanted`, and offers the way back for as long as this page is open.
   * @param {Record<string, string>} wanted
   * @param {string} done
   * @param {string} undo
   * @param {string} undone
   */
  #put(wanted, done, undo, undone) {
    const before = snapshot(this.#isPage);
    try {
      replaceAll(before, wanted);
    } catch {
      this.#say(FULL);
      return;
    }
    this.#show();
    this.#say(`${done} Until you leave this page you can take that back.`);
    const back = button(undo, () => {
      replaceAll(snapshot(this.#isPage), before);
      this.#back.replaceChildren();
      this.#show();
      this.#say(undone);
    });
    this.#back.replaceChildren(back); // beside what is said: a word about something else must not take the way back away
    back.focus({ preventScroll: true });
  }

  /**
   * @param {string} sentence
   * @param {...HTMLButtonElement} choices The first of them gets the focus.
   */
  #say(sentence, ...choices) {
    this.#preview.replaceChildren();
    this.#said.replaceChildren(make("p", {}, sentence, ...choices.flatMap((each) => [" ", each])));
    choices[0]?.focus({ preventScroll: true });
    bringIntoView(this.#said);
  }
}

customElements.define("mlplat-work", WorkElement);
