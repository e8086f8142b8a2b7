/**
 * For fingers: a row of the keys that on-screen keyboards hide, and brackets that close themselves. The row's buttons
 * leave the focus in the code, so that the keyboard stays.
 */

import { closeBrackets, indentLess, indentMore, insertBracket, startCompletion, undo } from "../vendor/codemirror.js";
import { make } from "./dom.js";

/** @typedef {import("@codemirror/view").EditorView} EditorView */

const touch = matchMedia("(pointer: coarse)");

export const isTouch = () => touch.matches;
export const touchTyping = () => (isTouch() ? closeBrackets() : []);

/** @type {[text: string, name: string, press: (view: EditorView) => void][]} */
const KEYS = [
  ["⇥", "Indent", indentMore],
  ["⇤", "Dedent", indentLess],
  [":", "Colon", insert(":")],
  ["()", "Parentheses", bracket("(")],
  ["[]", "Square brackets", bracket("[")],
  ["_", "Underscore", insert("_")],
  ["=", "Equals sign", insert("=")],
  ["\"\"", "Quotes", bracket('"')],
  ["↶", "Undo", undo],
  ["⋯", "Suggest names", startCompletion],
];

/**
 * Puts the row at the end of `place` on a device for fingers.
 * @param {HTMLElement} place
 * @param {EditorView} view
 */
export function addTouchKeys(place, view) {
  if (!isTouch()) return;
  const row = make("div", { class: "mlp-editor__touch", role: "toolbar", "aria-label": "Code keys" });
  for (const [text, name, press] of KEYS) {
    const key = make("button", { type: "button", class: "mlp-button", "aria-label": name, tabindex: "-1" }, text);
    key.addEventListener("click", () => press(view));
    row.append(key);
  }
  /** @type {HTMLElement} */ (row.firstChild).tabIndex = 0; // one stop for Tab, the others by arrows
  row.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus where it is
  row.addEventListener("keydown", moveFocus);
  place.append(row);
  followKeyboard(place);
}

/** @param {string} text @returns {(view: EditorView) => void} */
function insert(text) {
  return (view) => view.dispatch(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
}

/** @param {string} opening @returns {(view: EditorView) => void} */
function bracket(opening) {
  return (view) => view.dispatch(insertBracket(view.state, opening) ?? view.state.replaceSelection(opening));
}

/** @param {KeyboardEvent} event */
function moveFocus(event) {
  const keys = /** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("button");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const from = [...keys].findIndex((key) => key === document.activeElement);
  if (step) keys[from + step]?.focus();
}

/** An on-screen keyboard covers the end of the page; the row stays above it. @param {HTMLElement} place */
function followKeyboard(place) {
  const { visualViewport: seen } = window;
  const follow = () => {
    const covered = seen ? Math.max(0, innerHeight - seen.height - seen.offsetTop) : 0;
    place.style.setProperty("--mlp-keyboard", `${Math.round(covered)}px`);
  };
  seen?.addEventListener("resize", follow);
  seen?.addEventListener("scroll", follow);
}
