/** Sends what a program prints to the page: at once while it prints little, in batches when it prints much. */

/** @typedef {import("./messages.js").StreamName} StreamName */

const BATCH_MS = 50;
const BATCH_CHARACTERS = 8192;
const MESSAGES_AT_ONCE = 200;
// The runner ends a program at a million characters; this guards the page when a program goes round the runner.
const MOST_BYTES = 1_100_000;

export class OutputStream {
  #send;
  #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  /** @type {StreamName} */
  #stream = "stdout";
  #waiting = "";
  #sentAt = 0;
  #messagesLeft = MESSAGES_AT_ONCE;
  #bytesLeft = MOST_BYTES;

  /** @param {(text: string, stream: StreamName) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /**
   * The worker cannot use a timer while Python runs, so each write looks at the clock itself. A program's first
   * messages go at once, so that nothing it printed is still waiting here when it falls into an endless loop.
   *
   * @param {Uint8Array} bytes
   * @param {StreamName} stream
   */
  write(bytes, stream) {
    if (stream !== this.#stream) this.flush();
    this.#stream = stream;
    const kept = bytes.subarray(0, this.#bytesLeft);
    this.#bytesLeft -= kept.length;
    this.#waiting += this.#decoders[stream].decode(kept, { stream: true });
    const quiet = performance.now() - this.#sentAt >= BATCH_MS;
    if (quiet || this.#messagesLeft > 0 || this.#waiting.length >= BATCH_CHARACTERS) this.flush();
  }

  flush() {
    if (!this.#waiting) return;
    this.#send(this.#waiting, this.#stream);
    this.#waiting = "";
    this.#sentAt = performance.now();
    this.#messagesLeft -= 1;
  }

  /** Ends one program's output and makes room for the next one's. */
  finish() {
    this.flush();
    this.#messagesLeft = MESSAGES_AT_ONCE;
    this.#bytesLeft = MOST_BYTES;
  }
}
