/** Where code can be seen: not behind the page's header, the switch, the controls, the keys for fingers or a keyboard. */

import { EditorView, tooltips } from "../vendor/codemirror.js";
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
  return [
    tooltips({ parent: lab, tooltipSpace: space }),
    EditorView.scrollMargins.of(() => ({ top: above(), bottom: innerHeight - space().bottom })),
  ];
}
