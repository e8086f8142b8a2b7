/** What the page and its Python worker say to each other. Only types: there is no code in this file. */

/**
 * Where the site keeps what Python needs; all addresses absolute.
 *
 * @typedef {object} Place
 * @property {string} runtime The runtime folder.
 * @property {string} app The app folder.
 * @property {string} site The site's root.
 * @property {string} packages The folder of packages; empty if the site has none.
 */

/**
 * A started Python, see snapshot-content.js and snapshot-store.js.
 *
 * @typedef {object} Snapshot
 * @property {Blob} bytes
 * @property {string} checksum
 */

/**
 * What Python imports from, and what it is told of packages.
 *
 * @typedef {object} Library
 * @property {Uint8Array<ArrayBuffer>} stdlib The content of python_stdlib.zip.gz, unpacked.
 * @property {Uint8Array<ArrayBuffer>} bundle That of bundle.zip.gz: `mlplat_core` and the part of `labkit` that runs labs.
 * @property {string} lock pyodide-lock.json
 */

/**
 * What the page keeps after the first start, so that the next worker starts without fetching it.
 *
 * @typedef {object} Parts
 * @property {WebAssembly.Module} wasm Python itself, compiled.
 * @property {Library | null} library Null where a snapshot has it.
 * @property {Snapshot | null} snapshot
 */

/** @typedef {Omit<Parts, "wasm"> & {wasm: WebAssembly.Module | null}} KeptParts The wasm is not there after a failure. */

/**
 * @typedef {object} Progress
 * @property {"Loading Python" | "Starting Python" | "Loading packages" | "Starting packages"} stage
 * @property {number} loadedBytes About as many as have travelled.
 * @property {number} totalBytes 0 until they are known.
 * @property {string} waitingFor Name of a file that has not arrived completely.
 */

/** @typedef {"stdout" | "stderr"} StreamName */
/** @typedef {StreamName | "blocks"} OutputKind Of `blocks`, which a program has shown, the text is a JSON list. */

/**
 * `parts` is what the page has kept, or null where this is its first start: then the worker looks what the browser has.
 * `again` is true after a failed start: what the browser has cached is then not trusted.
 *
 * @typedef {{type: "boot", place: Place, parts: KeptParts | null, again: boolean}} BootRequest
 */
/** @typedef {Record<string, Uint8Array>} KeptPackages The packages fetched so far, packed, by name. */
/**
 * It may come while Python still starts: what it asks for is fetched beside Python's own files.
 *
 * @typedef {{type: "packages", names: string[], folder: string, kept: KeptPackages}} PackagesRequest
 */
/** @typedef {{packages: string[]}} Packages The packages that the program may import; it finds no others. */
/** @typedef {Packages & {type: "run", program: string}} RunRequest */
/** @typedef {Packages & {type: "check", program: string, checks: string}} CheckRequest */
/** @typedef {Packages & {type: "request", program: string, request: string}} ConsoleRequest JSON for `labkit.asgi.request_console.ask`. */
/** @typedef {Packages & {type: "simulate", request: string}} SimulateRequest JSON for `labkit.simulation.step`. */
/** @typedef {{type: "complete", request: string}} CompleteRequest JSON for `labkit.completion.answer.complete`. */
/** @typedef {RunRequest | CheckRequest | ConsoleRequest | SimulateRequest | CompleteRequest} Task */

/**
 * What the worker says. `restoring` comes before `ready` when Python starts from a snapshot; `begun` comes at once for
 * every task; `answer` carries the JSON that Python returned; `refused` is a task that ended with an error of its own;
 * after `broken` the worker is of no more use.
 *
 * @typedef {{type: "progress", progress: Progress}
 *   | {type: "restoring"}
 *   | {type: "ready", parts: Parts}
 *   | {type: "begun"}
 *   | {type: "packages", kept: KeptPackages}
 *   | {type: "no-packages", message: string}
 *   | {type: "output", text: string, stream: OutputKind}
 *   | {type: "answer", json: string}
 *   | {type: "refused", message: string}
 *   | {type: "broken", message: string}} WorkerMessage
 */

/**
 * What the worker that makes a snapshot says in the end: the snapshot and whether the browser keeps it, or null where
 * snapshots of this build have failed before.
 *
 * @typedef {{snapshot: Snapshot | null, kept: boolean} | {error: string}} MakerMessage
 */

export {};
