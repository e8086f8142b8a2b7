/** The learner's decision record as a Markdown file. */

/**
 * @typedef {object} Entry One paragraph as the build has found it on a page.
 * @property {string} id
 * @property {string} title Of the page.
 * @property {string} address Below the site.
 * @property {string} prompt Its paragraphs as lines.
 * @property {string | null} decision Under which the answer to the page's opening question is kept.
 * @property {string | null} question
 *
 * @typedef {object} Written
 * @property {Entry} entry
 * @property {string} text
 * @property {import("./decision.js").Choice | null} choice
 */

/**
 * @param {Written[]} entries In the course's order.
 * @param {Date} now
 */
export function recordFile(entries, now) {
  const written = entries.filter(({ text }) => text.trim()).length;
  const head = [
    "# Decision record: our ML platform",
    `- Status: proposed\n- Date: ${dayOf(now)}\n- Written: ${written} of ${entries.length} parts`,
  ];
  return `${[...head, ...entries.flatMap(section)].join("\n\n")}\n`;
}

/** @param {Date} now */
export function fileName(now) {
  return `decision-record-${dayOf(now)}.md`;
}

/**
 * @param {Written} written
 * @param {number} index
 */
function section({ entry, text, choice }, index) {
  const parts = [`## ${index + 1}. ${entry.title}`, quoted(entry.prompt)];
  if (choice) parts.push(`*First answer to “${entry.question}”*\n${choice.text}${stillHeld(choice)}`);
  parts.push(text.trim() || "*Not written yet.*");
  return parts;
}

/** @param {import("./decision.js").Choice} choice */
export function stillHeld({ again }) {
  if (!again) return "";
  return again === "same" ? " (Still my answer at the end.)" : " (Not my answer any more at the end.)";
}

/** @param {string} text */
function quoted(text) {
  return text.split("\n").map((line) => `> ${line}`).join("\n>\n");
}

/** The learner's own date, not that of Greenwich. @param {Date} now */
function dayOf(now) {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short" }).format(now);
}
