/** Styles of parts that few pages show: they are fetched with the part and not with the page. */

import { make } from "./dom.js";

/** @param {string} name Of a file in theme/css, without its ending. */
export function loadStyle(name) {
  const href = new URL(`../css/${name}.css`, import.meta.url).href;
  if (!document.querySelector(`link[href="${href}"]`)) document.head.append(make("link", { rel: "stylesheet", href }));
}
