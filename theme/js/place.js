/** Where this site keeps what Python needs, as the page's <meta> elements say. */

/** @returns {import("./messages.js").Place} */
export function place() {
  const runtime = folder("mlplat-runtime");
  const packages = contentOf("mlplat-packages") ? folder("mlplat-packages") : "";
  return { runtime, app: folder("mlplat-app"), site: folder("mlplat-root"), packages };
}

/** @param {string} name Of the <meta> element that holds a folder's address, relative to the page. */
function folder(name) {
  return new URL(contentOf(name) || ".", document.baseURI).href;
}

/** @param {string} name */
function contentOf(name) {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute("content");
}
