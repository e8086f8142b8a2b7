/**
 * The page's entry: the elements that come to life. The large parts, Python, the editor and the chart library, are
 * loaded by those elements when a learner needs them; elements that few pages have, where they stand.
 */

import { DecisionElement, RecallElement } from "./decision.js";
import { LabElement } from "./lab-element.js";
import { SimElement } from "./sim-element.js";

const ON_FEW_PAGES = {
  "mlplat-checklist": () => import("./tick-list.js"),
  "mlplat-explorer": () => import("./explorer.js"),
  "mlplat-record": () => import("./record.js"),
  "mlplat-steps": () => import("./steps.js"),
  "mlplat-whole-record": () => import("./whole-record.js"),
  "mlplat-work": () => import("./your-work.js"),
};

customElements.define("mlplat-decision", DecisionElement);
customElements.define("mlplat-decision-recall", RecallElement);
customElements.define("mlplat-lab", LabElement);
customElements.define("mlplat-sim", SimElement);
for (const [name, load] of Object.entries(ON_FEW_PAGES)) if (document.querySelector(name)) load();
