/** From one place of a grid to the nearest that is taken in the direction of an arrow key. */

/** @type {Record<string, [across: number, along: number]>} */
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/**
 * Where the key leads: along the row or column if something is there, otherwise to what lies least aside; with Home
 * and End to the first and the last. Undefined where the key leads nowhere.
 * @template {Element} T
 * @param {T[]} nodes With `data-row` and `data-column`.
 * @param {T} from
 * @param {string} key
 * @returns {T | undefined}
 */
export function nearest(nodes, from, key) {
  if (key === "Home") return nodes[0];
  if (key === "End") return nodes[nodes.length - 1];
  const direction = DIRECTIONS[key];
  if (!direction) return undefined;
  const [across, along] = direction;
  const ranked = nodes.flatMap((node) => {
    const columns = place(node, "column") - place(from, "column");
    const rows = place(node, "row") - place(from, "row");
    const ahead = columns * across + rows * along;
    const aside = Math.abs(columns * along) + Math.abs(rows * across);
    return ahead > 0 ? [{ node, distance: ahead + 2 * aside }] : [];
  });
  return ranked.sort((one, other) => one.distance - other.distance)[0]?.node;
}

/**
 * @param {Element} node
 * @param {"row" | "column"} axis
 */
function place(node, axis) {
  return Number(node.getAttribute(`data-${axis}`));
}
