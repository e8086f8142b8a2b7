/** There is one Python on a page: programs of several labs take turns. */

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Waits for the program before, then resolves to a function that ends this turn.
 * @returns {{ready: Promise<unknown>, end: () => void}}
 */
export function takeTurn() {
  const ready = last;
  /** @type {() => void} */
  let end = () => {};
  last = Promise.all([ready, new Promise((resolve) => (end = () => resolve(undefined)))]);
  return { ready, end };
}
