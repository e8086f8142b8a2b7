/** What the editor asks the running Python about the text around the cursor. */

import { python } from "./python.js";

/**
 * @typedef {object} Answer
 * @property {{label: string, type: string}[]} options The names that can stand at the cursor.
 * @property {Call | null} call
 *
 * @typedef {object} Call The call that the cursor is in.
 * @property {string} name
 * @property {string[]} parameters
 * @property {string} doc
 * @property {number | null} active
 */

const LONGEST_PROGRAM = 20_000;

/** @type {{key: string, answer: Promise<Answer | null>} | undefined} */
let latest;

/**
 * What Python knows about a place in a program; null while Python has other work, has not started or has failed.
 * @param {import("@codemirror/state").EditorState} state
 * @param {number} position
 * @param {string} given The lab's starter.
 * @returns {Promise<Answer | null>}
 */
export async function askPython(state, position, given) {
  if (state.doc.length > LONGEST_PROGRAM) return null;
  const request = { before: state.sliceDoc(0, position), after: state.sliceDoc(position), given };
  const key = JSON.stringify(request);
  if (latest?.key === key) return latest.answer;
  const answer = python.complete(request).catch((error) => {
    console.warn("Python could not say what follows here:", error);
    return null;
  });
  latest = { key, answer };
  if ((await answer) === null && latest.key === key) latest = undefined;
  return answer;
}
