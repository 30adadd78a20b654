// @ts-check
/** Contests that feed this one: how many have come, and one command that takes in who comes now. */

import { alone, clear, give, tell } from "./commands.js";
import { fill, lang } from "./words.js";

/**
 * @typedef {{id: string, number: number, name: string, origin: {number: number}}} Entrant
 * @typedef {{type: "receive", contest: string, entrants: Entrant[]}} Receive
 * @typedef {{contest: string, name: string, known: boolean, quota: number, here: number, command: Receive | null, gone: string[]}} Feeder
 */

const PAUSE = 15_000;
const box = element("feeders");
const list = element("feeders-list");
const dialog = /** @type {HTMLDialogElement} */ (element("take"));
const contest = box.dataset.contest ?? "";
/** @type {Feeder | null} whose entrants the dialog is about */
let asked = null;

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

async function load() {
  try {
    const answer = await fetch(`/api/contests/${contest}/incoming?lang=${lang()}`, { cache: "no-store" });
    if (answer.ok) draw(await answer.json());
  } catch {
    // The desk's own line says when there is no contact; this list is read again in a while.
  }
}

/** @param {Feeder[]} feeders */
function draw(feeders) {
  const waiting = feeders.some((one) => one.command !== null || one.gone.length > 0);
  box.hidden = feeders.length === 0 || (box.dataset.phase !== "before" && !waiting);
  list.replaceChildren(...feeders.map(row));
}

/** @param {Feeder} feeder */
function row(feeder) {
  const words = list.dataset;
  const item = document.createElement("li");
  item.append(part("who", feeder.name), part("soft small", fill(words.count, { here: feeder.here, quota: feeder.quota })));
  const { command } = feeder;
  if (command) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button slim primary";
    button.textContent = fill(words.take, { count: command.entrants.length });
    button.addEventListener("click", () => open(feeder, command));
    item.append(button);
  } else {
    item.append(part("soft small", (feeder.known ? words.nobody : words.unknown) ?? ""));
  }
  if (feeder.gone.length > 0) item.append(part("notice wait", fill(words.gone, { who: feeder.gone.join(words.comma ?? ", ") })));
  return item;
}

/**
 * @param {string} name
 * @param {string} text
 */
function part(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.dir = "auto";
  span.textContent = text;
  return span;
}

/**
 * @param {Feeder} feeder
 * @param {Receive} command
 */
function open(feeder, command) {
  asked = feeder;
  const title = element("take-title");
  title.textContent = fill(title.dataset.title, { count: command.entrants.length, name: feeder.name });
  element("take-list").replaceChildren(
    ...command.entrants.map((one) => {
      const item = document.createElement("li");
      item.append(part("number", String(one.number)), " ", part("", one.name));
      return item;
    }),
  );
  clear(element("take-notice"));
  dialog.showModal();
}

element("take-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const command = asked?.command;
  if (!command) return;
  void alone(element("take-yes"), async () => {
    const answer = await give(contest, command);
    if (!answer.ok) {
      tell(element("take-notice"), answer);
      return;
    }
    dialog.close();
    await load();
  });
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void load();
});
setInterval(() => void load(), PAUSE);
void load();
