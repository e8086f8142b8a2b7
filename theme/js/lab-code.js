/** The learner's code over time: saved, reset, and never lost to a new starter or another tab. */

import { passedAtFirst } from "./lab-record.js";
import { fingerprint } from "./storage.js";

/**
 * @typedef {import("./editor.js").LabEditor} LabEditor
 * @typedef {import("./lab-data.js").CheckResult} CheckResult
 * @typedef {import("./lab-record.js").LabRecord} LabRecord
 * @typedef {import("./notices.js").Notices} Notices
 */

export class LabCode {
  /** @type {string | undefined} Fingerprint of the code checked last. */
  #checked;
  #starter;
  #editor;
  #record;
  #notices;
  #replaced;

  /**
   * @param {string} starter
   * @param {LabEditor} editor
   * @param {LabRecord} record
   * @param {Notices} notices
   * @param {() => void} replaced Called when other code has taken the place of what was in the editor.
   */
  constructor(starter, editor, record, notices, replaced) {
    this.#starter = starter;
    this.#editor = editor;
    this.#record = record;
    this.#notices = notices;
    this.#replaced = replaced;
    this.#checked = record.work.lastResult?.code;
  }

  /** Looks, once, at what an earlier visit has left: an older starter, or a reset that can be undone. */
  resume() {
    if (this.#record.work.starter !== fingerprint(this.#starter)) this.#starterChanged();
    if (this.#record.work.replaced !== null && this.#editor.text === this.#starter) this.#offerUndo();
  }

  /** The learner edited the code. */
  changed() {
    this.#notices.remove("reset");
    this.#record.update({ code: this.#editor.text });
  }

  /** Brings the starter back; the code it replaces can be had again. */
  reset() {
    const before = this.#editor.text;
    if (before === this.#starter) {
      this.#notices.show("reset", "The editor holds the starter already.");
    } else {
      this.take(this.#starter);
    }
    this.#notices.bringIntoView();
  }

  /**
   * Puts `code` in place of the learner's, who can undo that.
   * @param {string} code
   * @param {string} [sentence] What the editor holds now.
   */
  take(code, sentence) {
    this.#replace(code, this.#editor.text);
    this.#record.save();
    this.#offerUndo(sentence);
  }

  /**
   * Keeps what a check found.
   * @param {CheckResult[]} results
   * @param {string} program
   */
  remember(results, program) {
    const { work } = this.#record;
    const passed = results.length > 0 && results.every((result) => result.passed);
    const code = fingerprint(program);
    const passedFirst = work.attempts === 0 ? passed : passedAtFirst(work);
    this.#record.update({
      ...(passedFirst === null ? {} : { passedFirst }),
      attempts: work.attempts + (code === this.#checked ? 0 : 1),
      passedAt: work.passedAt ?? (passed ? new Date().toISOString() : null),
      lastResult: { code, results },
    });
    this.#checked = code;
  }

  /** Another tab saved this lab. Returns whether the learner has to choose between the two tabs' code. */
  changedElsewhere() {
    const { elsewhere } = this.#record;
    if (elsewhere === null) {
      this.#notices.remove("elsewhere");
      return false;
    }
    this.#notices.show("elsewhere", "Another tab changed the code of this lab. Nothing here is saved until you choose.", [
      { label: "Take the other tab's code", press: () => this.#settle(elsewhere, this.#editor.text) },
      { label: "Keep this code", press: () => this.#settle(this.#editor.text, elsewhere) },
    ]);
    return true;
  }

  /**
   * @param {string} code
   * @param {string} replaced
   */
  #settle(code, replaced) {
    this.#record.settle(code, replaced);
    if (code === this.#editor.text) return;
    this.#editor.text = code;
    this.#replaced();
  }

  #starterChanged() {
    const { work } = this.#record;
    const untouched = work.code === null || fingerprint(work.code) === work.starter;
    const take = () => this.#replace(this.#starter, untouched ? work.replaced : this.#editor.text);
    const acknowledge = () => this.#record.update({ starter: fingerprint(this.#starter) });
    if (untouched || work.code === this.#starter) {
      acknowledge();
      take();
      return;
    }
    this.#notices.show("starter", "This lab has a new starter. Your code is kept.", [
      { label: "Take the new starter", press: () => { acknowledge(); take(); this.#offerUndo(); } },
      { label: "Keep my code", press: acknowledge },
    ]);
  }

  #offerUndo(sentence = "") {
    this.#notices.show("reset", sentence || "This is the starter again.", [{
      label: sentence ? "Bring mine back" : "Undo reset",
      press: () => {
        const { replaced } = this.#record.work;
        if (replaced !== null) this.#replace(replaced, null);
        this.#editor.focus();
      },
    }]);
  }

  /**
   * @param {string} code
   * @param {string | null} replaced
   */
  #replace(code, replaced) {
    this.#editor.text = code;
    this.#record.update({ code, replaced });
    this.#replaced();
  }
}
