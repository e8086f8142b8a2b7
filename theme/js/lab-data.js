/** What a lab's page carries, and what the runner reports. */

import { find } from "./dom.js";

/**
 * @typedef {object} LabData
 * @property {string} id
 * @property {string} starter
 * @property {string} checks
 * @property {string} solution
 * @property {string[]} hints
 * @property {number} timeBudgetS
 * @property {string[]} packages
 *
 * @typedef {object} CheckResult
 * @property {string} task
 * @property {string} title
 * @property {boolean | null} passed null: the check did not run
 * @property {string} message
 *
 * @typedef {object} Frame A step on the way to an error; without a line it stands for steps that are left out.
 * @property {number | null} line
 * @property {string} function Empty outside of any.
 * @property {string} source
 *
 * @typedef {object} Report
 * @property {CheckResult[]} results
 * @property {string} stdout
 * @property {{message: string, line: number | null, frames: Frame[]} | null} error
 *
 * @typedef {"static" | "booting" | "ready" | "running" | "stopped" | "passed" | "failed" | "error"} LabState
 */

/**
 * @param {Element} lab
 * @returns {LabData}
 */
export function readLabData(lab) {
  const data = JSON.parse(find(lab, ".mlp-lab__data", HTMLScriptElement).text);
  return { ...data, starter: asProgram(data.starter) };
}

/**
 * The text as a program: it ends with a line break, which the editor does not show as an empty line.
 * @param {string} text
 */
export function asProgram(text) {
  return text.endsWith("\n") ? text : `${text}\n`;
}
