/** When does a reader become a learner? Signs that something will be needed soon. */

/**
 * Calls `act` once, at the first focus in, tap on, press on or mouse move over one of the elements.
 * @param {HTMLElement[]} elements
 * @param {() => void} act
 */
export function onIntent(elements, act) {
  const once = new AbortController();
  const { signal } = once;
  const begin = () => {
    once.abort();
    act();
  };
  for (const element of elements) {
    element.addEventListener("focusin", begin, { signal });
    // A finger that comes down here may only be scrolling; a tap is a click.
    element.addEventListener("click", begin, { signal });
    // Not pointerenter: that also fires when a reader scrolls the element under a mouse at rest.
    for (const type of /** @type {const} */ (["pointerdown", "pointermove"])) {
      element.addEventListener(type, (event) => event.pointerType === "mouse" && begin(), { signal });
    }
  }
}

/**
 * Calls `act` once, when `element` comes into the window.
 * @param {Element} element
 * @param {() => void} act
 */
export function onceSeen(element, act) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    act();
  });
  observer.observe(element);
}
