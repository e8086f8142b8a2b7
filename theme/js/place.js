/** Where this site keeps what Python needs, as the page's <meta> elements say. */

/** @returns {import("./messages.js").Place} */
export function place() {
  return { runtime: folder("mlplat-runtime"), app: folder("mlplat-app"), site: folder("mlplat-root") };
}

/** @param {string} name Of the <meta> element that holds a folder's address, relative to the page. */
function folder(name) {
  const meta = document.querySelector(`meta[name="${name}"]`);
  return new URL(meta?.getAttribute("content") || ".", document.baseURI).href;
}
