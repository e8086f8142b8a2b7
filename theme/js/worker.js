/** The worker in which Python lives. It boots once, then does one task after another until the page ends it. */

import { boot } from "./boot.js";
import { OutputStream } from "./output-stream.js";

/** @typedef {import("./messages.js").WorkerMessage} WorkerMessage */
/** @typedef {import("./messages.js").Task} Task */
/** @typedef {import("pyodide").PyodideInterface} Pyodide */

// How Python begins to tell where it was when it dies. The learner gets a sentence instead.
const LAST_WORDS = "Stack (most recent call first):\n";

/** @type {Pyodide} */
let pyodide;
/** @type {new (...rest: any[]) => Error} Kept from the start: a broken Pyodide does not hand it out any more. */
let PythonError;
let dying = false;

/** @param {WorkerMessage} message */
const tell = (message) => self.postMessage(message);

const output = new OutputStream((text, stream) => tell({ type: "output", text, stream }));

self.onmessage = async ({ data }) => {
  try {
    if (data.type === "boot") await start(data);
    else if (data.type === "packages") await install(data);
    else tell({ type: "answer", json: answer(data) });
  } catch (error) {
    tell(failure(data, error));
  }
};

/** @param {import("./messages.js").BootRequest} request */
async function start({ runtime, app, parts }) {
  const booted = await boot({
    runtime,
    app,
    parts,
    onProgress: (progress) => tell({ type: "progress", progress }),
  });
  pyodide = booted.pyodide;
  PythonError = pyodide.ffi.PythonError;
  pyodide.setStdin({ stdin: () => null }); // nobody types: input() raises EOFError
  pyodide.setStdout({ write: (bytes) => print(bytes, "stdout") });
  pyodide.setStderr({ write: (bytes) => print(bytes, "stderr") });
  tell({ type: "ready", parts: booted.parts });
}

/** A package that cannot be had leaves Python as it was. @param {import("./messages.js").PackagesRequest} request */
async function install({ names, folder, kept }) {
  try {
    const { loadPackages } = await import("./packages.js");
    const onProgress = (/** @type {import("./messages.js").Progress} */ progress) => tell({ type: "progress", progress });
    tell({ type: "packages", kept: await loadPackages(pyodide, { names, folder, kept, onProgress }) });
  } catch (error) {
    console.error(error);
    tell({ type: "no-packages", message: error instanceof Error ? lastLine(error.message) : String(error) });
  }
}

/** @param {Uint8Array} bytes @param {import("./messages.js").StreamName} stream */
function print(bytes, stream) {
  dying ||= bytes.length === LAST_WORDS.length && new TextDecoder().decode(bytes) === LAST_WORDS;
  if (!dying) output.write(bytes, stream);
  return bytes.length;
}

/** @param {Task} task @returns {string} JSON: objects do not cross from Python to JavaScript unharmed. */
function answer(task) {
  try {
    if (task.type === "simulate") return pyodide.pyimport("labkit.simulation").step(task.request);
    const { stdout } = pyodide.pyimport("sys");
    if (task.type === "request") return pyodide.pyimport("labkit.request_console").ask(task.program, task.request, stdout);
    const runner = pyodide.pyimport("labkit.runner");
    const report =
      task.type === "check" ? runner.run_checks(task.program, task.checks, stdout) : runner.run_program(task.program, stdout);
    return report.to_json();
  } finally {
    output.finish();
  }
}

/**
 * An error that Python raised leaves a simulator's task undone and nothing else. After any other error, and when the
 * runner itself was stopped, nobody knows what still works in here.
 *
 * @param {Task | {type: "boot"}} task
 * @param {unknown} error
 * @returns {WorkerMessage}
 */
function failure(task, error) {
  console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  if (task.type === "boot") return { type: "broken", message };
  const raised = error instanceof PythonError;
  if (task.type === "simulate" && raised) return { type: "refused", message: lastLine(message) };
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
