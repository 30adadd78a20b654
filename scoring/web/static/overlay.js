// @ts-check
/** Over the picture of a stream: follows who is on stage, or the score; ?court= picks one court. */

import { follow } from "./live.js";
import { morph } from "./morph.js";

const overlay = /** @type {HTMLElement} */ (document.getElementById("overlay"));
const court = new URLSearchParams(location.search).get("court");

function pick() {
  if (!court) return;
  for (const bug of /** @type {NodeListOf<HTMLElement>} */ (overlay.querySelectorAll(".score-bug"))) {
    bug.hidden = bug.dataset.court !== court;
  }
}

pick();
follow(overlay, (html) => {
  morph(overlay, html);
  pick();
});
