// @ts-check
/** A meet at a glance: its live frames; points and results that have changed glow once. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { glowing } from "./points.js";

const page = /** @type {HTMLElement} */ (document.getElementById("meet"));

showAge(
  document.getElementById("live-state"),
  follow(page, (html) => glowing(page, () => morph(page, html))),
);
