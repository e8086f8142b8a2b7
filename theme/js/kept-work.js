/** Everything of this course that is kept in this browser: as items to show, export and compare, and as raw entries. */

import { QUIZ, answerEntries, answersOf } from "./kept-answers.js";
import { asTries } from "./kept-tries.js";
import { textOf } from "./kept-text.js";
import { keyOf, read, root } from "./storage.js";
import { keptVisits } from "./visits.js";

/**
 * @typedef {import("./lab-record.js").Work} Work
 * @typedef {import("./kept-tries.js").Try} Try
 *
 * @typedef {object} KeptWork
 * @property {Record<string, {work: Partial<Work>, tries: Try[]}>} labs By the lab's id.
 * @property {Record<string, {value: string, text: string, again?: string}>} decisions By the decision's name.
 * @property {Record<string, Record<string, import("./kept-answers.js").Answer>>} quizzes By the page's path below the site.
 * @property {Record<string, {text: string, changedAt?: string}>} record Paragraphs of the decision record, by their id.
 * @property {Record<string, {ticked: string[], total: number}>} ticks By the checklist's id.
 * @property {Record<string, import("./visits.js").Visits>} visits Under one name, `pages`, or nothing.
 */

const ALL_VERSIONS = /^mlplat:\d+:(.*)$/s;

/**
 * @param {(path: string) => boolean} isPage Whether a path below the site is one of its pages: a site at the root of
 *   its host shares that root with others.
 * @returns {KeptWork}
 */
export function keptWork(isPage) {
  /** @type {KeptWork} */
  const kept = { labs: {}, decisions: {}, quizzes: {}, record: {}, ticks: {}, visits: {} };
  for (const name of names("lab:")) kept.labs[name] = { work: /** @type {any} */ (read(`lab:${name}`)), tries: [] };
  for (const name of names("tries:")) (kept.labs[name] ??= { work: {}, tries: [] }).tries = asTries(read(`tries:${name}`));
  for (const name of names("decision:")) kept.decisions[name] = /** @type {any} */ (read(`decision:${name}`));
  for (const name of names("record:")) {
    if (textOf(read(`record:${name}`))?.trim()) kept.record[name] = /** @type {any} */ (read(`record:${name}`));
  }
  for (const name of names("ticks:")) kept.ticks[name] = /** @type {any} */ (read(`ticks:${name}`));
  for (const path of answeredPages().filter(isPage)) {
    const answers = answersOf(path);
    if (Object.keys(answers).length > 0) kept.quizzes[path] = answers;
  }
  const visits = keptVisits();
  if (Object.keys(visits).length > 0) kept.visits.pages = visits;
  return kept;
}

/** Pages with an answer, whichever of the two scripts keeps it. */
function answeredPages() {
  const shown = Object.keys(localStorage).filter((key) => key.startsWith(QUIZ + root)).map((key) => key.slice((QUIZ + root).length));
  return [...new Set([...shown, ...names("answers:")])].sort();
}

/**
 * The work as entries of the storage, by key.
 * @param {KeptWork} work
 * @returns {Record<string, string>}
 */
export function entriesOf({ labs, decisions, quizzes, record, ticks, visits }) {
  /** @type {[string, unknown][]} */
  const entries = [];
  for (const [id, { work, tries }] of Object.entries(labs)) {
    if (Object.keys(work).length > 0) entries.push([keyOf(`lab:${id}`), work]);
    if (tries.length > 0) entries.push([keyOf(`tries:${id}`), tries]);
  }
  for (const [name, choice] of Object.entries(decisions)) entries.push([keyOf(`decision:${name}`), choice]);
  for (const [name, paragraph] of Object.entries(record)) entries.push([keyOf(`record:${name}`), paragraph]);
  for (const [name, list] of Object.entries(ticks)) entries.push([keyOf(`ticks:${name}`), list]);
  for (const [path, answers] of Object.entries(quizzes)) {
    const { shown, attempts: [name, value] } = answerEntries(path, answers);
    entries.push(shown, [keyOf(name), value]);
  }
  if (visits.pages) entries.push([keyOf("visits"), visits.pages]);
  return Object.fromEntries(entries.map(([key, value]) => [key, JSON.stringify(value)]));
}

/**
 * Everything of this site as it stands in the storage, of every version.
 * @param {(path: string) => boolean} isPage
 * @returns {Record<string, string>}
 */
export function snapshot(isPage) {
  const ours = Object.entries(localStorage).filter(([key]) =>
    ALL_VERSIONS.exec(key)?.[1].startsWith(`${root}:`) || (key.startsWith(QUIZ + root) && isPage(key.slice((QUIZ + root).length))));
  return Object.fromEntries(ours);
}

/**
 * Puts `wanted` in the place of `present`, both snapshots, or changes nothing and throws when it does not fit.
 * @param {Record<string, string>} present
 * @param {Record<string, string>} wanted
 */
export function replaceAll(present, wanted) {
  try {
    swap(present, wanted);
  } catch (error) {
    swap(wanted, present);
    throw error;
  }
}

/**
 * @param {Record<string, string>} gone
 * @param {Record<string, string>} come
 */
function swap(gone, come) {
  for (const key of Object.keys(gone)) if (!(key in come)) localStorage.removeItem(key);
  for (const [key, value] of Object.entries(come)) if (gone[key] !== value) localStorage.setItem(key, value);
}

/**
 * Names after `kind` under which this or an earlier version has kept something.
 * @param {string} kind
 */
function names(kind) {
  const found = Object.keys(localStorage).map((key) => ALL_VERSIONS.exec(key)?.[1] ?? "")
    .filter((name) => name.startsWith(`${root}:${kind}`) && isKept(name.slice(root.length + 1)));
  return new Set(found.map((name) => name.slice(`${root}:${kind}`.length)).sort());
}

/** @param {string} name */
function isKept(name) {
  const value = read(name);
  return typeof value === "object" && value !== null;
}
