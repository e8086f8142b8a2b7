/** Lets Pyodide start with files that are already on their way, and notices when its wasm cannot be started. */

import { LoadError } from "./download.js";

/**
 * While `action` runs, Pyodide gets its files from `files` instead of fetching them again. It also never notices a
 * failure to instantiate its wasm and would wait forever; here that failure ends the wait.
 *
 * @template T
 * @param {string} runtime
 * @param {{wasm: Promise<WebAssembly.Module>, stdlib: Promise<Uint8Array<ArrayBuffer>>}} files
 * @param {() => Promise<T>} action
 */
export async function withLoadedFiles(runtime, files, action) {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  const wasm = new URL("pyodide.asm.wasm", runtime).href;
  const stdlib = new URL("python_stdlib.zip", runtime).href;
  globalThis.fetch = async (input, options) => {
    if (String(input) === wasm) return new Response(null);
    if (String(input) === stdlib) return answer(await files.stdlib);
    return fetch(input, options);
  };
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = async (_response, imports) => {
      const module = await files.wasm;
      try {
        return { module, instance: await WebAssembly.instantiate(module, imports) };
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

/** As much of a `Response` as Pyodide looks at; a real one would copy the bytes twice. @param {Uint8Array<ArrayBuffer>} bytes */
function answer(bytes) {
  const { buffer, byteOffset, byteLength } = bytes;
  return /** @type {Response} */ ({ ok: true, arrayBuffer: async () => buffer.slice(byteOffset, byteOffset + byteLength) });
}
