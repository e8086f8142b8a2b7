/** Search and replace in the code: Ctrl-F while the cursor is in it; everywhere else the key stays the browser's. */

import {
  EditorState, closeSearchPanel, findNext, findPrevious, keymap, openSearchPanel, search,
} from "../vendor/codemirror.js";

const scope = "editor search-panel";

export const searching = [
  search({ top: true }),
  keymap.of([
    { key: "Mod-f", run: openSearchPanel, scope },
    { key: "F3", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Mod-g", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Escape", run: closeSearchPanel, scope },
  ]),
  EditorState.phrases.of({
    next: "Next",
    previous: "Previous",
    "match case": "Match case",
    regexp: "Regular expression",
    "by word": "Whole words",
    replace: "Replace",
    "replace all": "Replace all",
    Replace: "Replace with",
    close: "Close search",
  }),
];
