// Draws Vega-Lite specifications as SVG, without ever turning text into code: expressions run in Vega's interpreter,
// so the page's Content-Security-Policy needs no `unsafe-eval`. Loaded only when a simulator's chart comes alive.
import { loader, parse, View, Warn } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";

/** @typedef {Record<string, any>} Spec */

/**
 * Draws `spec` into `element`, replacing what is there.
 *
 * @param {HTMLElement} element
 * @param {Spec} spec A Vega-Lite specification with inline `data.values`, its own or those of its layers.
 * @returns {Promise<{update(spec: Spec): Promise<void>, remove(): void}>} `update` shows another specification; when
 *   only its values differ, the drawing is kept and only what changed is redrawn.
 */
export async function draw(element, spec) {
  let { shape, rows } = partsOf(spec);
  let view = await show(element, shape, rows);
  return {
    async update(next) {
      const parts = partsOf(next);
      if (JSON.stringify(parts.shape) === JSON.stringify(shape)) {
        for (const [name, values] of Object.entries(parts.rows)) view.data(name, values);
        await view.resize().runAsync();
        return;
      }
      view.finalize();
      ({ shape, rows } = parts);
      view = await show(element, shape, rows);
    },
    remove() {
      view.finalize();
      element.replaceChildren();
    },
  };
}

/** @param {HTMLElement} element @param {Spec} shape @param {Record<string, object[]>} rows */
async function show(element, shape, rows) {
  const whole = { ...shape, datasets: rows };
  const runtime = parse(compile(/** @type {any} */ (whole)).spec, undefined, { ast: true });
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

/**
 * The specification with names in the place of its values, and the values by name. Vega writes into the rows it is
 * given, so they are copies.
 *
 * @param {Spec} spec
 * @param {Record<string, object[]>} rows
 */
function partsOf(spec, rows = {}) {
  const shape = { ...spec };
  if (spec.data) {
    const name = `rows-${Object.keys(rows).length}`;
    rows[name] = spec.data.values.map((/** @type {object} */ row) => ({ ...row }));
    shape.data = { name };
  }
  if (spec.layer) shape.layer = spec.layer.map((/** @type {Spec} */ layer) => partsOf(layer, rows).shape);
  return { shape, rows };
}

function nothingFromOutside() {
  const closed = loader();
  closed.load = (uri) => Promise.reject(new Error(`charts bring their own data; not loaded: ${uri}`));
  return closed;
}
