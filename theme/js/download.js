/** Fetches what Python needs to start, counts the bytes, and turns whatever goes wrong into a sentence. */

// Pyodide fetches by the global one, which is another while it starts (see loaded-files.js).
const fetch = globalThis.fetch.bind(globalThis);

const WASM = { type: "application/wasm", magic: [0x00, 0x61, 0x73, 0x6d] };
const ZIP = { type: "application/zip", magic: [0x50, 0x4b, 0x03, 0x04] };
const GZIP = { type: "application/gzip", magic: [0x1f, 0x8b] };
const ZIP_END = { length: 22, magic: [0x50, 0x4b, 0x05, 0x06] };
const JSON_TEXT = { type: "application/json", magic: [0x7b] };

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

/** One attempt to load several files. It ends when the first of them fails. */
export class Download {
  /** @type {Set<string>} Names of the files that are under way. */
  #wanted = new Set();
  /** @type {Map<string, number>} Of each file, how many bytes have come. */
  #arrived = new Map();
  /** @type {Record<string, {bytes: number, gzip: number}>} */
  #sizes = {};
  #abort = new AbortController();
  #cache;
  #onProgress;

  /**
   * @param {RequestCache} cache How far the browser's cache is trusted; after a failure it may hold a damaged file.
   * @param {(arrived: {loadedBytes: number, totalBytes: number, waitingFor: string}) => void} onProgress Bytes about
   *   as they travel.
   */
  constructor(cache, onProgress) {
    this.#cache = cache;
    this.#onProgress = onProgress;
  }

  /** Ends what is still being fetched. */
  end() {
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
    const known = (wanted ?? Object.keys(all)).filter((name) => name in all);
    this.#sizes = Object.fromEntries(known.map((name) => [name, all[name]]));
    this.#tellProgress();
  }

  /** @param {URL} url @returns {Promise<string>} */
  async json(url) {
    return this.#read(url, JSON_TEXT, async (response) => {
      const text = await response.text();
      JSON.parse(text);
      return text;
    });
  }

  /** @param {URL} url @returns {Promise<Uint8Array<ArrayBuffer>>} */
  async zip(url) {
    return this.#read(url, ZIP, async (response) => wholeZip(await response.arrayBuffer()));
  }

  /** A zip that is compressed as a whole; the answer is the zip itself. @param {URL} url @returns {Promise<Uint8Array<ArrayBuffer>>} */
  async gzippedZip(url) {
    return this.#read(url, GZIP, async (response) => wholeZip(await unzipped(await response.blob())));
  }

  /**
   * Compiles while the bytes still arrive. What is compiled is the very answer to `fetch`, because only with that does
   * a browser keep the machine code for the next visit; the bytes are counted in a copy.
   *
   * @param {URL} url
   * @returns {Promise<WebAssembly.Module>}
   */
  async wasm(url) {
    return this.#read(url, WASM, async (counted, original) => {
      if (!original) return WebAssembly.compileStreaming(counted);
      const copyRead = counted.body?.pipeTo(new WritableStream()).catch(() => {});
      try {
        return await WebAssembly.compileStreaming(original);
      } catch (error) {
        await copyRead; // whose first bytes say whether it was the file at all
        throw error;
      }
    });
  }

  /** @param {URL} url @returns {Promise<any>} An ES module. */
  async module(url) {
    this.#wanted.add(nameOf(url));
    try {
      if (this.#cache !== "default") await this.#fetch(url); // replaces what is cached, which is where import() looks
      const module = await import(url.href);
      this.#count(nameOf(url), Infinity);
      return module;
    } catch {
      throw new LoadError(`${nameOf(url)} is missing or blocked`);
    } finally {
      this.#arrive(url);
    }
  }

  /**
   * @template T
   * @param {URL} url
   * @param {typeof WASM} kind
   * @param {(response: Response, original: Response | null) => Promise<T>} consume Gets the bytes counted and, of a
   *   wasm that the server calls one, also the server's own answer; both are to be read.
   */
  async #read(url, kind, consume) {
    this.#wanted.add(nameOf(url));
    const response = await this.#fetch(url);
    const original = kind === WASM && response.headers.get("Content-Type") === WASM.type ? response : null;
    const counted = this.#counting(nameOf(url), kind.magic);
    const body = (original ? original.clone() : response).body?.pipeThrough(counted.stream);
    try {
      const content = await consume(new Response(body, { headers: { "Content-Type": kind.type } }), original);
      this.#arrive(url);
      return content;
    } catch (error) {
      const damaged = error instanceof WebAssembly.CompileError || error instanceof SyntaxError;
      throw counted.wrong ?? new LoadError(`${nameOf(url)} ${damaged ? "arrived damaged" : "stopped arriving half-way"}`);
    }
  }

  /** @param {URL} url */
  async #fetch(url) {
    let response;
    try {
      response = await fetch(url, { signal: this.#abort.signal, cache: this.#cache });
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

  /** A file is complete, so another one is waited for from now on. @param {URL} url */
  #arrive(url) {
    this.#wanted.delete(nameOf(url));
    this.#tellProgress();
  }

  /** @param {string} name @param {number} bytes */
  #count(name, bytes) {
    this.#arrived.set(name, bytes);
    this.#tellProgress();
  }

  #tellProgress() {
    let loaded = 0;
    let total = 0;
    for (const [name, size] of Object.entries(this.#sizes)) {
      loaded += size.gzip * Math.min(1, (this.#arrived.get(name) ?? 0) / size.bytes);
      total += size.gzip;
    }
    const [waitingFor = "its files"] = this.#wanted;
    this.#onProgress({ loadedBytes: Math.round(loaded), totalBytes: total, waitingFor });
  }
}

/** @param {Blob} packed @returns {Promise<ArrayBuffer>} */
async function unzipped(packed) {
  try {
    return await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  } catch (error) {
    throw new SyntaxError(`no gzip (${error})`);
  }
}

/** @param {ArrayBuffer} buffer */
function wholeZip(buffer) {
  const bytes = new Uint8Array(buffer);
  if (!ZIP_END.magic.every((byte, place) => bytes.at(place - ZIP_END.length) === byte)) throw new SyntaxError("no end");
  return bytes;
}

/** @param {URL} url */
function nameOf(url) {
  return url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
}
