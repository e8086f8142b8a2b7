/** Fetches packages that a lab names, beyond what every lab has, and makes Python able to import them. */

import { Download, LoadError } from "./download.js";

/** @typedef {import("pyodide").PyodideInterface} Pyodide */
/** @typedef {import("./messages.js").KeptPackages} KeptPackages */

/** Packages of which something wrong came, which the browser may have kept and would give again. @type {Set<string>} */
const failedBefore = new Set();

/**
 * @param {Promise<Pyodide>} python It may still be starting.
 * @param {object} options
 * @param {string[]} options.names Packages that are not there yet.
 * @param {string} options.folder Address of the folder of packages; empty if the site has none.
 * @param {KeptPackages} options.kept What an earlier worker has fetched.
 * @param {(progress: import("./messages.js").Progress) => void} options.onProgress
 * @returns {Promise<KeptPackages>} What to keep for the next worker.
 */
export async function loadPackages(python, { names, folder, kept, onProgress }) {
  const cache = names.some((name) => failedBefore.has(name)) ? "reload" : "default";
  const arrived = { loadedBytes: 0, totalBytes: 0, waitingFor: "" };
  const download = new Download(cache, (latest) => {
    Object.assign(arrived, latest);
    onProgress({ stage: "Loading packages", ...arrived });
  });
  try {
    const missing = names.filter((name) => !kept[name]);
    const fetched = await fetchAll(download, folder, missing);
    const pyodide = await python;
    onProgress({ stage: "Starting packages", ...arrived, waitingFor: "" });
    const packed = { ...kept, ...fetched };
    for (const name of names) {
      install(pyodide, name, packed[name]);
      failedBefore.delete(name);
    }
    return packed;
  } catch (error) {
    for (const name of names) failedBefore.add(name);
    throw error instanceof LoadError ? error.about(`The package ${names.join(", ")}`) : error;
  } finally {
    download.end();
  }
}

/** @param {Download} download @param {string} folder @param {string[]} names @returns {Promise<KeptPackages>} */
async function fetchAll(download, folder, names) {
  if (names.length === 0) return {};
  if (!folder) throw new LoadError("this site does not have it");
  /** @param {string} name */
  const fetchOne = async (name) => [name, await download.zip(addressOf(name, folder))];
  const [, ...packed] = await Promise.all([
    download.sizes(new URL("manifest.json", folder), names.map((name) => `${name}.zip`)),
    ...names.map(fetchOne),
  ]);
  return Object.fromEntries(packed);
}

/** @param {string} name @param {string} folder */
function addressOf(name, folder) {
  return new URL(`${name}.zip`, folder);
}

/** @param {Pyodide} pyodide @param {string} name @param {Uint8Array} packed */
function install(pyodide, name, packed) {
  const python = pyodide.pyimport("labkit.packages.install");
  const bytes = pyodide.toPy(packed);
  try {
    python.install(name, bytes);
  } catch (error) {
    const damaged = /BadZipFile|zlib\.error|ZstdError/.test(String(error));
    throw damaged ? new LoadError(`${name}.zip arrived damaged`) : error;
  } finally {
    bytes.destroy();
    python.destroy();
  }
}
