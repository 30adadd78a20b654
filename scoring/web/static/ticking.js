// @ts-check
/** Times that go on by themselves until the desk says more: "8 s ago" becomes "9 s ago". */

import { fill } from "./words.js";

const MANY = 100;

/**
 * @param {HTMLElement} root carries the units as data-s, data-min and data-h
 * @returns {() => void} to be called after each frame
 */
export function tick(root) {
  let drawnAt = performance.now();
  const draw = () => {
    const since = Math.floor((performance.now() - drawnAt) / 1000);
    const times = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".tick"));
    for (const one of times) {
      const time = span(Number(one.dataset.seconds) + since, root.dataset);
      const text = fill(one.dataset.text, { time });
      if (one.textContent !== text) one.textContent = text;
    }
  };
  setInterval(draw, 1000);
  return () => {
    drawnAt = performance.now();
  };
}

/**
 * @param {number} seconds
 * @param {DOMStringMap} words
 */
function span(seconds, words) {
  if (seconds < MANY) return fill(words.s, { count: seconds });
  if (seconds < MANY * 60) return fill(words.min, { count: Math.floor(seconds / 60) });
  return fill(words.h, { count: Math.floor(seconds / 3600) });
}
