/** One text that the learner writes: when it is saved, and what happens when two tabs write different ones. */

import { mayWarn, read, watch, write } from "./storage.js";

/**
 * @typedef {object} TextEvents
 * @property {() => void} tookOther Another tab saved, and this one had nothing of its own to lose.
 * @property {() => void} differs Another tab saved something else; `elsewhere` has it, and nothing is saved until `settle`.
 * @property {() => void} agrees There is no choice to make any more.
 * @property {() => void} notKept The browser keeps nothing; called once per page.
 */

const SAVE_AFTER_MS = 300;

export class KeptText {
  /** @type {string | null} What another tab saved and the learner has not decided about. */
  elsewhere = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** What the storage held when this tab last looked. */
  #seen;
  #name;
  #events;

  /**
   * @param {string} name
   * @param {TextEvents} events
   */
  constructor(name, events) {
    this.#name = name;
    this.#events = events;
    this.text = this.#seen = textOf(read(name)) ?? "";
    watch(name, (value) => this.#otherTabSaved(textOf(value)));
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#leave();
    });
  }

  /** Changes the text; it is saved a moment later. */
  update(/** @type {string} */ text) {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  /** Saves now, unless the storage holds what this tab has never seen. */
  save() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.elsewhere !== null) return;
    const there = textOf(read(this.#name));
    if (there !== null && there !== this.#seen && there !== this.text) this.#otherTabSaved(there);
    else this.#write();
  }

  /** Ends the choice between two tabs' texts. */
  settle(/** @type {string} */ text) {
    this.text = text;
    this.elsewhere = null;
    this.#write();
    this.#events.agrees();
  }

  #write() {
    this.#seen = this.text;
    const isKept = write(this.#name, { text: this.text, changedAt: new Date().toISOString() });
    if (!isKept && mayWarn()) this.#events.notKept();
  }

  #leave() {
    if (this.elsewhere !== null) this.settle(bothOf(this.elsewhere, this.text));
    else if (this.#timer !== undefined) this.save();
  }

  /** @param {string | null} theirs */
  #otherTabSaved(theirs) {
    if (theirs === null) return;
    const isClean = this.text === this.#seen && this.elsewhere === null;
    this.#seen = theirs;
    if (theirs === this.text) {
      this.elsewhere = null;
      this.#events.agrees();
    } else if (isClean) {
      this.text = theirs;
      this.#events.tookOther();
    } else {
      this.elsewhere = theirs;
      this.#events.differs();
    }
  }
}

/**
 * One under the other: neither tab's words are lost.
 * @param {string} theirs
 * @param {string} mine
 */
export function bothOf(theirs, mine) {
  return `${theirs.trimEnd()}\n\n${mine}`;
}

/**
 * The text in what is kept, or null.
 * @param {unknown} kept
 */
export function textOf(kept) {
  return typeof kept === "object" && kept !== null && "text" in kept && typeof kept.text === "string" ? kept.text : null;
}
