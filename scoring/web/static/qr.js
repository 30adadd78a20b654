// @ts-check
/** A link as somebody takes it to another tablet: scanned, opened, or typed by its code. */

/**
 * @typedef {object} SeatLink
 * @property {string} url
 * @property {string} qr SVG markup
 * @property {string} code
 * @property {number} until until when the code works, in seconds since 1970
 */

/** @param {string} markup */
export function picture(markup) {
  const parsed = new DOMParser().parseFromString(markup, "image/svg+xml").documentElement;
  if (!parsed.hasAttribute("xmlns")) parsed.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return document.importNode(parsed, true);
}

/** @param {number} seconds since 1970 */
export function timeOf(seconds) {
  const at = new Date(seconds * 1000);
  const day = at.toDateString() === new Date().toDateString() ? {} : { weekday: /** @type {const} */ ("short") };
  return at.toLocaleString(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit", hour12: false });
}

/** The page on which a code is typed, as short as it can be written on paper. */
export function enterPage() {
  return `${location.host}/enter`;
}
