// @ts-check
/** The text of a live region: a snapshot, and the patches that bring it up to date. docs/feed.md tells their form. */

/**
 * @typedef {string | [number, number] | [number, number, number]} Part a new line, or old ones: first, count, by
 * @typedef {{from: string, to: string, lines: Part[]}} Patch
 */

const NUMBER = /^(0|[1-9]\d{0,8})$/;

export class Feed {
  /** @type {string[]} */
  lines = [];
  /** Which version this is; empty before the first. */
  tag = "";

  get text() {
    return this.lines.join("\n");
  }

  /**
   * @param {string} tag
   * @param {string} text
   */
  reset(tag, text) {
    this.tag = tag;
    this.lines = text.split("\n");
  }

  /**
   * Whether the patch fitted and gave what it should; otherwise the snapshot has to be fetched.
   * @param {Patch} patch
   */
  patch({ from, to, lines }) {
    if (from !== this.tag) return false;
    this.lines = lines.flatMap((part) => (typeof part === "string" ? [part] : this.copied(part[0], part[1], part[2])));
    const sound = to.endsWith(`-${checksum(this.text)}`);
    this.tag = sound ? to : "";
    return sound;
  }

  /**
   * @param {number} first
   * @param {number} count
   * @param {number} [by] added to every line that is nothing but a number
   */
  copied(first, count, by) {
    const lines = this.lines.slice(first, first + count);
    return by ? lines.map((line) => (NUMBER.test(line) ? String(Number(line) + by) : line)) : lines;
  }
}

/**
 * CRC-32 of the text in UTF-8, as eight hexadecimal digits.
 * @param {string} text
 */
export function checksum(text) {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}

const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
