/** An OpenAPI document as a person reads it: who may be asked, and what each field may hold. */

import { make } from "./dom.js";

/** @typedef {Record<string, any>} Schema */

const LIMITS = /** @type {const} */ ([
  ["exclusiveMinimum", "above "],
  ["minimum", "at least "],
  ["exclusiveMaximum", "below "],
  ["maximum", "at most "],
  ["pattern", "of the form "],
]);
// FastAPI's own words for a refusal are in every document.
const USUAL = ["HTTPValidationError", "ValidationError"];

/**
 * What the document promises; nothing for any other text.
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function contractOf(text) {
  const document = read(text);
  if (!document) return [];
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) => !USUAL.includes(name));
  const tables = schemas.filter(([, schema]) => schema.properties).map(([name, schema]) => table(name, schema));
  const region = make("div", { role: "group", "aria-label": "What the document says", class: "mlp-console__contract" });
  region.append(make("ul", {}, ...endpoints(document)), ...tables);
  return [region];
}

/** @param {string} text @returns {Schema | null} */
function read(text) {
  try {
    const data = JSON.parse(text);
    return data && typeof data === "object" && "openapi" in data && "paths" in data ? data : null;
  } catch {
    return null;
  }
}

/** @param {Schema} document */
function endpoints(document) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ asked: `${method.toUpperCase()} ${path}`, operation })),
  );
  return operations.map(({ asked, operation }) => {
    const takes = operation.requestBody ? ` takes ${bodyOf(operation.requestBody)} and` : "";
    const answers = Object.entries(operation.responses).map(([status, response]) => `${status} ${bodyOf(response)}`.trim());
    return make("li", {}, make("code", {}, asked), `${takes} answers ${answers.join(", ")}.`);
  });
}

/** @param {Schema} part A request body or a response. */
function bodyOf(part) {
  const [content] = Object.values(part.content ?? {});
  const kind = content?.schema ? kindOf(content.schema) : "";
  return USUAL.includes(kind) ? "" : kind;
}

/** @param {string} name @param {Schema} schema */
function table(name, schema) {
  const required = schema.required ?? [];
  const rows = Object.entries(schema.properties).map(([field, kind]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, make("code", {}, field)),
      make("td", {}, kindOf(kind)),
      make("td", {}, required.includes(field) ? "yes" : "no"),
    ),
  );
  const refuses = schema.additionalProperties === false ? "; no other fields" : "";
  const heads = ["field", "what it may hold", "required"].map((head) => make("th", { scope: "col" }, head));
  return make(
    "table",
    {},
    make("caption", {}, `${name}${refuses}`),
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...rows),
  );
}

/** @param {Schema} schema @returns {string} */
function kindOf(schema) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return schema.anyOf.map(kindOf).join(" or ");
  if (schema.enum) return schema.enum.join(", ");
  if ("const" in schema) return String(schema.const);
  if (schema.type === "array") return `a list of ${schema.items ? kindOf(schema.items) : "anything"}`;
  const limits = LIMITS.filter(([key]) => key in schema).map(([key, words]) => words + number(schema[key]));
  return [schema.type ?? "anything", ...lengths(schema), ...limits].join(", ");
}

/** @param {Schema} schema Of a text. */
function lengths({ minLength: least, maxLength: most }) {
  if (least === undefined && most === undefined) return [];
  if (most === undefined) return [`at least ${number(least)} characters`];
  return [least === undefined ? `at most ${number(most)} characters` : `${number(least)} to ${number(most)} characters`];
}

/** @param {unknown} value */
function number(value) {
  return typeof value === "number" ? value.toLocaleString("en") : String(value);
}
