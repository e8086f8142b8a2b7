/** <mlplat-part> on the home page says how much of a part is done; <mlplat-continue> leads back to where one stopped. */

import { itemsOf, readCourse, standIn } from "./course-stand.js";
import { find, make } from "./dom.js";
import { root } from "./storage.js";
import { lastVisit } from "./visits.js";

/**
 * @typedef {import("./course-stand.js").Course} Course
 * @typedef {import("./course-stand.js").LessonStand} LessonStand
 */

const course = readCourse();

class PartElement extends HTMLElement {
  #progress = make("div", { class: "mlp-progress" });

  connectedCallback() {
    this.append(this.#progress);
    onChange(() => this.#show());
  }

  #show() {
    const part = standIn(course).find(({ number }) => String(number) === this.dataset.part);
    this.#progress.replaceChildren(...(part ? progress(part.title, part.lessons) : []));
  }
}

/**
 * A bar and the same in words; nothing before the learner has begun.
 * @param {string} title
 * @param {LessonStand[]} lessons
 */
function progress(title, lessons) {
  const amounts = [
    amount(itemsOf(lessons, "labs").map(({ done }) => done), "lab", "passed"),
    amount(itemsOf(lessons, "questions").map(({ done }) => done), "question", "answered"),
    amount(lessons.map(({ isOpened }) => isOpened), "lesson", "opened"),
  ].filter(({ all }) => all > 0);
  const done = amounts.reduce((sum, each) => sum + each.done, 0);
  const all = amounts.reduce((sum, each) => sum + each.all, 0);
  if (done === 0) return [];
  const words = make("p", {}, amounts.map((each) => each.words).join(", "), ".");
  const bar = make("progress", { max: String(all), value: String(done), "aria-label": `${title}: done so far` });
  return [bar, words];
}

/**
 * @param {boolean[]} each
 * @param {string} what
 * @param {string} how
 */
function amount(each, what, how) {
  const done = each.filter(Boolean).length;
  return { done, all: each.length, words: `${done} of ${each.length} ${what}${each.length === 1 ? "" : "s"} ${how}` };
}

class ContinueElement extends HTMLElement {
  connectedCallback() {
    onChange(() => this.#show());
  }

  #show() {
    const place = lastPlace();
    const hero = find(document, ".mlp-hero", HTMLElement);
    const main = hero.querySelector(":scope > p > .mlp-button");
    main?.classList.toggle("mlp-button--main", !place);
    if (!place) return this.replaceChildren();
    const link = make("a", { class: "mlp-button mlp-button--main", href: root + place.address }, "Continue where you stopped");
    this.replaceChildren(link, " ", make("span", {}, place.name));
  }
}

/** The last page the learner was on, with the lab there if that was the last thing. */
function lastPlace() {
  const [path, visit] = lastVisit() ?? [];
  const lesson = course.parts.flatMap(({ lessons }) => lessons).find(({ address }) => address === path);
  if (!lesson) return null;
  const address = visit?.part ? `${lesson.address}#${visit.part}` : lesson.address;
  const lab = lesson.labs.find((each) => each.address === address);
  return { address, name: lab ? `${lesson.title}, lab ${lab.number}` : lesson.title };
}

/**
 * Shows it now, when another tab has changed something, and when the browser brings this page back.
 * @param {() => void} show
 */
function onChange(show) {
  const tryIt = () => {
    try {
      show();
    } catch (error) {
      console.warn("What is kept in this browser cannot be shown here:", error); // storage is switched off
    }
  };
  tryIt();
  addEventListener("storage", tryIt);
  addEventListener("pageshow", (event) => event.persisted && tryIt());
}

customElements.define("mlplat-part", PartElement);
customElements.define("mlplat-continue", ContinueElement);
