/**
 * Material fetches the index of its search with every page, and the index grows with every lesson; it also starts a
 * worker that will search. Here both wait for a sign that somebody will. Material offers no place to say so: it asks
 * through XMLHttpRequest and makes a Worker, so they are held back there, which has to happen before its script runs.
 */

const INDEX = "/search/search_index.json";
const QUERY = "[data-md-component=search-query]";
const WORKER = "/workers/search.";

/** Lets the search begin when its field gets the focus, and not before. */
export function holdBackSearch() {
  // Who comes with a query, or from a result whose words are to be marked, is searching already.
  if (/[?&][qh]=/.test(location.search)) return;

  /** @type {Promise<void>} */
  const wanted = new Promise((resolve) => {
    addEventListener("focusin", ({ target }) => target instanceof Element && target.matches(QUERY) && resolve());
  });
  /** @type {WeakSet<XMLHttpRequest>} */
  const heldBack = new WeakSet();
  const { open, send } = XMLHttpRequest.prototype;

  /** @this {XMLHttpRequest} @param {any[]} request */
  XMLHttpRequest.prototype.open = function (...request) {
    if (String(request[1]).endsWith(INDEX)) heldBack.add(this);
    // @ts-expect-error: two signatures, neither of which takes a list
    open.apply(this, request);
  };

  /** @this {XMLHttpRequest} @param {any} body */
  XMLHttpRequest.prototype.send = function (body) {
    if (heldBack.has(this)) void wanted.then(() => send.call(this, body));
    else send.call(this, body);
  };
  holdBackWorker();
}

/** The next worker that is made for the search begins when it is first told something, which is the index. */
function holdBackWorker() {
  const { Worker } = window;
  window.Worker = new Proxy(Worker, {
    construct(_, [url, options]) {
      if (!String(url).includes(WORKER)) return new Worker(url, options);
      window.Worker = Worker;
      return new LateWorker(() => new Worker(url, options));
    },
  });
}

/** As much of a `Worker` as Material's search uses. */
class LateWorker extends EventTarget {
  #start;
  /** @type {Worker | null} */
  #worker = null;

  /** @param {() => Worker} start */
  constructor(start) {
    super();
    this.#start = start;
  }

  /** @param {any} message */
  postMessage(message) {
    this.#worker ??= this.#started();
    this.#worker.postMessage(message);
  }

  #started() {
    const worker = this.#start();
    worker.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
    worker.onerror = ({ message }) => this.dispatchEvent(new ErrorEvent("error", { message }));
    return worker;
  }
}
