// @ts-check
/** The history: times as the clock here shows them, and taking an event back once it is weighed. */

import { keepUp } from "./keep_up.js";
import { lang, fill } from "./words.js";
import { weigh, weighAgain } from "./weigh.js";

/** A device's time is worth a line only if the mark came late. */
const LATE = 30_000;

const page = /** @type {HTMLElement} */ (document.getElementById("history"));
const { contest = "" } = page.dataset;
const shown = new Intl.DateTimeFormat(lang(), { dateStyle: "medium", timeStyle: "medium" });
const refresh = page.dataset.follow === "yes" ? keepUp(page, changed) : async () => location.reload();

function changed() {
  showTimes();
  weighAgain();
}

function showTimes() {
  for (const time of page.querySelectorAll("time[data-local]")) {
    const read = new Date(time.getAttribute("datetime") ?? "");
    if (!Number.isNaN(read.getTime())) time.textContent = shown.format(read);
  }
  for (const entered of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(".entered"))) {
    const late = Date.parse(entered.dataset.at ?? "") - Date.parse(entered.dataset.entered ?? "");
    entered.hidden = Math.abs(late) < LATE;
  }
}

page.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-undo]");
  if (!(button instanceof HTMLElement)) return;
  const again = "again" in button.dataset;
  const { undoTitle, undoYes = "", againTitle, againYes = "" } = page.dataset;
  weigh({
    contest,
    title: fill(again ? againTitle : undoTitle, { seq: button.dataset.undo ?? "" }),
    text: button.dataset.what,
    yes: again ? againYes : undoYes,
    command: { type: "undo", seq: Number(button.dataset.seq) },
    done: refresh,
  });
});

showTimes();
