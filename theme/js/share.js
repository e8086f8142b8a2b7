/** The Share button: a link with the learner's code, to the phone's own sharing, the clipboard, or a text field. */

import { make } from "./dom.js";
import { MOST_CHARACTERS, fragmentOf } from "./share-link.js";
import { loadStyle } from "./style.js";

/** @typedef {import("./lab-element.js").Lab} Lab */

const COPIED = "The link is copied. It holds your code as it is now; nothing was sent anywhere.";
const NOT_COPIED = "This browser did not let the page copy the link. Copy it from here:";

/** @param {Lab} lab */
export async function share({ data, editor, element, notices }) {
  const program = editor.text;
  if (program.length > MOST_CHARACTERS) {
    notices.show("share", "Your code is too long for a link; press Download and send the file instead.");
    return;
  }
  const link = new URL(await fragmentOf(data.id, data.starter, program), location.href).href;
  notices.remove("share");
  if (isPhone() && (await sharedByPhone(link, element))) return;
  try {
    await navigator.clipboard.writeText(link);
    notices.show("share", COPIED, [{ label: "OK", press: () => {} }]);
  } catch {
    loadStyle("share");
    const field = make("input", { class: "mlp-notice__field", readonly: "", "aria-label": "Link to your code" });
    field.value = link;
    const notice = notices.show("share", NOT_COPIED);
    notice.append(" ", field);
    field.select();
    field.focus();
  }
}

function isPhone() {
  return "share" in navigator && matchMedia("(pointer: coarse)").matches;
}

/**
 * True when the learner has shared the link, or decided not to.
 * @param {string} url
 * @param {HTMLElement} lab
 */
async function sharedByPhone(url, lab) {
  try {
    await navigator.share({ title: lab.querySelector("h3")?.textContent ?? document.title, url });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}
