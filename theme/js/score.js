/** <mlplat-score>: every question and every lab of the course, at the first attempt and now, and what is left to do. */

import { itemsOf, readCourse, standIn } from "./course-stand.js";
import { button, make } from "./dom.js";
import { points, scoreOf } from "./score-points.js";
import { root } from "./storage.js";

/**
 * @typedef {import("./course-stand.js").Item} Item
 * @typedef {import("./course-stand.js").PartStand} PartStand
 */

const BLOCKED = "This browser keeps nothing for this site, because its storage is switched off. So there is nothing to count.";
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" });
const TO_DO = { labs: "to solve", questions: "to answer" };

class ScoreElement extends HTMLElement {
  #course = readCourse();
  #shown = make("div");
  #name = make("input", { type: "text", id: "score-name", autocomplete: "name" });

  connectedCallback() {
    const owner = make("p", { class: "mlp-score__owner" }, make("label", { for: this.#name.id }, "Name on the printed page"), this.#name,
      button("Print", () => print()));
    this.replaceChildren(this.#shown, owner);
    this.#show();
    addEventListener("storage", () => this.#show());
    addEventListener("pageshow", (event) => event.persisted && this.#show());
    addEventListener("beforeprint", () => this.#openAll());
  }

  #show() {
    try {
      const parts = standIn(this.#course);
      this.#shown.replaceChildren(...this.#summary(parts), ...parts.flatMap(partSection));
    } catch (error) {
      console.warn(error);
      this.#shown.replaceChildren(make("p", {}, BLOCKED));
    }
  }

  /** @param {PartStand[]} parts */
  #summary(parts) {
    const all = scoreOf(this.#course.points, parts, parts);
    const { questions, labs } = this.#course.points;
    const said = `${points(all.now)} of ${questions + labs} points now, ${points(all.first)} at the first attempt.`;
    const rows = parts.map((part) => {
      const score = scoreOf(this.#course.points, parts, [part]);
      return make("tr", {}, make("th", { scope: "row" }, `${part.number} ${part.title}`),
        ...[counted(part, "questions"), counted(part, "labs"), points(score.first), points(score.now)].map((text) => make("td", {}, text)));
    });
    return [
      make("p", { class: "mlp-score__sum", role: "status" }, said),
      make("p", { class: "mlp-score__date" }, `As of ${DAY.format(new Date())}, from this browser. Self-issued; not a credential.`),
      table("The score by part", ["Part", "Questions right now", "Labs passed", "Points at first", "Points now"], [rows]),
    ];
  }

  /** Paper cannot be clicked. */
  #openAll() {
    for (const details of this.querySelectorAll("details")) details.open = true;
  }
}

/**
 * @param {PartStand} part
 * @param {Item["kind"]} kind
 */
function counted({ lessons }, kind) {
  const items = itemsOf(lessons, kind);
  return items.length === 0 ? "none" : `${items.filter(({ now }) => now).length} of ${items.length}`;
}

/**
 * What a lesson still asks for, as one item of a list, or nothing.
 * @param {PartStand["lessons"][number]} lesson
 */
function leftOf({ title, address, isOpened, items, minutes }) {
  const missing = items.filter(({ now }) => !now);
  if (missing.length === 0 && isOpened) return [];
  const what = missing.flatMap((item, index) => [index === 0 ? ": " : ", ", shortLink(item)]);
  return [make("li", {}, make("a", { href: root + address }, title), ` (${minutes} min)`, ...(what.length > 0 ? what : [": to read"]))];
}

/** @param {PartStand} part */
function partSection({ number, title, lessons }) {
  const open = make("ul", { class: "mlp-score__left" }, ...lessons.flatMap(leftOf));
  const groups = lessons.filter(({ items }) => items.length > 0).map(({ title: name, items }) => [
    make("tr", {}, make("th", { scope: "rowgroup", colspan: "3" }, name)), ...items.map(itemRow),
  ]);
  const everything = make("details", {}, make("summary", {}, "Every question and lab of this part"),
    table(`Questions and labs of ${title}`, ["What", "At first", "Now"], groups));
  const isDone = open.childElementCount === 0;
  return [
    make("h2", {}, `${number} ${title}`),
    make("p", {}, isDone ? "Nothing is left to do here." : "Left to do:"), ...(isDone ? [] : [open]),
    ...(groups.length > 0 ? [everything] : []),
  ];
}

/** @param {Item} item */
function itemRow(item) {
  const link = make("a", { href: root + item.address }, item.name);
  return make("tr", {}, make("td", {}, link), make("td", {}, atFirst(item)), make("td", {}, now(item)));
}

/** @param {Item} item */
function shortLink({ kind, name, address, now: isRight }) {
  const [short] = name.split(":", 1);
  const state = isRight === false ? "not right yet" : TO_DO[kind];
  return make("a", { href: root + address, "aria-label": `${name}, ${state}` }, short.toLowerCase());
}

/** @param {Item} item */
function now({ kind, now: isRight }) {
  return isRight === null ? "open" : verdict(kind, isRight);
}

/** @param {Item} item */
function atFirst({ kind, first, now: isRight }) {
  if (first !== null) return verdict(kind, first);
  return isRight === null ? "–" : "not kept";
}

/**
 * @param {Item["kind"]} kind
 * @param {boolean} isRight
 */
function verdict(kind, isRight) {
  if (kind === "labs") return isRight ? "✓ passed" : "✕ not yet";
  return isRight ? "✓ right" : "✕ wrong";
}

/**
 * @param {string} caption
 * @param {string[]} heads
 * @param {HTMLTableRowElement[][]} groups Rows that belong together.
 */
function table(caption, heads, groups) {
  const element = make("table", { class: "mlp-score__table" }, make("caption", { class: "mlp-visually-hidden" }, caption),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))), ...groups.map((rows) => make("tbody", {}, ...rows)));
  return make("div", { class: "mlp-score__scroll", tabindex: "0", role: "region", "aria-label": caption }, element);
}

customElements.define("mlplat-score", ScoreElement);
