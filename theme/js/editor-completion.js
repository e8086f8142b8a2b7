/**
 * Names that can follow the cursor: what the running Python knows or, while it cannot be asked, the words of the program
 * and Python's keywords. The list opens by itself after a dot only, and nothing in it is chosen until an arrow key chooses
 * it, so that Enter and Tab keep their meaning. On a touch screen it opens by its key alone.
 */

import { EditorView, autocompletion } from "../vendor/codemirror.js";
import { askPython } from "./editor-questions.js";
import { isTouch } from "./editor-touch.js";

/** @typedef {import("@codemirror/autocomplete").CompletionContext} CompletionContext */

const KEYWORDS =
  "and as assert async await break class continue def del elif else except False finally for from global if import in is " +
  "lambda None nonlocal not or pass raise return True try while with yield";

const LISTS = ".cm-tooltip-autocomplete > ul:not([tabindex])";

/** @type {Record<string, number>} What is nearer to the program comes first. */
const BOOSTS = { argument: 4, name: 2, function: 1, method: 1, keyword: -1 };

/** @param {string} given The lab's starter. */
export function completion(given) {
  return [
    EditorView.updateListener.of(({ view }) => {
      // A list that scrolls must be in reach of the keyboard; arrows move in it, and leaving the code closes it.
      for (const list of view.dom.closest(".mlp-lab")?.querySelectorAll(LISTS) ?? []) list.setAttribute("tabindex", "0");
    }),
    autocompletion({
      override: [(context) => namesAt(context, given)],
      activateOnTyping: !isTouch(),
      selectOnOpen: false,
      interactionDelay: 0, // no key can take by accident what nobody has chosen
      icons: false,
    }),
    EditorView.contentAttributes.of({ "aria-keyshortcuts": "Control+Space" }),
  ];
}

/**
 * @param {CompletionContext} context
 * @param {string} given
 */
async function namesAt(context, given) {
  const from = context.matchBefore(/[\p{L}\p{N}_]+/u)?.from ?? context.pos;
  const afterDot = context.state.sliceDoc(Math.max(0, from - 1), from) === ".";
  if (!context.explicit && !afterDot) return null;
  const answer = await askPython(context.state, context.pos, given);
  if (!answer && !context.explicit) return null;
  const found = answer ? answer.options : words(context, from, afterDot);
  if (found.length === 0) return null;
  const options = found.map(({ label, type }) => ({ label, detail: type, boost: BOOSTS[type] ?? 0 }));
  return { from, options, validFor: /^(?:\p{L}[\p{L}\p{N}_]*)?$/u };
}

/**
 * @param {CompletionContext} context
 * @param {number} from
 * @param {boolean} afterDot
 */
function words(context, from, afterDot) {
  const { doc } = context.state;
  const others = doc.sliceString(0, from) + " " + doc.sliceString(context.pos);
  const options = new Map(afterDot ? [] : KEYWORDS.split(" ").map((word) => [word, "keyword"]));
  for (const [word] of others.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) if (!options.has(word)) options.set(word, "word");
  return [...options].map(([label, type]) => ({ label, type }));
}
