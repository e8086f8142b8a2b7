/** Where code can be seen: not behind the page's header, the switch, the controls, the keys for fingers or a keyboard. */

import { EditorView, ViewPlugin, tooltips } from "../vendor/codemirror.js";
import { isTouch } from "./editor-touch.js";

/**
 * The extension that keeps the cursor and the lists at it in sight.
 * @param {HTMLElement} lab Lists are put at its end, where nothing cuts them off.
 * @param {HTMLElement} aids
 */
export function visibleRoom(lab, aids) {
  const height = (/** @type {string} */ selector) => {
    const found = document.querySelector(selector);
    return found instanceof HTMLElement ? found.offsetHeight : 0;
  };
  const above = () => height(".md-header") + height(`#${lab.id} .mlp-panes`);
  const below = () => (isTouch() ? aids.offsetHeight : height(`#${lab.id} .mlp-lab__tools`));
  const space = () => {
    const { innerWidth, innerHeight, visualViewport: seen } = window;
    const { offsetTop, offsetLeft: left } = seen ?? { offsetTop: 0, offsetLeft: 0 };
    const bottom = offsetTop + (seen?.height ?? innerHeight) - below();
    return { top: Math.max(offsetTop, above()), left, bottom, right: left + (seen?.width ?? innerWidth) };
  };
  const showCursor = (/** @type {EditorView} */ view) => {
    if (!view.hasFocus) return;
    view.requestMeasure({
      key: space,
      read: () => howFarOut(view, space()),
      write: (by) => by && scrollBy({ top: by, behavior: "instant" }),
    });
  };
  return [
    tooltips({ parent: lab, tooltipSpace: space }),
    // Not scrollMargins: lists would be hidden at the last lines of the code, however much room is below them.
    EditorView.updateListener.of(({ view, docChanged, selectionSet }) => {
      if (docChanged || selectionSet) showCursor(view);
    }),
    ViewPlugin.define((view) => {
      const observer = new ResizeObserver(() => showCursor(view)); // a signature appears, the keys do
      observer.observe(aids);
      return { destroy: () => observer.disconnect() };
    }),
  ];
}

/**
 * How far the cursor is below what can be seen, or above it (negative).
 * @param {EditorView} view
 * @param {{top: number, bottom: number}} space
 */
function howFarOut(view, { top, bottom }) {
  const cursor = view.coordsAtPos(view.state.selection.main.head);
  if (!cursor) return 0;
  return Math.max(0, cursor.bottom - bottom) + Math.min(0, cursor.top - top);
}
