/** Which lessons this browser has opened, and where the learner was last: the home page offers to go on from there. */

import { pagePath } from "./page-path.js";
import { read, write } from "./storage.js";

/**
 * @typedef {object} Visit
 * @property {string} at ISO time of the last opening, or of the last work on the page.
 * @property {string} [part] Id of the element last worked on: a lab, a simulator, a question.
 *
 * @typedef {Record<string, Visit>} Visits By the page's path below the site.
 */

const NAME = "visits";
const WORKED_ON = "mlplat-lab, mlplat-sim, .quiz";

/** @returns {Visits} */
export function keptVisits() {
  return asVisits(read(NAME)) ?? {};
}

/**
 * The value if it is visits, or null.
 * @param {unknown} value
 * @returns {Visits | null}
 */
export function asVisits(value) {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && Object.values(value).every(isVisit) ? /** @type {Visits} */ (value) : null;
}

/** @param {any} visit */
function isVisit(visit) {
  return typeof visit?.at === "string" && !Number.isNaN(Date.parse(visit.at)) && ["undefined", "string"].includes(typeof visit.part);
}

/**
 * Every page that either has, with the later visit of both.
 * @param {Visits} one
 * @param {Visits} other
 * @returns {Visits}
 */
export function withVisits(one, other) {
  const later = Object.entries(other).filter(([path, visit]) => !(path in one) || one[path].at < visit.at);
  return { ...one, ...Object.fromEntries(later) };
}

/** @returns {[path: string, visit: Visit] | undefined} */
export function lastVisit() {
  return Object.entries(keptVisits()).toSorted(([, one], [, other]) => other.at.localeCompare(one.at))[0];
}

/** Whether the address leads to the element of this page that the learner worked on last. @param {string} id */
export function returnsTo(id) {
  return location.hash === `#${id}` && keptVisits()[pagePath()]?.part === id;
}

/** Notes that this page is open, and from now on what on it the learner works on. */
export function noteVisit() {
  const path = pagePath();
  const note = (/** @type {string | undefined} */ part) => {
    const visits = keptVisits();
    const last = part ?? visits[path]?.part;
    write(NAME, { ...visits, [path]: { at: new Date().toISOString(), ...(last ? { part: last } : {}) } });
  };
  note(undefined);
  let noted = "";
  document.addEventListener("focusin", ({ target }) => {
    const part = target instanceof Element ? target.closest(WORKED_ON)?.id : undefined;
    if (part && part !== noted) note((noted = part));
  });
}
