/** Fetches what Python needs to start, counts the bytes, and turns whatever goes wrong into a sentence. */

const SECONDS_WITHOUT_PROGRESS = 30;

const WASM = { type: "application/wasm", magic: [0x00, 0x61, 0x73, 0x6d] };
const ZIP = { type: "application/zip", magic: [0x50, 0x4b, 0x03, 0x04] };
const JSON_TEXT = { type: "application/json", magic: [0x7b] };

/** Files of which something wrong came, which the browser may have kept and would give again. */
const distrusted = new Set();

/** A failure to load, told in a sentence that names the file. */
export class LoadError extends Error {
  #what;

  /** @param {string} what @param {string} [subject] */
  constructor(what, subject = "Python") {
    super(`${subject} could not be loaded: ${what}.`);
    this.#what = what;
  }

  /** The same failure of something else than Python. @param {string} subject */
  about(subject) {
    return new LoadError(this.#what, subject);
  }
}

/** One attempt to load several files. It ends when the first of them fails, or when nothing arrives for too long. */
export class Download {
  /** @type {Map<string, number>} Of each file, how many bytes have come. */
  #arrived = new Map();
  /** @type {Record<string, {bytes: number, gzip: number}>} */
  #sizes = {};
  #abort = new AbortController();
  #onProgress;
  #watch = 0;
  /** @type {(error: LoadError) => void} */
  #giveUp = () => {};

  /** @type {Promise<never>} Rejects when nothing arrives any more. */
  stalled = new Promise((_, reject) => {
    this.#giveUp = reject;
  });

  /** @param {(loadedBytes: number, totalBytes: number) => void} onProgress Bytes about as they travel. */
  constructor(onProgress) {
    this.#onProgress = onProgress;
    this.stalled.catch(() => {});
    this.#startWatch();
  }

  /** Ends what is still being fetched, and the watch. */
  end() {
    clearTimeout(this.#watch);
    this.#abort.abort();
  }

  /**
   * The sizes of the files to come; progress is told from then on.
   *
   * @param {URL} url Of manifest.json.
   * @param {string[]} [wanted] The files that will be fetched; without it, all that it names.
   */
  async sizes(url, wanted) {
    const all = JSON.parse(await this.json(url)).files;
    this.#sizes = wanted ? Object.fromEntries(wanted.map((name) => [name, all[name]])) : all;
    this.#tellProgress();
  }

  /** @param {URL} url @returns {Promise<string>} */
  async json(url) {
    return this.#read(url, JSON_TEXT, (response) => response.text());
  }

  /** @param {URL} url @returns {Promise<Uint8Array>} */
  async zip(url) {
    return this.#read(url, ZIP, async (response) => new Uint8Array(await response.arrayBuffer()));
  }

  /** Compiles while the bytes still arrive. @param {URL} url @returns {Promise<WebAssembly.Module>} */
  async wasm(url) {
    return this.#read(url, WASM, (response) => WebAssembly.compileStreaming(response));
  }

  /** @param {URL} url @returns {Promise<any>} An ES module. */
  async module(url) {
    try {
      const module = await import(url.href);
      this.#count(nameOf(url), Infinity);
      return module;
    } catch {
      throw new LoadError(`${nameOf(url)} is missing or blocked`);
    }
  }

  /**
   * @template T
   * @param {URL} url
   * @param {typeof WASM} kind
   * @param {(response: Response) => Promise<T>} consume
   */
  async #read(url, kind, consume) {
    const cache = distrusted.has(url.href) ? "reload" : "default";
    distrusted.add(url.href);
    const content = await this.#readOnce(url, cache, kind, consume);
    distrusted.delete(url.href);
    return content;
  }

  /**
   * @template T
   * @param {URL} url
   * @param {RequestCache} cache
   * @param {typeof WASM} kind
   * @param {(response: Response) => Promise<T>} consume
   */
  async #readOnce(url, cache, kind, consume) {
    const response = await this.#fetch(url, cache);
    const counted = this.#counting(nameOf(url), kind.magic);
    const body = response.body?.pipeThrough(counted.stream);
    try {
      return await consume(new Response(body, { headers: { "Content-Type": kind.type } }));
    } catch (error) {
      const damaged = error instanceof WebAssembly.CompileError;
      throw counted.wrong ?? new LoadError(`${nameOf(url)} ${damaged ? "arrived damaged" : "stopped arriving half-way"}`);
    }
  }

  /** Says that a file was of no use after all. @param {URL} url */
  distrust(url) {
    distrusted.add(url.href);
  }

  /** @param {URL} url @param {RequestCache} cache */
  async #fetch(url, cache) {
    let response;
    try {
      response = await fetch(url, { signal: this.#abort.signal, cache });
    } catch {
      throw new LoadError(`there was no connection to fetch ${nameOf(url)}`);
    }
    if (!response.ok) throw new LoadError(`the server answered ${response.status} when asked for ${nameOf(url)}`);
    return response;
  }

  /**
   * A stream that passes bytes on and counts them, and fails when they do not begin as they should.
   *
   * @param {string} name
   * @param {number[]} magic
   */
  #counting(name, magic) {
    /** @type {{stream: TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>, wrong: LoadError | null}} */
    const counting = { stream: new TransformStream(), wrong: null };
    let loaded = 0;
    counting.stream = new TransformStream({
      transform: (chunk, controller) => {
        if (loaded === 0 && !magic.every((byte, place) => place >= chunk.length || chunk[place] === byte)) {
          counting.wrong = new LoadError(`${name} is not the file it should be; something else came in its place`);
          controller.error(counting.wrong);
          return;
        }
        loaded += chunk.length;
        this.#count(name, loaded);
        controller.enqueue(chunk);
      },
    });
    return counting;
  }

  /** @param {string} name @param {number} bytes */
  #count(name, bytes) {
    this.#arrived.set(name, bytes);
    this.#startWatch();
    this.#tellProgress();
  }

  #tellProgress() {
    let loaded = 0;
    let total = 0;
    for (const [name, size] of Object.entries(this.#sizes)) {
      loaded += size.gzip * Math.min(1, (this.#arrived.get(name) ?? 0) / size.bytes);
      total += size.gzip;
    }
    if (total > 0) this.#onProgress(Math.round(loaded), total);
  }

  #startWatch() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      const names = Object.keys(this.#sizes);
      const missing = names.find((name) => (this.#arrived.get(name) ?? 0) < this.#sizes[name].bytes) ?? "the first file";
      this.#giveUp(new LoadError(`nothing arrived for ${SECONDS_WITHOUT_PROGRESS} seconds while waiting for ${missing}`));
      this.end();
    }, SECONDS_WITHOUT_PROGRESS * 1000);
  }
}

/** @param {URL} url */
function nameOf(url) {
  return url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
}
