// @ts-check
/** The list of matches: only those that somebody wants to see. */

import { desk, element, onFrame } from "./desk_page.js";

/** @type {Record<string, string[]>} */
const STATES = {
  open: ["waiting", "ready", "called", "live", "over"],
  court: ["called", "live", "over"],
  confirmed: ["confirmed", "not_needed"],
};

/** @param {string} id */
const field = (id) => /** @type {HTMLSelectElement | HTMLInputElement | null} */ (document.getElementById(id));

function show() {
  const state = field("match-state")?.value ?? "";
  const court = field("match-court")?.value ?? "";
  const wanted = (field("match-find")?.value ?? "").trim().toLocaleLowerCase();
  const states = STATES[state] ?? [state];
  let hits = 0;
  for (const row of desk.querySelectorAll(".match-row")) {
    const { phase = "", court: on = "" } = /** @type {HTMLElement} */ (row).dataset;
    const fits =
      (!state || states.includes(phase)) &&
      (!court || on === court) &&
      (!wanted || (row.textContent ?? "").toLocaleLowerCase().includes(wanted));
    row.toggleAttribute("data-miss", !fits);
    if (fits) hits += 1;
  }
  const none = document.getElementById("no-match");
  if (none) none.hidden = hits > 0;
}

/** @param {string} state */
export function filterFor(state) {
  const select = field("match-state");
  if (select) select.value = state;
  show();
  element("matches").scrollIntoView({ block: "start" });
}

for (const kind of ["input", "change"]) {
  desk.addEventListener(kind, (event) => {
    if (event.target instanceof Element && event.target.closest("#match-filters")) show();
  });
}
onFrame(show);
show();
