/** <mlplat-lab>: brings a lab's page to life. Its parts live in their own files; here they meet. */

import { Checklist } from "./checklist.js";
import { find } from "./dom.js";
import { LabEditor } from "./editor.js";
import { Help } from "./help.js";
import { onIntent, onceSeen } from "./intent.js";
import { LabCode } from "./lab-code.js";
import { LabControls } from "./lab-controls.js";
import { readLabData } from "./lab-data.js";
import { LabPanes } from "./lab-panes.js";
import { LabRecord } from "./lab-record.js";
import { LabRun } from "./lab-run.js";
import { LabStatus } from "./lab-status.js";
import { Notices } from "./notices.js";
import { OutputLog } from "./output.js";
import { python } from "./python.js";
import { fingerprint, isOutdated } from "./storage.js";
import { returnsTo } from "./visits.js";

const NOTHING_KEPT = "This browser keeps nothing for this page; copy your code before leaving.";
const OUTDATED = "A newer version of this course keeps your work. Reload the page; until then nothing is saved here.";
const NOT_LOADED = "A part of this page could not be loaded. Reload the page to try again; your code is kept.";
const NO_EDITOR = "The editor could not be loaded. Reload the page to try again; your code is kept.";

export class LabElement extends HTMLElement {
  /** @type {Lab | undefined} */
  #lab;

  connectedCallback() {
    this.#lab ??= new Lab(this);
  }
}

export class Lab {
  /** @type {Promise<import("./tries.js").Tries> | undefined} */
  #tries;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.data = readLabData(element);
    this.status = new LabStatus(element);
    this.output = new OutputLog(element);
    this.checklist = new Checklist(element);
    this.notices = new Notices(element);
    this.record = new LabRecord(this.data.id, this.data.starter, {
      changedElsewhere: () => this.code.changedElsewhere() && this.tries((tries) => tries.show()),
      notKept: () => this.notices.show("storage", isOutdated() ? OUTDATED : NOTHING_KEPT),
      leftUndecided: () => this.tries((tries) => tries.keep("left")),
    });
    this.editor = new LabEditor(element, this.record.work.code ?? this.data.starter, this.data.starter, {
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
      share: () => this.use(import("./share.js"), ({ share }) => share(this)),
      download: () => this.use(import("./take-home.js"), ({ takeHome }) => takeHome(this)),
    });
    this.panes = new LabPanes(element);
    this.run = new LabRun(this.data, this);
    this.resume();
    this.getReadyInTime();
    this.offerConsole();
    this.openLink();
    addEventListener("hashchange", () => this.openLink());
  }

  /**
   * Does something with a part of this page that is loaded only now.
   * @template T
   * @param {Promise<T>} part
   * @param {(part: T) => void} act
   */
  use(part, act) {
    part.then(act, () => this.notices.show("part", NOT_LOADED));
  }

  /** @param {(tries: import("./tries.js").Tries) => void} act */
  tries(act) {
    this.#tries ??= import("./tries.js").then(({ Tries }) => new Tries(this));
    this.use(this.#tries, act);
  }

  /** If the address carries somebody's code, offers it. */
  openLink() {
    if (location.hash.startsWith("#code=")) this.use(import("./shared-code.js"), ({ offer }) => offer(this));
  }

  /** A lab whose program answers requests has a console, which is loaded when it is opened. */
  offerConsole() {
    const open = this.element.querySelector('[data-action="console"]');
    if (!(open instanceof HTMLButtonElement)) return;
    open.hidden = false;
    open.addEventListener("click", () =>
      this.use(import("./console.js"), ({ RequestConsole }) => {
        if (open.isConnected) new RequestConsole(this.element, this.data, this.editor);
      }),
    );
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

  /**
   * Whoever only reads loads neither the editor nor Python; whoever has begun here gets both on coming back. Who wants to
   * write gets the editor at once, who presses Run first gets the output: one would slow the other down.
   */
  getReadyInTime() {
    const [editor, tools, pane] = [".mlp-editor", ".mlp-lab__tools", ".mlp-panes [value=code]"].map((part) =>
      find(this.element, part, HTMLElement),
    );
    onIntent([editor, tools, pane], () => this.run.prepare());
    onIntent([editor, pane], () => this.loadEditor());
    const loadEditorAfterRun = () => void this.run.settled().then(() => this.loadEditor());
    onIntent([tools], loadEditorAfterRun);
    if (this.editor.text === this.data.starter && !returnsTo(this.element.id)) return;
    onceSeen(this.element, () => {
      this.run.prepare();
      loadEditorAfterRun();
    });
  }

  loadEditor() {
    this.editor.load().catch(() => this.notices.show("editor", NO_EDITOR));
    this.tries((tries) => tries.show());
  }

  /**
   * A check has run.
   * @param {import("./lab-data.js").Report} report
   * @param {string} program
   */
  checked(report, program) {
    this.code.remember(report.results, program);
    this.tries((tries) => tries.keepChecked(report.results, program));
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
