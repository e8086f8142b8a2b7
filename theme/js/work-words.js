/** What is kept, in plain words: names with the page they belong to, and where the learner stands with each. */

import { find, make } from "./dom.js";

/**
 * @typedef {import("./kept-work.js").KeptWork} KeptWork
 * @typedef {[title: string, address: string]} Place
 *
 * @typedef {object} Catalogue What the course has; addresses are below the site.
 * @property {Record<string, Place>} labs By id.
 * @property {Record<string, string>} pages Titles by path.
 * @property {import("./record-file.js").Entry[]} record In the course's order.
 * @property {Record<string, Place>} checklists By id.
 */

const DAY_AND_TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

/** @returns {Catalogue} */
export function readCatalogue() {
  return JSON.parse(find(document, "#mlplat-catalogue", HTMLScriptElement).text);
}

/**
 * An item's name, as a link where this site has a page for it.
 * @param {Catalogue} catalogue
 * @param {keyof KeptWork} kind
 * @param {string} name
 * @param {string} root
 */
export function nameOf(catalogue, kind, name, root) {
  const [title, address] = placeOf(catalogue, kind, name);
  return address === null ? title : make("a", { href: root + address }, title);
}

/**
 * @param {Catalogue} catalogue
 * @param {keyof KeptWork} kind
 * @param {string} name
 * @returns {[title: string, address: string | null]}
 */
function placeOf({ labs, pages, record, checklists }, kind, name) {
  if (kind === "decisions") return [`Decision “${name}”`, null];
  if (kind === "labs") return labs[name] ?? [name, null];
  if (kind === "quizzes") return [`Questions in ${pages[name] ?? name}`, name];
  if (kind === "visits") return ["Lessons you have opened", null];
  if (kind === "ticks") return [`Checklist in ${checklists[name]?.[0] ?? name}`, checklists[name]?.[1] ?? null];
  const entry = record.find(({ id }) => id === name);
  return [`Your paragraph on ${entry?.title ?? name}`, entry?.address ?? null];
}

/**
 * Where the learner stands with an item.
 * @param {KeptWork} kept
 * @param {keyof KeptWork} kind
 * @param {string} name
 */
export function standOf(kept, kind, name) {
  if (kind === "labs") return standOfLab(kept.labs[name]);
  if (kind === "decisions") {
    const { text, again } = kept.decisions[name];
    return `You said: ${text}${again === "same" ? " You would still." : again === "changed" ? " You would not any more." : ""}`;
  }
  if (kind === "record") return numberOfWords(kept.record[name].text);
  if (kind === "ticks") return `${kept.ticks[name].ticked.length} of ${kept.ticks[name].total} ticked.`;
  if (kind === "visits") return `${Object.keys(kept.visits[name]).length}, and when you last were on each.`;
  const answers = Object.values(kept.quizzes[name]);
  const right = answers.filter(({ correct }) => correct).length;
  const first = answers.filter((answer) => answer.first).length;
  return `${answers.length} answered, ${right} right${first === right ? "" : `, ${first} at the first attempt`}.`;
}

/** @param {KeptWork["labs"][string]} lab */
function standOfLab({ work, tries }) {
  const said = [work.passedAt ? "Passed." : work.attempts ? "Checked, not passed yet." : "Begun."];
  const lines = work.code?.trimEnd().split("\n").length;
  if (lines) said.push(lines === 1 ? "One line of code." : `${lines} lines of code.`);
  if (work.changedAt && !Number.isNaN(Date.parse(work.changedAt))) said.push(`Last change ${inWords(work.changedAt)}.`);
  if (tries.length > 0) said.push(tries.length === 1 ? "One earlier try." : `${tries.length} earlier tries.`);
  return said.join(" ");
}

/** @param {string} text */
export function numberOfWords(text) {
  const words = text.split(/\s+/).filter(Boolean).length;
  return words === 1 ? "One word." : `${words} words.`;
}

/** @param {string} time ISO */
export function inWords(time) {
  return DAY_AND_TIME.format(new Date(time));
}
