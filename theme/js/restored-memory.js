/** Lets Pyodide restore a packed memory. It would copy a whole one, of which more than half is empty. */

/** @typedef {import("./sparse-memory.js").PackedMemory} PackedMemory */
/** @typedef {(settings: any) => Promise<any>} CreateModule Of pyodide.asm.mjs. */

/**
 * Options for `loadPyodide`. Pyodide's snapshot begins with a head, whose second number says how long it is; what
 * follows is the memory. Pyodide is given the head alone, and the memory's pages are put in place right behind it.
 *
 * @param {PackedMemory} packed
 * @param {CreateModule} createModule
 */
export function restored(packed, createModule) {
  return {
    _loadSnapshot: new Uint8Array(packed.length), // only its length counts: what nobody touches costs nothing
    createPyodideModule: async (/** @type {any} */ settings) => {
      const machine = await createModule(settings);
      const { restoreSnapshot } = settings.API;
      settings.API.restoreSnapshot = () => {
        const [, headBytes] = new Uint32Array(packed.slice(0, 8).buffer);
        const state = restoreSnapshot(packed.slice(0, headBytes));
        packed.putInto(machine.HEAPU8, headBytes);
        return state;
      };
      return machine;
    },
  };
}
