// @ts-check
/** A score that has just changed glows once, wherever it stands. */

import { glow } from "./travel.js";

/**
 * @param {HTMLElement} root
 * @param {() => void} change
 */
export function glowing(root, change) {
  const before = scores(root);
  change();
  for (const [key, { text, element }] of scores(root)) {
    const was = before.get(key);
    if (was && was.text !== text) glow(element);
  }
}

/**
 * The numbers in play, by the match they are of and their place in it.
 * @param {HTMLElement} root
 */
function scores(root) {
  /** @type {Map<string, { text: string, element: Element }>} */
  const found = new Map();
  for (const match of root.querySelectorAll(".live[id]")) {
    match.querySelectorAll(".nums .now, .hero-score b").forEach((element, index) => {
      found.set(`${match.id} ${index}`, { text: element.textContent ?? "", element });
    });
  }
  return found;
}
