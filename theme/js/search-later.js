/**
 * Material fetches the index of its search with every page, and the index grows with every lesson. Here it waits for a
 * sign that somebody will search. Material offers no place to say so: it asks through XMLHttpRequest, so the request is
 * held back there. A classic script, because it must run before Material's.
 */

(() => {
  const INDEX = "/search/search_index.json";
  const QUERY = "[data-md-component=search-query]";

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
})();
