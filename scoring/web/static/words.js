// @ts-check
/** Words come from the page, so that one catalogue translates them all; here they are filled in. */

/** The page's language as the server calls it. */
export function lang() {
  return document.documentElement.lang.slice(0, 2) || "zh";
}

/**
 * @param {string | undefined} template such as "No. {number}"
 * @param {Record<string, string | number>} values
 */
export function fill(template, values) {
  return (template ?? "").replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
