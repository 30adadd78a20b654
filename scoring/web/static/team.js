// @ts-check
/** A team leader's phone: a line-up for each tie, handed in unseen, without network too. */

import { sayHere } from "./here.js";
import { remember, remembered } from "./last_screen.js";
import { moving } from "./moving.js";
import { isOtherBuild, keepLoadable, offerOtherBuild } from "./offline.js";
import { forget, keep, kept } from "./outbox.js";
import { at } from "./parts.js";
import { askScreen, follow } from "./pulse.js";
import { sender } from "./sender.js";
import { draw } from "./team_draw.js";
import { keyOf, named, Ties } from "./team_ties.js";

const root = at("team");
const words = at("words").dataset;
const contest = root.dataset.contest ?? "";
const seat = root.dataset.seat ?? "";
const tokenKey = `scoring.seat.${contest}.${seat}`;
const draftKey = `scoring.team.${contest}.${seat}`;

const ties = new Ties(draftKey);
const view = { ties, words, line: "starting" };

const post = sender(contest, seat, () => localStorage.getItem(tokenKey), (outcome) => {
  if (outcome === "unauthorized") trouble(words.unauthorized);
  if (outcome === "sent" || outcome === "refused") void load();
  else view.line = "lost";
  draw(view);
});
const move = moving(contest, seat, { lineups: draftKey }, () => void load().then(() => post.nudge()));

async function restore() {
  ties.entries = await kept(contest, seat);
  ties.screen = (await remembered(contest, seat)) ?? null;
}

/** One look at the desk after another: an older answer never follows a newer one. */
let looking = Promise.resolve();

function load() {
  looking = looking.then(look);
  return looking;
}

async function look() {
  const before = await kept(contest, seat).catch(() => ties.entries);
  ties.entries = before;
  try {
    const answer = await askScreen(contest, seat, localStorage.getItem(tokenKey));
    const other = isOtherBuild(answer);
    void move.told(answer);
    if (answer.status === 401 || answer.status === 403) trouble(words.unauthorized);
    view.line = answer.ok ? (other ? "other" : "live") : "lost";
    if (answer.ok) await take(await answer.json(), before);
  } catch {
    view.line = "lost";
  }
  draw(view);
  offerOtherBuild(document.querySelector("dialog[open]") !== null);
}

/**
 * A screen from the desk shows whatever had arrived before it was asked for.
 * @param {import("./team_ties.js").Screen} screen
 * @param {import("./outbox.js").Entry[]} before
 */
async function take(screen, before) {
  ties.screen = screen;
  trouble("");
  at("public").hidden = screen.teams.length !== 1;
  at("public").querySelector("a")?.setAttribute("href", `/contests/${contest}/entrants/${screen.teams[0]}`);
  const shown = before.filter((one) => one.arrived).map((one) => one.id);
  await remember(contest, seat, screen).then(() => forget(...shown)).catch(() => null);
  ties.entries = await kept(contest, seat).catch(() => ties.entries);
}

/** @param {string | undefined} message */
function trouble(message) {
  at("trouble").hidden = !message;
  at("trouble-text").textContent = message ?? "";
}

/** @param {string | null | undefined} key */
function tieOf(key) {
  return ties.screen?.ties.find((one) => keyOf(one) === key);
}

at("ties").addEventListener("change", (event) => {
  const box = event.target instanceof Element && event.target.closest("[data-key]");
  const tie = box && tieOf(box.getAttribute("data-key"));
  if (!box || !tie) return;
  /** @type {import("./team_ties.js").Lineup} */
  const lineup = {};
  for (const select of box.querySelectorAll("select")) {
    const rubber = select.dataset.rubber ?? "";
    lineup[rubber] = [...(lineup[rubber] ?? []), select.value];
    for (const option of select.options) option.toggleAttribute("selected", option.value === select.value);
  }
  ties.draft(keyOf(tie), lineup);
  draw(view);
});

at("ties").addEventListener("click", (event) => {
  const pressed = event.target instanceof Element && event.target.closest("[data-hand-in]");
  const tie = pressed && tieOf(pressed.getAttribute("data-hand-in"));
  if (tie) void handIn(tie);
});

/** @param {import("./team_ties.js").Tie} tie */
async function handIn(tie) {
  const { stage, id: match } = tie.card;
  const command = {
    type: "hand_in_lineup", stage, match, side: tie.entrant, seat,
    lineup: named(ties.lineup(tie)), entered_at: new Date().toISOString(),
  };
  try {
    await keep({ contest, seat, entrant: "" }, command);
  } catch {
    trouble(words.storage);
    return;
  }
  ties.entries = await kept(contest, seat);
  ties.draft(keyOf(tie), null);
  draw(view);
  post.nudge();
}

at("refusals").addEventListener("click", (event) => {
  const noted = event.target instanceof Element && event.target.closest("[data-noted]");
  if (noted) void forget(noted.getAttribute("data-noted") ?? "").then(load);
});

const askDesk = sayHere(contest, seat, () => localStorage.getItem(tokenKey), () => ({
  unsent: ties.entries.filter((one) => !one.refused && !one.arrived).length,
  doing: null,
}));
follow(contest, () => void load(), askDesk, () => {
  view.line = "lost";
  draw(view);
});
void keepLoadable();
draw(view);
void restore().catch(() => null).then(load).then(() => post.nudge());
