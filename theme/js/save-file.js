/** Hands the learner a file that was made in the page. */

import { make } from "./dom.js";

/**
 * @param {string} name
 * @param {Blob} content
 */
export function saveFile(name, content) {
  const href = URL.createObjectURL(content);
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // some browsers read it only after they have asked where to
}
