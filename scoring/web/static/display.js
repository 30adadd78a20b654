// @ts-check
/** A display in the hall: gets a page of its own, then shows whatever the organizer chooses. */

import { clear, post, tell } from "./commands.js";
import { follow } from "./live.js";
import { morph } from "./morph.js";

const AGAIN = 5_000;
const display = /** @type {HTMLElement} */ (document.querySelector(".display"));

async function begin() {
  const notice = document.getElementById("display-notice");
  clear(notice);
  const answer = await post("/api/displays", "{}");
  if (answer.ok) {
    location.replace(answer.body.page + location.search);
    return;
  }
  tell(notice, answer);
  setTimeout(() => void begin(), AGAIN);
}

/** @param {string} html */
function show(html) {
  const wanted = / id="([^"]+)"/.exec(html)?.[1];
  if (wanted && document.getElementById(wanted)?.tagName === "IFRAME") return;
  morph(display, html);
}

if ("new" in display.dataset) void begin();
else follow(display, show);
