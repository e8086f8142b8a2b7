/**
 * Answers to questions: the last one, which the quizzes' own script keeps and shows, and beside it whether the first one
 * was right, which that script forgets. What was kept before questions could be tried again is a first attempt itself.
 */

import { read, root, write } from "./storage.js";

/**
 * @typedef {object} Answer
 * @property {boolean} answered
 * @property {boolean} correct Whether the last attempt was right.
 * @property {string[]} [selectedValues] Missing while the question is open again after an attempt.
 * @property {boolean} [first] Whether the first attempt was right.
 * @property {number} [times] How many attempts there were.
 *
 * @typedef {{first: boolean, last: boolean, times: number}} Attempts
 */

// Where the quizzes' own script keeps the answers of a page; its path follows.
export const QUIZ = "quiz_progress_";

/**
 * The answers on one page, by the question's id.
 * @param {string} path Of the page, below the site.
 * @returns {Record<string, Answer>}
 */
export function answersOf(path) {
  const shown = shownAnswers(path);
  const attempts = attemptsOf(path);
  const ids = [...new Set([...Object.keys(shown), ...Object.keys(attempts)])];
  return Object.fromEntries(ids.map((id) => {
    const { first, last = false, times } = attempts[id] ?? {};
    return [id, withAttempts({ ...(shown[id] ?? { answered: true, correct: last }), first, times })];
  }));
}

/**
 * The answer with what earlier versions of this course did not keep: then nobody could try again.
 * @param {Answer} answer
 * @returns {Answer}
 */
export function withAttempts(answer) {
  return { ...answer, first: answer.first ?? answer.correct, times: answer.times ?? 1 };
}

/**
 * Keeps one more attempt.
 * @param {string} path
 * @param {string} id
 * @param {boolean} isRight
 */
export function addAttempt(path, id, isRight) {
  const attempts = attemptsOf(path);
  const { first, times } = attempts[id] ?? { first: isRight, times: 0 };
  write(nameOf(path), { ...attempts, [id]: { first, last: isRight, times: times + 1 } });
}

/** Notes answers of which only the quizzes' own script knows, before trying again makes it forget them. */
export function noteFirstAnswers(/** @type {string} */ path) {
  if (Object.keys(shownAnswers(path)).some((id) => !(id in attemptsOf(path)))) write(nameOf(path), attemptsIn(answersOf(path)));
}

/**
 * The answers of one page as entries of the storage: name below this site, or key, and value.
 * @param {string} path
 * @param {Record<string, Answer>} answers
 * @returns {{shown: [key: string, value: object], attempts: [name: string, value: object]}}
 */
export function answerEntries(path, answers) {
  const shown = Object.entries(answers).filter(([, { selectedValues }]) => selectedValues).map(([id, { answered, correct, selectedValues }]) =>
    [id, { answered, correct, selectedValues }]);
  return {
    shown: [QUIZ + root + path, Object.fromEntries(shown)],
    attempts: [nameOf(path), attemptsIn(answers)],
  };
}

/** @param {Record<string, Answer>} answers */
function attemptsIn(answers) {
  return Object.fromEntries(Object.entries(answers).map(([id, answer]) => {
    const { correct, first, times } = withAttempts(answer);
    return [id, { first, last: correct, times }];
  }));
}

/** @param {string} path */
function nameOf(path) {
  return `answers:${path}`;
}

/**
 * @param {string} path
 * @returns {Record<string, Attempts>}
 */
function attemptsOf(path) {
  return /** @type {any} */ (read(nameOf(path))) ?? {};
}

/**
 * @param {string} path
 * @returns {Record<string, Answer>}
 */
function shownAnswers(path) {
  try {
    const kept = JSON.parse(localStorage.getItem(QUIZ + root + path) ?? "{}");
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {}; // the quizzes' own script throws such a thing away, too
  }
}
