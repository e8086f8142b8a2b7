/**
 * What the learner leaves in this browser: JSON under names of this site only, since all projects of one github.io
 * user share an origin. Where the browser refuses (private mode, full, blocked), values live as long as the page.
 */

import { steps } from "./storage-steps.js";

const VERSION = steps.length + 1;
export const root = siteRoot();
/** @type {Map<string, unknown>} */
const memory = new Map();
let warned = false;

function siteRoot() {
  const meta = document.querySelector('meta[name="mlplat-root"]');
  return new URL(meta?.getAttribute("content") || ".", location.href).pathname;
}

/** @param {string} name */
export function keyOf(name, version = VERSION) {
  return `mlplat:${version}:${root}:${name}`;
}

/**
 * The value kept under `name`, or null.
 * @param {string} name
 * @returns {unknown}
 */
export function read(name) {
  if (memory.has(name)) return memory.get(name);
  try {
    for (let version = VERSION; version > 0; version--) {
      const kept = parsed(localStorage.getItem(keyOf(name, version)));
      if (kept !== null) return steps.slice(version - 1).reduce((value, step) => step(name, value), /** @type {unknown} */ (kept));
    }
  } catch (error) {
    console.warn(`What is kept as ${name} could not be read:`, error);
  }
  return null;
}

/**
 * Keeps `value` under `name`. Returns false when only this page's memory took it.
 * @param {string} name
 * @param {unknown} value
 */
export function write(name, value) {
  try {
    if (!isOutdated()) {
      localStorage.setItem(keyOf(name), JSON.stringify(value));
      memory.delete(name);
      return true;
    }
  } catch {} // full or blocked
  memory.set(name, value);
  return false;
}

/** Whether a newer version of this course has kept something here: this one would only put old beside new. */
export function isOutdated() {
  try {
    return Object.keys(localStorage).some((key) => {
      const [kind, version] = key.split(":", 2);
      return kind === "mlplat" && Number(version) > VERSION && key.startsWith(keyOf("", Number(version)));
    });
  } catch {
    return false;
  }
}

/** True the first time it is asked, so that a page tells the learner only once that nothing is kept. */
export function mayWarn() {
  if (warned) return false;
  warned = true;
  return true;
}

/**
 * Calls `changed` with the new value when another tab writes `name`.
 * @param {string} name
 * @param {(value: unknown) => void} changed
 */
export function watch(name, changed) {
  addEventListener("storage", (event) => {
    if (event.key === keyOf(name) && event.newValue !== null) changed(parsed(event.newValue));
  });
  // A page that the browser had put away and brings back has heard of nothing meanwhile.
  addEventListener("pageshow", (event) => {
    if (event.persisted) changed(read(name));
  });
}

/**
 * A short fingerprint of a text (32-bit FNV-1a), to tell whether it changed.
 * @param {string} text
 */
export function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/**
 * @param {string | null} text
 * @returns {unknown}
 */
function parsed(text) {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
