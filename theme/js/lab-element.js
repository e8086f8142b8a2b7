/** <mlplat-lab>: brings a lab's page to life. Its parts live in their own files; here they meet. */

import { Checklist } from "./checklist.js";
import { find } from "./dom.js";
import { LabEditor } from "./editor.js";
import { Help } from "./help.js";
import { onIntent, onceSeen } from "./intent.js";
import { LabCode } from "./lab-code.js";
import { LabControls } from "./lab-controls.js";
import { readLabData } from "./lab-data.js";
import { LabRecord } from "./lab-record.js";
import { LabRun } from "./lab-run.js";
import { LabStatus } from "./lab-status.js";
import { Notices } from "./notices.js";
import { OutputLog } from "./output.js";
import { python } from "./python.js";
import { fingerprint } from "./storage.js";

const NOTHING_KEPT = "This browser keeps nothing for this page; copy your code before leaving.";
const NO_CONSOLE = "The console could not be loaded. Reload the page to try again; your code is kept.";
const NO_EDITOR = "The editor could not be loaded. Reload the page to try again; your code is kept.";

export class LabElement extends HTMLElement {
  /** @type {Lab | undefined} */
  #lab;

  connectedCallback() {
    this.#lab ??= new Lab(this);
  }
}

class Lab {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.data = readLabData(element);
    this.status = new LabStatus(element);
    this.output = new OutputLog(element);
    this.checklist = new Checklist(element);
    this.notices = new Notices(element);
    this.record = new LabRecord(this.data.id, this.data.starter, {
      changedElsewhere: () => this.code.changedElsewhere(),
      notKept: () => this.notices.show("storage", NOTHING_KEPT),
    });
    this.editor = new LabEditor(element, this.record.work.code ?? this.data.starter, {
      changed: () => this.codeEdited(),
      run: () => this.run.start("run"),
      check: () => this.run.start("check"),
    });
    this.code = new LabCode(this.data.starter, this.editor, this.record, this.notices, () => this.codeReplaced());
    this.help = new Help(element, this.data, this.record);
    this.controls = new LabControls(element, {
      run: () => this.run.start("run"),
      check: () => this.run.start("check"),
      stop: () => this.run.stop(),
      hint: () => this.help.showNextHint(),
      solution: () => this.help.toggleSolution(this.editor.text),
      reset: () => this.code.reset(),
    });
    this.run = new LabRun(this.data, this);
    this.resume();
    this.getReadyInTime();
    this.offerConsole();
  }

  /** A lab whose program answers requests has a console, which is loaded when it is opened. */
  offerConsole() {
    const open = this.element.querySelector('[data-action="console"]');
    if (!(open instanceof HTMLButtonElement)) return;
    open.hidden = false;
    const load = async () => {
      const { RequestConsole } = await import("./console.js");
      if (open.isConnected) new RequestConsole(this.element, this.data, this.editor);
    };
    open.addEventListener("click", () => load().catch(() => this.notices.show("console", NO_CONSOLE)));
  }

  /** Shows what an earlier visit has left. */
  resume() {
    if (this.record.work.passedAt) {
      this.help.offerSolution();
      this.status.show("passed", "Passed");
    }
    this.showLastResult();
    this.code.resume();
  }

  /** Whoever only reads loads neither the editor nor Python; whoever has begun here gets both on coming back. */
  getReadyInTime() {
    const getReady = () => {
      this.editor.load().catch(() => this.notices.show("editor", NO_EDITOR));
      this.run.prepare();
    };
    onIntent([".mlp-editor", ".mlp-lab__tools"].map((part) => find(this.element, part, HTMLElement)), getReady);
    if (this.editor.text !== this.data.starter) onceSeen(this.element, getReady);
  }

  /**
   * A check has run.
   * @param {import("./lab-data.js").Report} report
   * @param {string} program
   */
  checked(report, program) {
    this.code.remember(report.results, program);
    if (this.record.work.passedAt) this.help.offerSolution();
    this.help.compareAgain(program);
  }

  codeEdited() {
    this.code.changed();
    const checked = this.record.work.lastResult?.code;
    this.checklist.markStale(checked !== undefined && checked !== fingerprint(this.editor.text));
  }

  /** A reset, its undoing or another tab has put other code into the editor: earlier answers are not about it. */
  codeReplaced() {
    if (this.status.isBusy) return;
    this.output.clear();
    if (this.showLastResult()) this.status.show("passed", "Passed");
    else if (python.state === "ready") this.status.show("ready", "Python ready");
    else this.status.show("static", "");
  }

  /** Shows the results of the last check, if it was of this code; true when all of them passed. */
  showLastResult() {
    const last = this.record.work.lastResult;
    return this.checklist.show(last?.code === fingerprint(this.editor.text) ? last.results : []);
  }
}
