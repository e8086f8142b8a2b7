/** The worker in which Python lives. It boots once, then does one task after another until the page ends it. */

import { boot } from "./boot.js";
import { OutputStream } from "./output-stream.js";
import { loadPackages } from "./packages.js";
import { SharedProgress } from "./shared-progress.js";

/** @typedef {import("./messages.js").WorkerMessage} WorkerMessage */
/** @typedef {import("./messages.js").Task} Task */
/** @typedef {Task | import("./messages.js").BootRequest | import("./messages.js").PackagesRequest} WorkerRequest */
/** @typedef {import("pyodide").PyodideInterface} Pyodide */

// How Python begins to tell where it was when it dies. The learner gets a sentence instead.
const LAST_WORDS = "Stack (most recent call first):\n";

// WebKit ends a worker only where its wasm calls JavaScript, as Python does to see whether it is interrupted; without
// that, an endless loop would keep a core busy long after Stop. The call costs about a tenth of a loop's time, so it is
// left out where JSPI is there, which WebKit has not and Chromium and Firefox have, which end any worker at once.
const ENDS_WASM = "Suspending" in WebAssembly;

/** @type {Pyodide} */
let pyodide;
/** @type {Promise<Pyodide>} */
let started;
/** @type {new (...rest: any[]) => Error} Kept from the start: a broken Pyodide does not hand it out any more. */
let PythonError;
let dying = false;
let hasPackages = false;
/** @type {MessagePort} */
let page;

/** @param {WorkerMessage} message */
const tell = (message) => page.postMessage(message);

// A program that closed the worker would leave the page waiting for an answer.
self.close = () => {};

const progress = new SharedProgress((latest) => tell({ type: "progress", progress: latest }));
const output = new OutputStream((text, stream) => tell({ type: "output", text, stream }));

self.onmessage = ({ data, ports }) => {
  self.onmessage = null;
  [page] = ports;
  page.onmessage = (event) => work(event.data);
  void work(data);
};

/** @param {WorkerRequest} request */
async function work(request) {
  try {
    if (request.type === "boot") {
      await (started = start(request));
    } else if (request.type === "packages") {
      await install(request);
    } else {
      tell({ type: "begun" });
      tell({ type: "answer", json: answer(request) });
    }
  } catch (error) {
    tell(failure(request, error));
  }
}

/** @param {import("./messages.js").BootRequest} request */
async function start({ place, parts, again }) {
  const booted = await boot({
    place,
    parts,
    again,
    onProgress: (latest) => progress.update("Python", latest),
    onRestoring: () => tell({ type: "restoring" }),
  });
  pyodide = booted.pyodide;
  PythonError = pyodide.ffi.PythonError;
  if (!ENDS_WASM) pyodide.setInterruptBuffer(new Uint8Array(1));
  pyodide.setStdin({ stdin: () => null }); // nobody types: input() raises EOFError
  pyodide.setStdout({ write: (bytes) => print(bytes, "stdout") });
  pyodide.setStderr({ write: (bytes) => print(bytes, "stderr") });
  tell({ type: "ready", parts: booted.parts });
  progress.end("Python");
  return pyodide;
}

/**
 * Fetches packages at once, and installs them when Python has started. What cannot be had leaves Python as it was.
 *
 * @param {import("./messages.js").PackagesRequest} request
 */
async function install({ names, folder, kept }) {
  /** @type {WorkerMessage} */
  let message;
  hasPackages = true;
  progress.update("packages", { stage: "Loading packages", loadedBytes: 0, totalBytes: 0, waitingFor: names.join(", ") });
  try {
    const onProgress = (/** @type {import("./messages.js").Progress} */ latest) => progress.update("packages", latest);
    message = { type: "packages", kept: await loadPackages(started, { names, folder, kept, onProgress }) };
  } catch (error) {
    console.error(error);
    message = { type: "no-packages", message: error instanceof Error ? lastLine(error.message) : String(error) };
  }
  progress.end("packages");
  tell(message);
}

/** @param {Uint8Array} bytes @param {import("./messages.js").StreamName} stream */
function print(bytes, stream) {
  dying ||= bytes.length === LAST_WORDS.length && new TextDecoder().decode(bytes) === LAST_WORDS;
  if (!dying) output.write(bytes, stream);
  return bytes.length;
}

/** @param {string} json What the program shows, behind what it has printed. */
function show(json) {
  output.flush();
  tell({ type: "output", text: json, stream: "blocks" });
}

/** @param {Task} task @returns {string} JSON: objects do not cross from Python to JavaScript unharmed. */
function answer(task) {
  try {
    // An editor's question imports no package; a program sees its own and none that another has named.
    if (hasPackages && task.type !== "complete") pyodide.pyimport("labkit.packages.visible").show_only(...task.packages);
    if (task.type === "simulate") return pyodide.pyimport("labkit.simulation").step(task.request);
    if (task.type === "complete") return pyodide.pyimport("labkit.completion.answer").complete(task.request);
    const { stdout } = pyodide.pyimport("sys");
    if (task.type === "request") return pyodide.pyimport("labkit.asgi.request_console").ask(task.program, task.request, stdout);
    const runner = pyodide.pyimport("labkit.runner");
    const report =
      task.type === "check" ? runner.run_checks(task.program, task.checks, stdout, show) : runner.run_program(task.program, stdout, show);
    return report.to_json();
  } finally {
    output.finish();
  }
}

/**
 * An error that Python raised leaves a simulator's or the editor's task undone and nothing else. After any other error, and when the
 * runner itself was stopped, nobody knows what still works in here.
 *
 * @param {WorkerRequest} task
 * @param {unknown} error
 * @returns {WorkerMessage}
 */
function failure(task, error) {
  console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  if (task.type === "boot") return { type: "broken", message };
  const raised = error instanceof PythonError;
  if ((task.type === "simulate" || task.type === "complete") && raised) return { type: "refused", message: lastLine(message) };
  return { type: "broken", message: `${causeOf(message, raised)}. Python was started again.` };
}

/** @param {string} message @param {boolean} raised Whether Python raised it, rather than died of it. */
function causeOf(message, raised) {
  if (/MemoryError|out of memory/i.test(message)) return "The program needed more memory than the page can give it";
  if (/call stack|too much recursion/i.test(message)) return "The program's functions called each other too deeply";
  if (raised) return `The run ended in a way the course did not expect (${lastLine(message)})`;
  return `The program brought Python down (${lastLine(message)})`;
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").pop() ?? "";
}
