/** What is remembered of one learner's work on one lab, and when it is saved. */

import { asProgram } from "./lab-data.js";
import { fingerprint, mayWarn, read, watch, write } from "./storage.js";

/**
 * @typedef {import("./lab-data.js").CheckResult} CheckResult
 *
 * @typedef {object} Work
 * @property {string | null} code The learner's program; null while it is still the starter.
 * @property {string} starter Fingerprint of the starter the code is based on.
 * @property {number} hintsShown
 * @property {number} attempts Checks whose code differed from the check before.
 * @property {string | null} passedAt ISO time of the first check that passed.
 * @property {boolean} [passedFirst] Whether that was the first check of all; earlier versions did not keep it.
 * @property {{code: string, results: CheckResult[]} | null} lastResult With the fingerprint of the code checked.
 * @property {string | null} replaced Code that a reset or another version took the place of.
 * @property {string} [changedAt] ISO time of the last change.
 *
 * @typedef {object} RecordEvents
 * @property {() => void} changedElsewhere Another tab saved this lab; `elsewhere` says whether its code differs.
 * @property {() => void} notKept The browser keeps nothing; called once per page.
 * @property {() => void} leftUndecided The page is left while two tabs' code differs; the other tab's stays saved.
 */

const SAVE_AFTER_MS = 300;

export class LabRecord {
  /** @type {string | null} Code that another tab saved and the learner has not decided about. */
  elsewhere = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #name;
  #starter;
  #events;

  /**
   * @param {string} id
   * @param {string} starter
   * @param {RecordEvents} events
   */
  constructor(id, starter, events) {
    this.#name = `lab:${id}`;
    this.#starter = starter;
    this.#events = events;
    this.work = readWork(this.#name, fingerprint(starter));
    watch(this.#name, (value) => this.#otherTabSaved(value));
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#leave();
    });
  }

  /**
   * Changes what is remembered; it is saved a moment later.
   * @param {Partial<Work>} change
   */
  update(change) {
    Object.assign(this.work, change, { changedAt: new Date().toISOString() });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  /** Saves now, unless the learner still has to choose between this tab's code and another's. */
  save() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.elsewhere !== null) return;
    if (!write(this.#name, this.work) && mayWarn()) this.#events.notKept();
  }

  /**
   * Ends the choice between two tabs' code; the other one stays available as `replaced`.
   * @param {string} code
   * @param {string | null} replaced
   */
  settle(code, replaced) {
    this.elsewhere = null;
    Object.assign(this.work, { code, replaced });
    this.save();
  }

  #leave() {
    if (this.elsewhere !== null) this.#events.leftUndecided();
    else if (this.#timer !== undefined) this.save();
  }

  /** @param {unknown} value */
  #otherTabSaved(value) {
    if (!isObject(value)) return;
    const theirs = /** @type {Work} */ (value);
    const theirCode = asProgram(theirs.code ?? this.#starter);
    if (theirCode === asProgram(this.work.code ?? this.#starter)) {
      this.elsewhere = null;
      Object.assign(this.work, theirs);
    } else {
      this.elsewhere = theirCode;
    }
    this.#events.changedElsewhere();
  }
}

/**
 * Whether the first check passed; null where nobody has checked, or an earlier version of this course did not keep it.
 * @param {Partial<Work>} work
 * @returns {boolean | null}
 */
export function passedAtFirst({ passedFirst, passedAt, attempts = 0 }) {
  if (passedFirst !== undefined || attempts === 0) return passedFirst ?? null;
  if (!passedAt) return false;
  return attempts === 1 ? true : null;
}

/**
 * @param {string} name
 * @param {string} starter
 * @returns {Work}
 */
function readWork(name, starter) {
  /** @type {Work} */
  const nothing = {
    code: null, starter, hintsShown: 0, attempts: 0, passedAt: null, lastResult: null, replaced: null,
  };
  const kept = read(name);
  return isObject(kept) ? { ...nothing, ...kept } : nothing;
}

/**
 * @param {unknown} value
 * @returns {value is object}
 */
function isObject(value) {
  return typeof value === "object" && value !== null;
}
