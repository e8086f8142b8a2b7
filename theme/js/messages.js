/** What the page and its Python worker say to each other. Only types: there is no code in this file. */

/**
 * Files that the page keeps after the first start, so that the next worker starts without fetching them.
 *
 * @typedef {object} Parts
 * @property {WebAssembly.Module} wasm Python itself, compiled.
 * @property {Uint8Array} stdlib python_stdlib.zip
 * @property {Uint8Array} bundle bundle.zip: `mlplat_core` and the part of `labkit` that runs labs.
 * @property {string} lock pyodide-lock.json
 */

/**
 * @typedef {object} Progress
 * @property {"Loading Python" | "Starting Python" | "Loading packages" | "Starting packages"} stage
 * @property {number} loadedBytes About as many as have travelled.
 * @property {number} totalBytes
 */

/** @typedef {"stdout" | "stderr"} StreamName */

/** @typedef {{type: "boot", runtime: string, app: string, parts: Parts | null}} BootRequest Both addresses absolute. */
/** @typedef {Record<string, Uint8Array>} KeptPackages The packages fetched so far, packed, by name. */

/** @typedef {{type: "packages", names: string[], folder: string, kept: KeptPackages}} PackagesRequest */
/** @typedef {{type: "run", program: string}} RunRequest */
/** @typedef {{type: "check", program: string, checks: string}} CheckRequest */
/** @typedef {{type: "request", program: string, request: string}} ConsoleRequest JSON for `labkit.request_console.ask`. */
/** @typedef {{type: "simulate", request: string}} SimulateRequest JSON for `labkit.simulation.step`. */
/** @typedef {RunRequest | CheckRequest | ConsoleRequest | SimulateRequest} Task */

/**
 * What the worker says. `answer` carries the JSON that Python returned; `refused` is a task that ended with an error of
 * its own; after `broken` the worker is of no more use.
 *
 * @typedef {{type: "progress", progress: Progress}
 *   | {type: "ready", parts: Parts}
 *   | {type: "packages", kept: KeptPackages}
 *   | {type: "no-packages", message: string}
 *   | {type: "output", text: string, stream: StreamName}
 *   | {type: "answer", json: string}
 *   | {type: "refused", message: string}
 *   | {type: "broken", message: string}} WorkerMessage
 */

export {};
