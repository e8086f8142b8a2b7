/** Before an import: what it would add, what it would replace, and the learner's choice about each. */

import { button, make } from "./dom.js";

/**
 * @typedef {import("./work-file.js").Change} Change
 *
 * @typedef {object} Words How a change is named, and what each side has.
 * @property {(change: Change) => Node | string} name
 * @property {(change: Change) => string} mine
 * @property {(change: Change) => string} theirs
 */

/**
 * A form with what would change.
 * @param {Change[]} changes
 * @param {Words} words
 * @param {(takes: (change: Change) => boolean) => void} accept Called with whether the learner takes the file's item.
 * @param {() => void} cancel
 */
export function importPreview(changes, words, accept, cancel) {
  const added = changes.filter((change) => change.state === "new");
  const differing = changes.filter((change) => change.state === "differs");
  const same = changes.length - added.length - differing.length;
  /** @type {Map<string, HTMLInputElement>} */
  const takes = new Map();
  const choices = differing.map((change, index) => {
    const keep = option(`change-${index}`, "Keep mine", words.mine(change));
    const take = option(`change-${index}`, "Take the file's", words.theirs(change));
    keep.input.checked = true;
    takes.set(keyOf(change), take.input);
    return make("fieldset", {}, make("legend", {}, words.name(change)), keep.label, take.label);
  });
  const all = (/** @type {boolean} */ isTaken) => {
    for (const fieldset of choices) fieldset.querySelectorAll("input")[isTaken ? 1 : 0].checked = true;
  };
  const heading = make("h3", { tabindex: "-1" }, "What this import would change");
  const form = make("section", { class: "mlp-work__preview", "aria-label": "Import" }, heading);
  form.append(make("p", {}, summary(added.length, differing.length, same)));
  if (added.length > 0) form.append(make("ul", {}, ...added.map((each) => make("li", {}, words.name(each), " ", words.theirs(each)))));
  if (choices.length > 1) {
    form.append(make("p", { class: "mlp-work__tools" },
      button("Keep all mine", () => all(false)), " ", button("Take all of the file's", () => all(true))));
  }
  form.append(...choices, make("p", { class: "mlp-work__tools" },
    button("Import now", () => accept((change) => takes.get(keyOf(change))?.checked ?? false)), " ", button("Cancel", cancel)));
  return { form, heading };
}

/** @param {Change} change */
function keyOf({ kind, name }) {
  return `${kind}:${name}`;
}

/**
 * @param {number} added
 * @param {number} differing
 * @param {number} same
 */
function summary(added, differing, same) {
  const parts = [`${added} new`, `${differing} different from what is here`, `${same} the same`];
  return `The file holds ${parts.join(", ")}. What is here and not in the file stays.`;
}

/**
 * @param {string} group
 * @param {string} label
 * @param {string} detail
 */
function option(group, label, detail) {
  const input = make("input", { type: "radio", name: group });
  return { input, label: make("label", {}, input, make("div", {}, `${label}: `, make("span", {}, detail))) };
}
