// @ts-check
/** Lets rows travel to their new places, and a fresh score glow once. */

/** The rows of rankings and of tables, which move when places change. */
export const ROWS = "#rows > li, .standings tbody > tr, .w-table tbody > tr";

const still = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * @param {HTMLElement} root
 * @param {string} selector the rows, each with an id
 * @param {() => void} change
 */
export function travel(root, selector, change) {
  if (still.matches || document.hidden) {
    change();
    return;
  }
  const before = positions(root, selector);
  change();
  const after = positions(root, selector);
  const height = innerHeight;
  for (const [id, place] of after) {
    const row = document.getElementById(id);
    const from = before.get(id);
    const seen = place.bottom > 0 && place.top < height;
    if (!row || (!seen && !(from && from.bottom > 0 && from.top < height))) continue;
    if (!from) {
      if (before.size) row.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 400 });
      continue;
    }
    const distance = from.top - place.top;
    if (Math.abs(distance) < 2) continue;
    row.animate([{ transform: `translateY(${distance}px)` }, { transform: "none" }], {
      duration: Math.min(900, 420 + Math.abs(distance)),
      easing: "cubic-bezier(0.2, 0.8, 0.2, 1)",
    });
  }
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 */
function positions(root, selector) {
  /** @type {Map<string, DOMRect>} */
  const found = new Map();
  for (const row of root.querySelectorAll(selector)) {
    const place = row.getBoundingClientRect();
    if (row.id && place.height) found.set(row.id, place);
  }
  return found;
}

/** @param {Element | null} element */
export function glow(element) {
  if (!element) return;
  element.classList.add("fresh");
  setTimeout(() => element.classList.remove("fresh"), 2700);
}
