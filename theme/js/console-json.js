/** Where a text stops being JSON. Browsers tell it in different ways, and some not at all. */

const SCALAR =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const NAME = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;

class NotJson extends Error {}

/**
 * The place of the first character that does not fit, both from 1; null when all of them do.
 * @param {string} text
 * @returns {{line: number, column: number} | null}
 */
export function firstMisfit(text) {
  const reader = new Reader(text);
  try {
    reader.value();
    reader.take(/$/y);
    return null;
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const before = text.slice(0, reader.place).split("\n");
    return { line: before.length, column: before[before.length - 1].length + 1 };
  }
}

class Reader {
  place = 0;
  #text;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  value() {
    this.take(SPACE);
    if (this.#next("{")) this.#entries("}", () => this.#member());
    else if (this.#next("[")) this.#entries("]", () => this.value());
    else this.take(SCALAR);
    this.take(SPACE);
  }

  /** @param {RegExp} pattern A sticky one. */
  take(pattern) {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.#text);
    if (!found) throw new NotJson();
    this.place += found[0].length;
  }

  #member() {
    this.take(SPACE);
    this.take(NAME);
    this.take(SPACE);
    this.take(/:/y);
    this.value();
  }

  /** @param {string} end @param {() => void} entry */
  #entries(end, entry) {
    this.take(SPACE);
    if (this.#next(end)) return;
    do entry();
    while (this.#next(","));
    if (!this.#next(end)) throw new NotJson();
  }

  /** @param {string} sign */
  #next(sign) {
    if (this.#text[this.place] !== sign) return false;
    this.place += 1;
    return true;
  }
}
