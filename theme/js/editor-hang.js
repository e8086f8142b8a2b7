/** How far a line that does not fit is set in where it goes on: a step further than it begins. */

const STEP = 4;
const FURTHEST = 16;

/**
 * In characters.
 * @param {string} line
 */
export function hangOf(line) {
  return Math.min(line.length - line.trimStart().length + STEP, FURTHEST);
}
