// @ts-check
/** One match: its live frames; each new point glows once. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { glowing } from "./points.js";

const page = /** @type {HTMLElement} */ (document.getElementById("match"));

showAge(
  document.getElementById("live-state"),
  follow(page, (html) => glowing(page, () => morph(page, html))),
);
