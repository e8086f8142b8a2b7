/**
 * The page's entry: the elements that come to life. The large parts, Python, the editor and the chart library, are
 * loaded by those elements when a learner needs them; elements that few pages have, where they stand.
 */

import { DecisionElement, RecallElement } from "./decision.js";
import { LabElement } from "./lab-element.js";
import { SimElement } from "./sim-element.js";
import { noteVisit } from "./visits.js";

// By selector: what a page has decides what it loads.
const WHERE_NEEDED = {
  ".mlp-terms": () => import("./terms.js"),
  ".quiz": () => import("./quiz-retries.js"),
  "mlplat-checklist": () => import("./tick-list.js"),
  "mlplat-explorer": () => import("./explorer.js"),
  "mlplat-part": () => import("./progress.js"),
  "mlplat-record": () => import("./record.js"),
  "mlplat-score": () => import("./score.js"),
  "mlplat-steps": () => import("./steps.js"),
  "mlplat-whole-record": () => import("./whole-record.js"),
  "mlplat-work": () => import("./your-work.js"),
};

customElements.define("mlplat-decision", DecisionElement);
customElements.define("mlplat-decision-recall", RecallElement);
customElements.define("mlplat-lab", LabElement);
customElements.define("mlplat-sim", SimElement);
for (const [selector, load] of Object.entries(WHERE_NEEDED)) if (document.querySelector(selector)) load();
if (document.querySelector(".mlp-lesson")) noteVisit();
