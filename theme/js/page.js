/**
 * The page's entry: the elements that come to life. The large parts, Python, the editor and the chart library, are
 * loaded by those elements when a learner needs them.
 */

import { DecisionElement, RecallElement } from "./decision.js";
import { LabElement } from "./lab-element.js";
import { SimElement } from "./sim-element.js";

customElements.define("mlplat-decision", DecisionElement);
customElements.define("mlplat-decision-recall", RecallElement);
customElements.define("mlplat-lab", LabElement);
customElements.define("mlplat-sim", SimElement);
if (document.querySelector("mlplat-work")) import("./your-work.js");
