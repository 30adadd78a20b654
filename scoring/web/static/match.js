// @ts-check
/** One match: its live frames; each new point glows once, and is told. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { glowing } from "./points.js";
import { saying } from "./saying.js";

const page = /** @type {HTMLElement} */ (document.getElementById("match"));

showAge(
  document.getElementById("live-state"),
  follow(page, (html) => saying(() => glowing(page, () => morph(page, html)))),
);
