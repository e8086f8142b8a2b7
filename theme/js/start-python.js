/** Starting Python, told in words while it takes long enough to notice. */

import { python } from "./python.js";

const SILENT_MS = 1000;

/**
 * Waits until Python is ready. After a second, and then every second, `say` gets what is happening.
 * @param {(text: string) => void} say
 * @param {string[]} [packages]
 */
export async function startPython(say, packages) {
  let latest = "Starting Python";
  const onProgress = (/** @type {Event} */ event) => {
    if (event instanceof CustomEvent) latest = inWords(event.detail);
  };
  python.addEventListener("progress", onProgress);
  const timer = setInterval(() => say(latest), SILENT_MS);
  try {
    await python.start(packages);
  } finally {
    clearInterval(timer);
    python.removeEventListener("progress", onProgress);
  }
}

/** @param {{stage: string, loadedBytes?: number, totalBytes?: number}} progress */
function inWords({ stage, loadedBytes, totalBytes }) {
  if (!loadedBytes || !totalBytes) return stage;
  return `${stage}, ${megabytes(loadedBytes)} of ${megabytes(totalBytes)} MB`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1_000_000).toFixed(1);
}

/**
 * What to tell the learner when something that must not fail did.
 * @param {unknown} error
 */
export function sentence(error) {
  return error instanceof Error && error.message ? error.message : "Python could not be started.";
}
