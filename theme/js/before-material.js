/** What has to be there before Material's script runs. A classic script for that reason, and the only one. */

import { enableColours } from "./colours.js";
import { holdBackSearch } from "./search-later.js";

holdBackSearch();
const colours = document.querySelector("form[data-mlp-colours]");
if (colours instanceof HTMLFormElement) enableColours(colours);
