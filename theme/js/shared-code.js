/** A page opened by a link with somebody's code: the learner is asked first, and nothing runs by itself. */

import { bringIntoView, find } from "./dom.js";
import { asProgram } from "./lab-data.js";
import { LinkError, readFragment } from "./share-link.js";
import { fingerprint } from "./storage.js";
import { loadStyle } from "./style.js";

/**
 * @typedef {import("./lab-element.js").Lab} Lab
 * @typedef {import("./share-link.js").Shared} Shared
 */

const OTHER_STARTER = " It was written for another version of this lab, so some of it may not fit.";

/**
 * Offers the code in the address in the lab it is for; if that is on another page, the page's first lab says so.
 * @param {Lab} lab
 */
export async function offer(lab) {
  const { element, notices } = lab;
  const labs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("mlplat-lab")]);
  try {
    const shared = await readFragment(location.hash);
    if (shared.lab === lab.data.id) return show(lab, { ...shared, program: asProgram(shared.program) });
    if (labs.some((other) => other.dataset.lab === shared.lab)) return;
    say(`This link holds code for another lab, ${shared.lab}. Open it on that lab's page.`);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    say(error.message);
  }

  /** @param {string} sentence */
  function say(sentence) {
    if (element !== labs[0]) return;
    reach(notices.show("shared", sentence, [{ label: "Dismiss", press: forgetLink }]));
  }
}

/**
 * @param {Lab} lab
 * @param {Shared} shared
 */
function show(lab, { starter, program }) {
  const { code, data, editor, element, notices } = lab;
  /** @type {HTMLElement | undefined} */
  let beside;
  const end = () => {
    beside?.remove();
    forgetLink();
  };
  const look = async () => {
    loadStyle("share");
    const { comparison } = await import("./comparison.js");
    beside?.remove();
    beside = comparison(editor.text, program, {
      title: "Shared code", theirs: "Shared code", same: "It is the same as your code.",
    });
    beside.classList.add("mlp-shared");
    find(element, ".mlp-lab__notices", HTMLElement).after(beside); // not inside: it would be read aloud whole
    bringIntoView(beside);
  };
  const take = () => {
    end();
    lab.tries((tries) => {
      tries.keep("replaced");
      code.take(program, "This is the code from the link; yours is kept.");
    });
  };
  const isOld = starter !== fingerprint(data.starter);
  reach(notices.show("shared",
    `This is someone else's code for this lab. It has not run, and yours is untouched.${isOld ? OTHER_STARTER : ""}`, [
      { label: "Look at it", press: look, stays: true },
      { label: "Use it in place of mine", press: take },
      { label: "Dismiss", press: end },
    ]));
}

/** Who opens a link must meet the question. @param {HTMLElement} notice */
function reach(notice) {
  notice.tabIndex = -1;
  notice.focus({ preventScroll: true });
  notice.scrollIntoView({ block: "center" });
}

/** Takes the code out of the address, so that a reload or a bookmark does not bring it back. */
function forgetLink() {
  history.replaceState(history.state, "", location.pathname + location.search);
}
