/** There is one Python on a page: programs of several labs take turns. */

/** @type {Promise<unknown>} */
let last = Promise.resolve();
let unfinished = 0;

/**
 * Waits for the program before, then resolves to a function that ends this turn.
 * @returns {{ready: Promise<unknown>, mustWait: boolean, end: () => void}}
 */
export function takeTurn() {
  const ready = last;
  const mustWait = unfinished > 0;
  unfinished++;
  /** @type {() => void} */
  let end = () => {};
  last = Promise.all([ready, new Promise((resolve) => (end = () => resolve(undefined)))]);
  void last.then(() => unfinished--);
  return { ready, mustWait, end };
}
