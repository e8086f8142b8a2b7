/** Starts Python in a worker: everything between nothing and an interpreter that can run a lab. */

import { Download, LoadError } from "./download.js";

/** @typedef {import("./messages.js").Parts} Parts */
/** @typedef {import("pyodide").PyodideInterface} Pyodide */

const BUNDLE = "/lib/mlplat.zip";

/**
 * @param {object} options
 * @param {string} options.runtime Address of the runtime folder.
 * @param {string} options.app Address of the app folder.
 * @param {Parts | null} options.parts What an earlier start has kept, or null to fetch it.
 * @param {boolean} options.again Whether an earlier start has failed.
 * @param {(progress: import("./messages.js").Progress) => void} options.onProgress
 * @returns {Promise<{pyodide: Pyodide, parts: Parts}>} A ready interpreter, and what to keep for the next start.
 */
export async function boot({ runtime, app, parts, again, onProgress }) {
  const arrived = { loadedBytes: 0, totalBytes: 0, waitingFor: "" };
  const download = new Download(again, (latest) => {
    Object.assign(arrived, latest);
    onProgress({ stage: "Loading Python", ...arrived });
  });
  try {
    const loaded = await load(download, runtime, app, parts);
    onProgress({ stage: "Starting Python", ...arrived });
    return { pyodide: await start(loaded.loadPyodide, runtime, loaded.parts), parts: loaded.parts };
  } catch (error) {
    if (error instanceof LoadError) throw error;
    console.error(error);
    throw new LoadError("its files came but do not work together, so one of them may be damaged");
  } finally {
    download.end();
  }
}

/**
 * @param {Download} download
 * @param {string} runtime
 * @param {string} app
 * @param {Parts | null} kept
 */
async function load(download, runtime, app, kept) {
  /** @param {string} name */
  const file = (name) => new URL(name, runtime);
  const scripts = [download.module(file("pyodide.mjs")), download.module(file("pyodide.asm.mjs"))];
  const parts = kept ? [kept.wasm, kept.stdlib, kept.bundle, kept.lock] : [
    download.wasm(file("pyodide.asm.wasm")),
    download.zip(file("python_stdlib.zip")),
    download.zip(new URL("bundle.zip", app)),
    download.json(file("pyodide-lock.json")),
    download.sizes(file("manifest.json")),
  ];
  const [{ loadPyodide }, , wasm, stdlib, bundle, lock] = await Promise.all([...scripts, ...parts]);
  return { loadPyodide, parts: { wasm, stdlib, bundle, lock } };
}

/**
 * @param {typeof import("pyodide").loadPyodide} loadPyodide
 * @param {string} runtime
 * @param {Parts} parts
 */
async function start(loadPyodide, runtime, parts) {
  const pyodide = await withLoadedFiles(runtime, parts, () =>
    loadPyodide({
      indexURL: runtime,
      lockFileContents: parts.lock,
      enableRunUntilComplete: false, // Safari has no JSPI, and Pyodide ends there when this is on
      fsInit: async (files) => files.writeFile(BUNDLE, parts.bundle),
    }),
  );
  pyodide.pyimport("stdlib_rest").install(new URL("python_stdlib_rest.zip", runtime).href);
  pyodide.pyimport("sys").path.append(BUNDLE);
  pyodide.pyimport("labkit.runner");
  return pyodide;
}

/**
 * While `action` runs, Pyodide gets its files from `parts` instead of fetching them again. It also never notices a
 * failure to instantiate its wasm and would wait forever; here that failure ends the wait.
 *
 * @template T
 * @param {string} runtime
 * @param {Parts} parts
 * @param {() => Promise<T>} action
 */
async function withLoadedFiles(runtime, parts, action) {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  /** @type {Map<string, BodyInit | null>} */
  const files = new Map([
    [new URL("pyodide.asm.wasm", runtime).href, null],
    [new URL("python_stdlib.zip", runtime).href, /** @type {BodyInit} */ (parts.stdlib)],
  ]);
  globalThis.fetch = async (input, options) => {
    const body = files.get(String(input));
    return body === undefined ? fetch(input, options) : new Response(body);
  };
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = async (_response, imports) => {
      try {
        return { module: parts.wasm, instance: await WebAssembly.instantiate(parts.wasm, imports) };
      } catch (error) {
        reject(new LoadError(`this browser could not start pyodide.asm.wasm (${error})`));
        throw error;
      }
    };
  });
  try {
    return await Promise.race([action(), failed]);
  } finally {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
