/** The Download button: a folder that checks the learner's program with nothing but Python. It needs no Python here. */

import { saveFile } from "./save-file.js";
import { zipOf } from "./zip.js";

const NOT_MADE = "The folder could not be put together, because a file of the course did not arrive. Try again when you are online.";

/** @param {import("./lab-element.js").Lab} lab */
export async function takeHome({ data, editor, element, notices }) {
  const folder = data.id.split("/").pop() ?? "lab";
  notices.remove("download");
  try {
    const answer = await fetch(new URL("../take-home.json", import.meta.url));
    if (!answer.ok) throw new Error(`take-home.json: ${answer.status}`);
    /** @type {Record<string, string>} */
    const common = await answer.json();
    const title = element.querySelector(".mlp-lab__title")?.textContent ?? data.id;
    const files = {
      ...common,
      "README.txt": common["README.txt"].replace("{title}", () => title),
      "checks.py": data.checks,
      "program.py": editor.text,
    };
    const inFolder = Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]);
    saveFile(`${folder}.zip`, await zipOf(Object.fromEntries(inFolder), new Date()));
    notices.show("download", `Unpack ${folder}.zip and run python check.py in its folder; it checks as this page does.`,
      [{ label: "OK", press: () => {} }]);
  } catch (error) {
    console.warn(error);
    notices.show("download", NOT_MADE);
  }
}
