/** The file that holds a learner's work: how it is written, what it must look like, and what importing would change. */

import { withAttempts } from "./kept-answers.js";
import { asTries, capped } from "./kept-tries.js";
import { asVisits, withVisits } from "./visits.js";

/** @typedef {import("./kept-work.js").KeptWork} KeptWork */

/**
 * @typedef {object} Change
 * @property {keyof KeptWork} kind
 * @property {string} name
 * @property {"new" | "same" | "differs"} state Compared with what this browser has.
 */

const FORMAT = "mlplat-work";
const VERSION = 3; // 1 knew neither the decision record nor checklists, 2 neither first attempts nor visits
export const KINDS = /** @type {const} */ (["labs", "decisions", "record", "ticks", "quizzes", "visits"]);
const ITEM_ID = /^[a-z0-9/-]+$/;
export const MOST_BYTES = 5_000_000;

/** A file that cannot be imported; the message is a sentence for the learner. */
export class FileError extends Error {}

/**
 * @param {KeptWork} work
 * @param {Date} now
 */
export function fileText(work, now) {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, exportedAt: now.toISOString(), ...work }, null, 1)}\n`;
}

/**
 * @param {string} text
 * @returns {KeptWork}
 */
export function readFile(text) {
  const file = parsed(text);
  if (!isRecord(file) || file.format !== FORMAT) throw new FileError("This is not a file that this course has exported.");
  if (typeof file.version === "number" && file.version > VERSION) {
    throw new FileError("This file comes from a newer version of this course; reload the page and import it again.");
  }
  const { labs, decisions, quizzes } = file;
  const { record, ticks, visits } = { ...(file.version === 1 ? { record: {}, ticks: {} } : {}), visits: {}, ...file };
  const isWhole = [1, 2, VERSION].includes(/** @type {number} */ (file.version)) && isRecordOf(labs, isLab) && isRecordOf(decisions, isDecision)
    && isRecordOf(quizzes, isPage) && isRecordOf(record, isParagraph) && isRecordOf(ticks, isTicks) && isRecordOf(visits, (pages) => asVisits(pages) !== null)
    && [labs, record, ticks].every((items) => Object.keys(items).every((id) => ITEM_ID.test(id)));
  if (!isWhole) throw new FileError("This file is damaged: something in it is not as this course has written it.");
  const answers = Object.entries(quizzes).map(([path, page]) =>
    [path, Object.fromEntries(Object.entries(page).map(([id, answer]) => [id, withAttempts(answer)]))]);
  return /** @type {KeptWork} */ ({ labs, decisions, quizzes: Object.fromEntries(answers), record, ticks, visits });
}

/**
 * What importing would change, item by item.
 * @param {KeptWork} mine
 * @param {KeptWork} theirs
 * @returns {Change[]}
 */
export function changes(mine, theirs) {
  return KINDS.flatMap((kind) => Object.keys(theirs[kind]).map((name) => {
    const [one, other] = [mine[kind][name], theirs[kind][name]];
    return { kind, name, state: kind === "visits" ? comparedVisits(one, other) : compared(one, other) };
  }));
}

/**
 * Two browsers' visits never contradict each other: the file has news, or it has none.
 * @param {any} mine
 * @param {any} theirs
 */
function comparedVisits(mine, theirs) {
  return Object.keys(theirs).every((path) => path in (mine ?? {})) ? "same" : "new";
}

/**
 * This browser's work with the file's: what is new is added, and of what differs only what `takes` names is replaced. The
 * code that gives way is kept among the lab's earlier tries.
 * @param {KeptWork} mine
 * @param {KeptWork} theirs
 * @param {(change: Change) => boolean} takes
 * @returns {KeptWork}
 */
export function merged(mine, theirs, takes) {
  const result = structuredClone(mine);
  for (const change of changes(mine, theirs)) {
    const { kind, name, state } = change;
    if (state === "same" || (state === "differs" && !takes(change))) continue;
    if (kind === "visits") result.visits[name] = withVisits(mine.visits[name] ?? {}, theirs.visits[name]);
    else if (kind === "labs") result.labs[name] = withTries(theirs.labs[name], mine.labs[name]);
    else result[kind][name] = /** @type {any} */ (theirs[kind][name]);
  }
  return result;
}

/**
 * @param {KeptWork["labs"][string]} taken
 * @param {KeptWork["labs"][string] | undefined} mine
 */
function withTries({ work, tries }, mine) {
  const code = mine?.work.code;
  const at = new Date().toISOString();
  const before = code && code !== work.code ? [{ at, code, why: /** @type {const} */ ("replaced"), check: "" }] : [];
  return { work, tries: capped([...before, ...(mine?.tries ?? []), ...tries]) };
}

/**
 * @param {any} mine
 * @param {any} theirs
 */
function compared(mine, theirs) {
  if (mine === undefined) return "new";
  return asText(mine) === asText(theirs) ? "same" : "differs";
}

/**
 * The value as text, whatever the order of its keys and whenever it was changed.
 * @param {unknown} value
 */
function asText(value) {
  return JSON.stringify(value, (key, part) => {
    if (key === "changedAt") return undefined;
    return isRecord(part) ? Object.fromEntries(Object.entries(part).sort()) : part;
  });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @param {(part: any) => boolean} isRight @returns {value is Record<string, any>} */
function isRecordOf(value, isRight) {
  return isRecord(value) && Object.values(value).every((part) => isRecord(part) && isRight(part));
}

/** @param {any} lab */
function isLab({ work, tries }) {
  if (!isRecord(work) || !Array.isArray(tries) || asTries(tries).length < tries.length) return false;
  if (Object.keys(work).length === 0) return true; // only tries are left
  const texts = [work.code, work.replaced, work.passedAt].every((text) => text === null || typeof text === "string");
  const numbers = [work.attempts, work.hintsShown].every((number) => Number.isInteger(number));
  const isFirst = ["undefined", "boolean"].includes(typeof work.passedFirst);
  return texts && numbers && isFirst && typeof work.starter === "string" && isLastResult(work.lastResult);
}

/** @param {any} last */
function isLastResult(last) {
  return last === null || (isRecord(last) && typeof last.code === "string" && Array.isArray(last.results) && last.results.every(isResult));
}

/** @param {any} result */
function isResult(result) {
  return isRecord(result) && [result.task, result.title, result.message].every((text) => typeof text === "string");
}

/** @param {any} choice */
function isDecision({ value, text, again }) {
  return typeof value === "string" && typeof text === "string" && [undefined, "same", "changed"].includes(again);
}

/** @param {any} paragraph */
function isParagraph({ text, changedAt }) {
  return typeof text === "string" && ["undefined", "string"].includes(typeof changedAt);
}

/** @param {any} list */
function isTicks({ ticked, total }) {
  return Array.isArray(ticked) && ticked.every((mark) => typeof mark === "string") && Number.isInteger(total);
}

/** @param {any} answers */
function isPage(answers) {
  return Object.values(answers).every(isAnswer);
}

/** @param {any} answer */
function isAnswer(answer) {
  return isRecord(answer) && typeof answer.answered === "boolean" && typeof answer.correct === "boolean"
    && ["undefined", "boolean"].includes(typeof answer.first) && ["undefined", "number"].includes(typeof answer.times)
    && (answer.selectedValues === undefined || Array.isArray(answer.selectedValues));
}
