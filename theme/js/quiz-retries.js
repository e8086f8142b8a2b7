/** Questions may be tried again; each attempt is kept. The quizzes' own script, from its plugin, does the rest. */

import { addAttempt, noteFirstAnswers } from "./kept-answers.js";
import { pagePath } from "./page-path.js";

const path = pagePath();

/** @param {Element} quiz */
function options(quiz) {
  return [...quiz.querySelectorAll("input")];
}

/**
 * Once answered, an option can only be changed by trying again.
 * @param {Element} quiz
 */
function lockAnswered(quiz) {
  const again = quiz.querySelector(".quiz-reset-button");
  if (again && !again.classList.contains("hidden")) for (const option of options(quiz)) option.disabled = true;
}

// While capturing: the plugin's own listener ends the event, and a later one would hear of nothing.
document.addEventListener("submit", ({ target }) => {
  const quiz = target instanceof Element && target.closest(".quiz");
  if (!quiz) return;
  addAttempt(path, quiz.id, options(quiz).every((option) => option.checked === option.hasAttribute("data-correct")));
  setTimeout(() => lockAnswered(quiz));
}, { capture: true });

document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.matches(".quiz-reset-button")) {
    // The button has just hidden itself, and took the focus with it.
    /** @type {HTMLElement | null | undefined} */ (target.closest(".quiz")?.querySelector("input"))?.focus();
  }
});

function begin() {
  noteFirstAnswers(path);
  for (const quiz of document.querySelectorAll(".quiz")) {
    lockAnswered(quiz);
    // An answer without a choice would count as an attempt.
    for (const option of options(quiz)) option.required = option.type === "radio";
  }
}

// By then the quizzes' own script has shown what it keeps.
if (document.readyState === "complete") begin();
else addEventListener("load", begin);
