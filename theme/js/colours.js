/**
 * The button in the header that changes the colours: as the system has them, light, or dark. Material has such a part;
 * with every page it asks what colour the header has and holds all transitions, and for that the styles of the whole
 * page are worked out three times more before it can be used (decision 0049). What is stored is what Material stores:
 * its script in the page applies that before anything is painted.
 */

/** @typedef {{media: string, scheme: string, primary: string, accent: string}} Colours As Material names them. */

const KEPT = "__palette";
/** @type {any} Where Material's script in the head of the page has put its two functions for what it stores. */
const material = window;
const SYSTEM = "(prefers-color-scheme)";
const LIGHT = "(prefers-color-scheme: light)";
const DARK = "(prefers-color-scheme: dark)";
// Material's styles change colours at once, and not bit by bit, where this stands.
const AT_ONCE = "data-md-color-switching";

/** @param {HTMLFormElement} form With an input for each choice, and behind it the button that leads to the next one. */
export function enableColours(form) {
  const inputs = [...form.querySelectorAll("input")];
  const light = matchMedia(LIGHT);
  const themeColour = document.createElement("meta");
  themeColour.name = "theme-color";
  document.head.append(themeColour);
  let chosen = keptChoice(inputs.length);

  const apply = () => {
    const wanted = coloursOf(inputs[chosen]);
    const { scheme, primary, accent } = wanted.media === SYSTEM ? ofSystem(inputs, light.matches) : wanted;
    for (const [name, value] of Object.entries({ media: wanted.media, scheme, primary, accent })) {
      document.body.setAttribute(`data-md-color-${name}`, value);
    }
    inputs.forEach((input, index) => input.nextElementSibling?.toggleAttribute("hidden", index !== chosen));
    return { index: chosen, color: { media: wanted.media, scheme, primary, accent } };
  };
  const nameHeader = () => {
    const header = document.querySelector(".md-header");
    if (header) themeColour.content = getComputedStyle(header).backgroundColor;
  };
  const applyAtOnce = () => {
    document.body.setAttribute(AT_ONCE, "");
    const palette = apply();
    nameHeader();
    setTimeout(() => document.body.removeAttribute(AT_ONCE));
    return palette;
  };

  form.addEventListener("change", ({ target }) => {
    chosen = inputs.findIndex((input) => input === target);
    material.__md_set(KEPT, applyAtOnce());
  });
  form.addEventListener("keydown", ({ key }) => {
    if (key !== "Enter") return;
    const next = inputs[(chosen + 1) % inputs.length];
    next.click();
    next.focus();
  });
  light.addEventListener("change", applyAtOnce);
  apply();
  // Whoever draws a bar above the page in its colour can wait until the page is there.
  addEventListener("load", nameHeader);
}

/** @param {number} count How many choices there are. */
function keptChoice(count) {
  try {
    const index = material.__md_get(KEPT)?.index;
    return Number.isInteger(index) && index >= 0 && index < count ? index : 0;
  } catch {
    return 0; // the browser keeps nothing, or something else came in its place
  }
}

/** @param {Element} input @returns {Colours} */
function coloursOf(input) {
  const [media, scheme, primary, accent] = ["media", "scheme", "primary", "accent"].map(
    (name) => input.getAttribute(`data-md-color-${name}`) ?? "",
  );
  return { media, scheme, primary, accent };
}

/** @param {Element[]} inputs @param {boolean} isLight */
function ofSystem(inputs, isLight) {
  const media = isLight ? LIGHT : DARK;
  return coloursOf(inputs.find((input) => coloursOf(input).media === media) ?? inputs[0]);
}
