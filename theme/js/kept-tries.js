/** Which of a lab's earlier tries are kept: the newest ones, few enough not to crowd out the learner's other work. */

/**
 * @typedef {object} Try
 * @property {string} at ISO time.
 * @property {string} code
 * @property {"passed" | "failed" | "error" | "replaced" | "left"} why What a check found, or how the code left the editor.
 * @property {string} check Title of the check that failed, or nothing.
 */

const MOST_TRIES = 20;
const MOST_CHARACTERS = 100_000;

/**
 * The tries that are kept, newest first; of several with the same code the newest.
 * @param {Try[]} tries
 * @returns {Try[]}
 */
export function capped(tries) {
  /** @type {Try[]} */
  const kept = [];
  const seen = new Set();
  let characters = 0;
  for (const each of tries.toSorted((one, other) => other.at.localeCompare(one.at))) {
    if (seen.has(each.code)) continue;
    seen.add(each.code);
    characters += each.code.length;
    if (kept.length === MOST_TRIES || characters > MOST_CHARACTERS) break;
    kept.push(each);
  }
  return kept;
}

/**
 * The value as tries, without whatever in it is none.
 * @param {unknown} value
 * @returns {Try[]}
 */
export function asTries(value) {
  return Array.isArray(value) ? value.filter(isTry) : [];
}

/** @param {any} value @returns {value is Try} */
function isTry(value) {
  const texts = [value?.at, value?.code, value?.why, value?.check];
  return texts.every((text) => typeof text === "string") && !Number.isNaN(Date.parse(value.at));
}
