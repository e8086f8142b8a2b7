/** How long does the page wait for a sign of life from Python's worker? When it has waited enough, it says for what. */

const LOADING_S = 30;
const STARTING_S = 60;
const RESTORING_S = 5;
const BEGINNING_S = 5;

/**
 * Only the page can watch: a worker that never arrived, hangs or was killed says nothing about itself. Every wait
 * replaces the one before.
 */
export class Patience {
  #giveUp;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(sentence: string) => void} giveUp Called when a wait was in vain. */
  constructor(giveUp) {
    this.#giveUp = giveUp;
  }

  /** Python loads or starts; every sign of progress begins the wait anew. @param {import("./messages.js").Progress} progress */
  whileStarting({ stage, waitingFor }) {
    const what = stage.endsWith("packages") ? "The packages" : "Python";
    if (stage.startsWith("Loading")) {
      this.#wait(LOADING_S, `${what} could not be loaded: nothing arrived for ${LOADING_S} seconds while waiting for ${waitingFor}.`);
    } else {
      this.#wait(STARTING_S, `${what} could not be loaded: all files came, but nothing started within ${STARTING_S} seconds.`);
    }
  }

  /** Python starts from a snapshot: a restored memory that makes no sense can keep the worker busy for ever. */
  whileRestoring() {
    this.#wait(RESTORING_S, "Python could not be restored in time.");
  }

  /** A task was sent off; the worker tells at once that it begins. */
  untilBegun() {
    this.#wait(BEGINNING_S, "Python did not answer any more. Python was started again.");
  }

  end() {
    clearTimeout(this.#timer);
  }

  /** @param {number} seconds @param {string} sentence */
  #wait(seconds, sentence) {
    this.end();
    this.#timer = setTimeout(() => this.#giveUp(sentence), seconds * 1000);
  }
}
