/** Points: the questions of the whole course share theirs, and so do the labs, however many of each there are. */

import { itemsOf } from "./course-stand.js";

/**
 * @typedef {import("./course-stand.js").PartStand} PartStand
 * @typedef {import("./course-stand.js").Course["points"]} Shares
 */

/**
 * The points that some parts have earned.
 * @param {Shares} shares
 * @param {PartStand[]} course All parts, among which the points are shared.
 * @param {PartStand[]} parts
 */
export function scoreOf(shares, course, parts) {
  const score = { first: 0, now: 0 };
  for (const kind of /** @type {const} */ (["questions", "labs"])) {
    const all = course.flatMap(({ lessons }) => itemsOf(lessons, kind)).length;
    const here = parts.flatMap(({ lessons }) => itemsOf(lessons, kind));
    const each = all > 0 ? shares[kind] / all : 0;
    score.first += each * here.filter(({ first }) => first).length;
    score.now += each * here.filter(({ now }) => now).length;
  }
  return score;
}

/** @param {number} number */
export function points(number) {
  return number.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}
