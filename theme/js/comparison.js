/** A program beside the learner's code: what only one of them has, line by line, with a legend. */

import { diffListing } from "./diff.js";
import { make } from "./dom.js";

/**
 * @param {string} mine
 * @param {string} theirs
 * @param {{title: string, theirs: string, same: string}} words The section's name, the other program's name, and the
 *   sentence for two programs that are the same.
 */
export function comparison(mine, theirs, words) {
  const section = make("section", { class: "mlp-solution", "aria-label": words.title });
  if (mine.trimEnd() === theirs.trimEnd()) {
    section.append(make("p", {}, words.same));
    return section;
  }
  const legend = make("p", { class: "mlp-solution__legend" },
    make("span", { class: "mlp-solution__mine" }, "− Your code"), " ",
    make("span", { class: "mlp-solution__theirs" }, `+ ${words.theirs}`));
  section.append(legend, diffListing(mine.trimEnd(), theirs.trimEnd(), `${words.theirs}, compared with your code`));
  return section;
}
