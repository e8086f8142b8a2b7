/** Small ways to find and make elements. Text always enters the page as text, never as markup. */

/**
 * The one descendant of `root` that matches, of the given class.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
export function find(root, selector, type) {
  const found = root.querySelector(selector);
  if (found instanceof type) return found;
  throw new Error(`This page lacks ${selector}`);
}

/**
 * A new element with attributes and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * A small button.
 * @param {string} label
 * @param {() => void} press
 */
export function button(label, press) {
  const element = make("button", { type: "button", class: "mlp-button" }, label);
  element.addEventListener("click", press);
  return element;
}

/**
 * The parts of a text, with every `stretch between backticks` as a <code> element.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function withCode(text) {
  return text.split("`").map((part, index, parts) => {
    const isCode = index % 2 === 1 && index < parts.length - 1;
    if (isCode) return make("code", {}, part);
    return index % 2 === 1 ? "`" + part : part;
  });
}

/**
 * Moves the page only as far as needed to show `element`.
 * @param {Element} element
 */
export function bringIntoView(element) {
  element.scrollIntoView({ block: "nearest" });
}
