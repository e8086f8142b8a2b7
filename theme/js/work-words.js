/** What is kept, in plain words: names with the page they belong to, and where the learner stands with each. */

import { find, make } from "./dom.js";

/**
 * @typedef {import("./kept-work.js").KeptWork} KeptWork
 * @typedef {{labs: Record<string, [title: string, address: string]>, pages: Record<string, string>}} Catalogue Lab by
 *   id, titles of pages by path; both addresses are below the site.
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
  if (kind === "decisions") return `Decision “${name}”`;
  const isLab = kind === "labs";
  const [title, address] = isLab ? (catalogue.labs[name] ?? [name, null]) : [`Questions in ${catalogue.pages[name] ?? name}`, name];
  return address === null ? title : make("a", { href: root + address }, title);
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
  const answers = Object.values(kept.quizzes[name]);
  const right = answers.filter((answer) => "correct" in answer && answer.correct).length;
  return `${answers.length} answered, ${right} right.`;
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

/** @param {string} time ISO */
export function inWords(time) {
  return DAY_AND_TIME.format(new Date(time));
}
