// @ts-check
/** Forms with several ways to do a thing: only the fields of the chosen one are shown. */

/**
 * @param {Element} form
 * @param {string} way
 */
export function showWay(form, way) {
  for (const one of form.querySelectorAll(".way")) {
    one.toggleAttribute("hidden", one.getAttribute("data-way") !== way);
  }
}
