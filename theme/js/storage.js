/**
 * What the learner leaves in this browser: JSON under names of this site only, since all projects of one github.io
 * user share an origin. Where the browser refuses (private mode, full, blocked), values live as long as the page.
 */

/** @type {Map<string, unknown>} */
const memory = new Map();
const prefix = `mlplat:1:${siteRoot()}:`;
let warned = false;

function siteRoot() {
  const meta = document.querySelector('meta[name="mlplat-root"]');
  return new URL(meta?.getAttribute("content") || ".", location.href).pathname;
}

/**
 * The value kept under `name`, or null.
 * @param {string} name
 * @returns {unknown}
 */
export function read(name) {
  if (memory.has(name)) return memory.get(name);
  try {
    return parsed(localStorage.getItem(prefix + name));
  } catch {
    return null;
  }
}

/**
 * Keeps `value` under `name`. Returns false when only this page's memory took it.
 * @param {string} name
 * @param {unknown} value
 */
export function write(name, value) {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
    memory.delete(name);
    return true;
  } catch {
    memory.set(name, value);
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
    if (event.key === prefix + name && event.newValue !== null) changed(parsed(event.newValue));
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
