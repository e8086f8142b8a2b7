/**
 * What a term means, beside its link to the glossary: on hover, on focus, at a first tap. It stays while the pointer is on
 * it, and Escape puts it away. The build has written the texts, and tied them to the links for assistive technology.
 */

import { find } from "./dom.js";

const LINKS = "a[aria-describedby^='term-']";
const LEAVE_AFTER_MS = 200; // the way from the word to the text
const GAP_PX = 6;

/** @type {{link: HTMLAnchorElement, text: HTMLElement} | null} */
let shown = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let leaving;
let tapOpens = false;

// Where nothing around it can cut it off.
const texts = find(document, ".mlp-terms", HTMLElement);
find(document, "main", HTMLElement).append(texts);

/** @param {EventTarget | null} target */
function linkAt(target) {
  return target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (target.closest(LINKS)) : null;
}

/** @param {EventTarget | null} target */
function isOnShown(target) {
  return target instanceof Node && (shown?.text.contains(target) || shown?.link.contains(target));
}

/** @param {HTMLAnchorElement} link */
function show(link) {
  clearTimeout(leaving);
  if (shown?.link === link) return;
  hide();
  const text = find(texts, `#${CSS.escape(link.getAttribute("aria-describedby") ?? "")}`, HTMLElement);
  shown = { link, text };
  text.hidden = false;
  place(link, text);
}

function hide() {
  clearTimeout(leaving);
  if (shown) shown.text.hidden = true;
  shown = null;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hide, LEAVE_AFTER_MS);
}

/**
 * Below the word, or above it where below there is no room; never beyond the window's edges.
 * @param {HTMLAnchorElement} link
 * @param {HTMLElement} text
 */
function place(link, text) {
  const word = link.getClientRects()[0]; // its first line, if it is broken
  const { width, height } = text.getBoundingClientRect();
  const edge = document.documentElement.clientWidth - width - GAP_PX;
  const isBelow = word.bottom + GAP_PX + height <= innerHeight || word.top < height + GAP_PX;
  const bottom = [...link.getClientRects()].at(-1)?.bottom ?? word.bottom;
  const page = texts.getBoundingClientRect(); // they have no size, and scroll with the page
  text.style.left = `${Math.max(GAP_PX, Math.min(word.left, edge)) - page.left}px`;
  text.style.top = `${(isBelow ? bottom + GAP_PX : word.top - GAP_PX - height) - page.top}px`;
}

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return; // its tap follows
  const link = linkAt(target);
  if (link) show(link);
  else if (isOnShown(target)) clearTimeout(leaving);
  else if (shown && document.activeElement !== shown.link) leave();
});
document.addEventListener("pointerdown", ({ target, pointerType }) => {
  const link = linkAt(target);
  tapOpens = pointerType === "touch" && link !== null && link !== shown?.link;
  if (!link && !isOnShown(target)) hide();
});
document.addEventListener("click", (event) => {
  const link = linkAt(event.target);
  if (!link || !tapOpens) return;
  tapOpens = false;
  event.preventDefault();
  show(link);
});
document.addEventListener("focusin", ({ target }) => {
  const link = linkAt(target);
  if (link?.matches(":focus-visible")) show(link);
  else if (!isOnShown(target)) hide();
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") hide();
});
