/** Where this page is, below the site: the name of the page in the course, and of what is kept about it. */

import { root } from "./storage.js";

export function pagePath() {
  return location.pathname.slice(root.length).replace(/index\.html$/, "");
}
