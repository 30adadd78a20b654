// @ts-check
/** The order of play: one match moved, or all of them proposed and then recorded at once. */

import { alone, clear, post, tell } from "./commands.js";
import { element, run } from "./match_desk_page.js";
import { fill } from "./words.js";

/** @typedef {{match: string, court: string | null, start: string | null}} Slated */
/** @typedef {{stage: string, match: string, name: string, who: string, court: string, start: string}} Slot */

const page = element("desk-times");
const contest = page.dataset.contest ?? "";
const dialog = /** @type {HTMLDialogElement} */ (element("slot-dialog"));
/** @type {Slot | null} */
let moved = null;
/** @type {Slated[]} */
let proposal = [];

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement | HTMLSelectElement} */ (element(id));
/** @param {string} id */
const value = (id) => field(id).value.trim();

// One match

page.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button[data-slot]");
  if (!(button instanceof HTMLElement)) return;
  moved = /** @type {Slot} */ (JSON.parse(button.dataset.slot ?? "{}"));
  element("slot-title").textContent = moved.name;
  element("slot-who").textContent = moved.who;
  const [date, time] = moved.start.split("T");
  field("slot-date").value = date || lastDay();
  field("slot-time").value = time ?? "";
  field("slot-court").value = moved.court;
  clear(document.getElementById("slot-notice"));
  dialog.showModal();
});

function lastDay() {
  const input = /** @type {HTMLInputElement | null} */ (document.getElementById("fill-date"));
  return page.querySelector("section[id^=day-] time")?.textContent ?? input?.value ?? "";
}

element("slot-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (!moved) return;
  const time = value("slot-time");
  const start = time ? `${value("slot-date")}T${time}` : null;
  const one = { match: moved.match, court: value("slot-court") || null, start };
  const command = { type: "schedule", stage: moved.stage, matches: [one] };
  void run(command, element("slot-yes"), document.getElementById("slot-notice"), () => dialog.close());
});

// All of a stage

/** Every court of the page, and its name. */
function courts() {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (page.querySelectorAll("#fill-form [name=court]"));
  return [...boxes].map((box) => ({ id: box.value, name: box.parentElement?.textContent?.trim() ?? "", on: box.checked && !box.disabled }));
}

function ofStage() {
  const select = /** @type {HTMLSelectElement} */ (field("fill-stage"));
  const { minutes = "", courts: own = "" } = select.selectedOptions[0]?.dataset ?? {};
  field("fill-minutes").value = minutes;
  for (const box of page.querySelectorAll("#fill-form [name=court]")) {
    const known = own.split(" ").includes(/** @type {HTMLInputElement} */ (box).value);
    /** @type {HTMLInputElement} */ (box).disabled = !known;
  }
}

/** @param {Slated} one */
function slotOf(one) {
  const stage = value("fill-stage");
  return document.getElementById(`slot-${stage}-${one.match}`);
}

/** A table of what is proposed: a row for each time, a column for each court. */
function draw() {
  const shown = courts().filter((court) => court.on);
  const table = /** @type {HTMLTableElement} */ (element("proposal").querySelector("table"));
  const times = [...new Set(proposal.map((one) => one.start ?? ""))].sort();
  const heads = [made("th", ""), ...shown.map((court) => made("th", court.name))];
  table.tHead?.rows[0].replaceChildren(...heads);
  const several = new Set(times.map((time) => time.slice(0, 10))).size > 1;
  table.tBodies[0].replaceChildren(
    ...times.map((time) => {
      const row = document.createElement("tr");
      const cells = shown.map((court) => {
        const cell = document.createElement("td");
        for (const one of proposal) {
          if (one.start === time && one.court === court.id) cell.append(proposed(one));
        }
        return cell;
      });
      row.append(made("th", several ? time.replace("T", " ") : time.slice(11)), ...cells);
      return row;
    }),
  );
  const last = times[times.length - 1]?.slice(11) ?? "";
  element("proposal-said").textContent = fill(page.dataset.proposed, { count: proposal.length, time: last });
}

/** @param {Slated} one */
function proposed(one) {
  const found = made("div", "");
  found.className = "slot proposed";
  for (const part of slotOf(one)?.children ?? []) found.append(part.cloneNode(true));
  return found;
}

/**
 * @param {string} tag
 * @param {string} text
 */
function made(tag, text) {
  const found = document.createElement(tag);
  found.textContent = text;
  return found;
}

/** @param {boolean} on */
function showProposal(on) {
  element("proposal").hidden = !on;
}

const form = document.getElementById("fill-form");
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const notice = document.getElementById("fill-notice");
  void alone(element("fill-yes"), async () => {
    clear(notice);
    const body = {
      stage: value("fill-stage"),
      start: `${value("fill-date")}T${value("fill-time")}`,
      courts: courts().filter((one) => one.on).map((one) => one.id),
      minutes: Number(value("fill-minutes")),
      rest: Number(value("fill-rest")),
    };
    const answer = await post(`/api/contests/${contest}/times`, JSON.stringify(body));
    if (!answer.ok) {
      showProposal(false);
      tell(notice, answer);
      return;
    }
    proposal = answer.body.matches;
    draw();
    if (!proposal.length) element("proposal-said").textContent = page.dataset.nothing ?? "";
    element("proposal-yes").toggleAttribute("disabled", !proposal.length);
    showProposal(true);
    element("proposal").scrollIntoView({ block: "nearest" });
  });
});
page.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("#proposal-no")) showProposal(false);
  const yes = target?.closest("#proposal-yes");
  if (!yes) return;
  const command = { type: "schedule", stage: value("fill-stage"), matches: proposal };
  void run(command, yes, document.getElementById("proposal-notice"), () => showProposal(false));
});
page.addEventListener("change", (event) => {
  if (event.target instanceof Element && event.target.id === "fill-stage") ofStage();
});
if (form) ofStage();
