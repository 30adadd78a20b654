// @ts-check
/** The device board: its live region, times that go on, and nudges. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { nudging } from "./nudge.js";
import { tick } from "./ticking.js";

const root = /** @type {HTMLElement} */ (document.getElementById("devices"));
const redrawn = tick(root);
const live = follow(root, (html) => {
  morph(root, html);
  redrawn();
});
showAge(document.getElementById("live-state"), live);
nudging(root, root.dataset.contest ?? "", () => document.getElementById("devices-notice"));
