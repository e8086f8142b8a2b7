/** Writes a zip file of texts, in the form that every system opens: deflated, names in UTF-8. */

/** @typedef {{name: Uint8Array, packed: Uint8Array, size: number, crc: number, offset: number}} Entry */

const NEEDS = 20; // version 2.0 of the format: deflate and folders
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * @param {Record<string, string>} files Texts by path.
 * @param {Date} date When they were last changed.
 * @returns {Promise<Blob>}
 */
export async function zipOf(files, date) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  const stamp = dosTime(date);
  let offset = 0;
  /** @param {...Uint8Array<ArrayBuffer>} added */
  const add = (...added) => {
    for (const part of added) offset += part.length;
    parts.push(...added);
  };
  /** @type {Entry[]} */
  const entries = [];
  for (const [path, text] of Object.entries(files)) {
    const name = new TextEncoder().encode(path);
    const content = new TextEncoder().encode(text);
    const packed = await deflated(content);
    const entry = { name, packed, size: content.length, crc: crc32(content), offset };
    entries.push(entry);
    add(numbers("4222", 0x04034b50, NEEDS, UTF8_NAMES, DEFLATED), common(entry, stamp), name, packed);
  }
  const start = offset;
  for (const entry of entries) {
    add(
      numbers("42222", 0x02014b50, NEEDS, NEEDS, UTF8_NAMES, DEFLATED), common(entry, stamp),
      numbers("22244", 0, 0, 0, 0, entry.offset), /** @type {Uint8Array<ArrayBuffer>} */ (entry.name),
    );
  }
  const { length } = entries;
  add(numbers("42222442", 0x06054b50, 0, 0, length, length, offset - start, start, 0));
  return new Blob(parts, { type: "application/zip" });
}

/**
 * What an entry's two headers have in common, up to the length of the extra field.
 * @param {Entry} entry
 * @param {{day: number, time: number}} stamp
 */
function common({ name, packed, size, crc }, { day, time }) {
  return numbers("2244422", time, day, crc, packed.length, size, name.length, 0);
}

/**
 * Numbers, lowest byte first.
 * @param {string} widths Bytes of each, one digit for each number.
 * @param {...number} values
 */
function numbers(widths, ...values) {
  const bytes = values.flatMap((value, index) =>
    Array.from({ length: Number(widths[index]) }, (_, byte) => (value >>> (8 * byte)) & 0xff));
  return Uint8Array.from(bytes);
}

/** @param {Uint8Array<ArrayBuffer>} content */
async function deflated(content) {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array} content */
function crc32(content) {
  let crc = 0xffffffff;
  for (const byte of content) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param {Date} date In local time, as zip files want it. */
function dosTime(date) {
  return {
    day: ((date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate(),
    time: (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1),
  };
}
