/**
 * A program as the end of an address, the part behind # that no browser sends to a server:
 *
 *     #code=1.feature-store/point-in-time-join.<starter>.<program>.<text>
 *
 * 1 is the version of this form; two fingerprints tell which starter the program grew from and whether all of its text
 * has arrived; the text is compressed and written in letters that an address may hold.
 */

import { fingerprint } from "./storage.js";

const VERSION = 1;
const START = "#code=";
/** Longer ones break in the programs that people send links with. */
export const MOST_CHARACTERS = 100_000;
const FORM = /^(\d+)\.([a-z0-9/-]+)\.([0-9a-f]{8})\.([0-9a-f]{8})\.([\w-]+)\W*$/;

/** @typedef {{lab: string, starter: string, program: string}} Shared `starter` is a fingerprint. */

/** What is wrong with a link; the message is a sentence for the learner. */
export class LinkError extends Error {}

/**
 * @param {string} lab
 * @param {string} starter
 * @param {string} program
 */
export async function fragmentOf(lab, starter, program) {
  const stream = new Blob([program]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const text = letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${START}${VERSION}.${lab}.${fingerprint(starter)}.${fingerprint(program)}.${text}`;
}

/**
 * What a fragment that starts with #code= holds.
 * @param {string} fragment
 * @returns {Promise<Shared>} Rejects with a `LinkError`.
 */
export async function readFragment(fragment) {
  if (fragment.length > 2 * MOST_CHARACTERS) throw new LinkError("This link holds more code than a lab can take.");
  const [, version, lab, starter, check, text] = FORM.exec(decoded(fragment.slice(START.length))) ?? [];
  if (Number(version) > VERSION) throw new LinkError("This link was made by a newer version of this course; reload the page.");
  const program = text ? await inflated(text) : "";
  if (fingerprint(program) !== check) {
    throw new LinkError("This link to somebody's code is damaged, often because it was cut off on its way. Ask for it again.");
  }
  return { lab, starter, program };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text); // some programs write %2F for /
  } catch {
    return "";
  }
}

/**
 * The compressed text, or nothing if it is none. It is read piece by piece: a small link may hold a giant.
 * @param {string} text
 */
async function inflated(text) {
  const decoder = new TextDecoder();
  let program = "";
  try {
    const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const pieces = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
      program += decoder.decode(piece.value, { stream: true });
      if (program.length > MOST_CHARACTERS) break;
    }
  } catch {
    return "";
  }
  if (program.length > MOST_CHARACTERS) throw new LinkError("This link holds more code than a lab can take.");
  return program;
}
