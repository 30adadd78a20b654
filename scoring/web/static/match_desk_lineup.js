// @ts-check
/** The line-up of one team, by select from its members. */

import { element, run } from "./match_desk_page.js";

const form = /** @type {HTMLFormElement} */ (element("lineup-form"));

function lineup() {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const one of /** @type {NodeListOf<HTMLSelectElement>} */ (form.querySelectorAll("[data-rubber]"))) {
    const rubber = one.dataset.rubber ?? "";
    if (one.value) found[rubber] = [...(found[rubber] ?? []), one.value];
  }
  return found;
}

document.addEventListener("submit", (event) => {
  if (!(event.target instanceof Element) || event.target.id !== "lineup-form") return;
  event.preventDefault();
  const { stage = "", match = "", side = "" } = form.dataset;
  const command = { type: "hand_in_lineup", stage, match, side, lineup: lineup() };
  void run(command, element("lineup-yes"), document.getElementById("lineup-notice"));
});
