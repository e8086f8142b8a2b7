/** Where the learner stands in the course: what the build says there is, against what this browser keeps. */

import { find } from "./dom.js";
import { keptWork } from "./kept-work.js";
import { passedAtFirst } from "./lab-record.js";

/**
 * @typedef {import("./kept-work.js").KeptWork} KeptWork
 *
 * @typedef {object} Lesson
 * @property {string} title
 * @property {string} address Below the site, as all addresses here.
 * @property {number} minutes
 * @property {{id: string, number: string, title: string, minutes: number, address: string}[]} labs
 * @property {{id: string, text: string, address: string}[]} questions
 *
 * @typedef {object} Course
 * @property {{questions: number, labs: number, record: number}} points
 * @property {{number: number, title: string, lessons: Lesson[]}[]} parts
 *
 * @typedef {object} Item A lab or a question.
 * @property {"labs" | "questions"} kind
 * @property {string} name
 * @property {string} address
 * @property {boolean} done A lab that is passed, a question that is answered.
 * @property {boolean | null} first Whether the first attempt was right; null where there was none, or none was kept.
 * @property {boolean | null} now Whether the last one was, for a lab any; null where there was none.
 *
 * @typedef {{title: string, address: string, minutes: number, isOpened: boolean, items: Item[]}} LessonStand
 * @typedef {{number: number, title: string, lessons: LessonStand[]}} PartStand
 */

/** @returns {Course} */
export function readCourse() {
  return JSON.parse(find(document, "#mlplat-course", HTMLScriptElement).text);
}

/**
 * Every part of the course with what is done of it.
 * @param {Course} course
 * @returns {PartStand[]}
 */
export function standIn(course) {
  const addresses = new Set(course.parts.flatMap(({ lessons }) => lessons.map(({ address }) => address)));
  const kept = keptWork((path) => addresses.has(path));
  return course.parts.map(({ number, title, lessons }) => ({ number, title, lessons: lessons.map((each) => lessonStand(each, kept)) }));
}

/**
 * @param {Lesson} lesson
 * @param {KeptWork} kept
 * @returns {LessonStand}
 */
function lessonStand({ title, address, minutes, labs, questions }, kept) {
  const items = [
    ...labs.map((lab) => labItem(lab, kept.labs[lab.id]?.work ?? {})),
    ...questions.map((question, index) => questionItem(question, index, kept.quizzes[address]?.[question.id])),
  ];
  return { title, address, minutes, isOpened: address in (kept.visits.pages ?? {}), items };
}

/**
 * @param {Lesson["labs"][number]} lab
 * @param {KeptWork["labs"][string]["work"]} work
 * @returns {Item}
 */
function labItem({ number, title, minutes, address }, work) {
  const isPassed = Boolean(work.passedAt);
  const now = isPassed ? true : work.attempts ? false : null;
  const name = `Lab ${number}: ${title} (${minutes} min)`;
  return { kind: "labs", name, address, done: isPassed, first: passedAtFirst(work), now };
}

/**
 * @param {Lesson["questions"][number]} question
 * @param {number} index
 * @param {import("./kept-answers.js").Answer | undefined} answer
 * @returns {Item}
 */
function questionItem({ text, address }, index, answer) {
  const name = `Question ${index + 1}: ${text}`;
  return { kind: "questions", name, address, done: answer !== undefined, first: answer?.first ?? null, now: answer?.correct ?? null };
}

/**
 * The items of some lessons, of one kind.
 * @param {LessonStand[]} lessons
 * @param {Item["kind"]} kind
 */
export function itemsOf(lessons, kind) {
  return lessons.flatMap(({ items }) => items.filter((item) => item.kind === kind));
}
