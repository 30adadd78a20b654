// @ts-check
/** A board inside somebody else's page: it follows, and its links open beside that page. */

import { follow, showAge } from "./live.js";
import { morph } from "./morph.js";
import { ROWS, travel } from "./travel.js";

const board = /** @type {HTMLElement} */ (document.getElementById("board"));

showAge(
  document.getElementById("live-state"),
  follow(board, (html) => travel(board, ROWS, () => morph(board, html))),
);
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.hash) return;
  event.preventDefault();
  open(link.href, "_blank", "noopener");
});
