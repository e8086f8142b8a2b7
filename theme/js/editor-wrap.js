/** Long lines wrap where the window is narrow, and show that they go on by how far they are set in. */

import { Compartment, Decoration, EditorView, RangeSetBuilder, ViewPlugin } from "../vendor/codemirror.js";
import { hangOf } from "./editor-hang.js";

const narrow = matchMedia("(max-width: 49.9375em)");

/** @type {Map<number, Decoration>} */
const hangs = new Map();

const hanging = ViewPlugin.define(
  (view) => ({
    lines: linesOf(view),
    update(update) {
      if (update.docChanged || update.viewportChanged) this.lines = linesOf(update.view);
    },
  }),
  { decorations: (plugin) => plugin.lines },
);

/** The extension that wraps; it follows the window. */
export function wrapping() {
  const compartment = new Compartment();
  const now = () => (narrow.matches ? [EditorView.lineWrapping, hanging] : []);
  return [
    compartment.of(now()),
    ViewPlugin.define((view) => {
      const follow = () => view.dispatch({ effects: compartment.reconfigure(now()) });
      narrow.addEventListener("change", follow);
      return { destroy: () => narrow.removeEventListener("change", follow) };
    }),
  ];
}

/** @param {EditorView} view */
function linesOf(view) {
  /** @type {RangeSetBuilder<Decoration>} */
  const builder = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let position = from; position <= to; ) {
      const line = view.state.doc.lineAt(position);
      builder.add(line.from, line.from, hang(hangOf(line.text)));
      position = line.to + 1;
    }
  }
  return builder.finish();
}

/** @param {number} characters */
function hang(characters) {
  const known = hangs.get(characters) ?? Decoration.line({ attributes: { style: `--mlp-hang: ${characters}ch` } });
  hangs.set(characters, known);
  return known;
}
