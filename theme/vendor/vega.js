// Draws Vega-Lite specifications as SVG, without ever turning text into code: expressions run in Vega's interpreter,
// so the page's Content-Security-Policy needs no `unsafe-eval`. Loaded only when a simulator's chart comes alive.
import { loader, parse, View, Warn } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";

const ROWS = "rows";

/**
 * Draws `spec` into `element`, replacing what is there.
 *
 * @param {HTMLElement} element
 * @param {Record<string, any>} spec A Vega-Lite specification with inline `data.values`.
 * @returns {Promise<{update(spec: Record<string, any>): Promise<void>, remove(): void}>} `update` shows another
 *   specification; when only its values differ, the drawing is kept and only what changed is redrawn.
 */
export async function draw(element, spec) {
  let shape = shapeOf(spec);
  let view = await show(element, spec);
  return {
    async update(next) {
      const nextShape = shapeOf(next);
      if (nextShape === shape) {
        await view.data(ROWS, copyOf(next.data.values)).resize().runAsync();
        return;
      }
      view.finalize();
      shape = nextShape;
      view = await show(element, next);
    },
    remove() {
      view.finalize();
      element.replaceChildren();
    },
  };
}

/** @param {HTMLElement} element @param {Record<string, any>} spec */
async function show(element, spec) {
  const named = { ...spec, data: { name: ROWS, values: copyOf(spec.data.values) } };
  const runtime = parse(compile(/** @type {any} */ (named)).spec, undefined, { ast: true });
  const view = new View(runtime, {
    expr: expressionInterpreter,
    loader: nothingFromOutside(),
    logLevel: Warn,
    renderer: "svg",
    hover: false,
  });
  element.replaceChildren();
  view.initialize(element);
  await view.runAsync();
  return view;
}

/** Vega writes into the rows it is given. @param {object[]} rows */
const copyOf = (rows) => rows.map((row) => ({ ...row }));

/** All of a specification except its values. @param {Record<string, any>} spec */
const shapeOf = (spec) => JSON.stringify({ ...spec, data: null });

function nothingFromOutside() {
  const closed = loader();
  closed.load = (uri) => Promise.reject(new Error(`charts bring their own data; not loaded: ${uri}`));
  return closed;
}
