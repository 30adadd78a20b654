// @ts-check
/** A minute to look at while counting. It measures nothing and keeps nothing. */

import { fill } from "./words.js";

const SECONDS = 60;
const LAST = 10;

/**
 * @param {HTMLElement} button starts it, and sets it back
 * @param {DOMStringMap} words
 */
export function stopwatch(button, words) {
  /** @type {number | null} */
  let end = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;

  function draw() {
    const left = end === null ? SECONDS : Math.max(0, (end - performance.now()) / 1000);
    button.dataset.state = end === null ? "ready" : left === 0 ? "over" : left <= LAST ? "last" : "running";
    const shown = left === 0 ? words.over : fill(words.seconds, { seconds: Math.ceil(left) });
    if (button.textContent !== shown) button.textContent = shown ?? "";
    if (left === 0) clearInterval(ticking);
  }

  button.addEventListener("click", () => {
    clearInterval(ticking);
    end = end === null ? performance.now() + SECONDS * 1000 : null;
    if (end !== null) ticking = setInterval(draw, 100);
    draw();
  });
  draw();
}
