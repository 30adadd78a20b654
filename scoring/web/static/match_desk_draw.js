// @ts-check
/** The draw: announced with a secret, drawn with the word said in the hall, recorded or changed by hand. */

import { alone, clear, post, randomText, tell } from "./commands.js";
import { done, element, onChange, run } from "./match_desk_page.js";
import { weigh } from "./weigh.js";
import { fill } from "./words.js";

/** @typedef {{id: string, number: number, name: string}} Listed */
/** @typedef {{listed: Listed[], unknown: string[], twice: Listed[], missing: Listed[]}} Found */

const page = element("desk-draw");
const contest = page.dataset.contest ?? "";
const stage = page.dataset.stage ?? "";
const KEPT = `secret:${contest}:${stage}`;
const BYE = /^(-+|–|—|0|bye|轮空|null)$/i;

/** @param {string} id */
const area = (id) => /** @type {HTMLTextAreaElement | null} */ (document.getElementById(id));
/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement | null} */ (document.getElementById(id));

/** @returns {Listed[]} */
function everybody() {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("#field [data-entrant]"));
  return [...rows].map((row) => ({
    id: row.dataset.entrant ?? "",
    number: Number(row.dataset.number),
    name: row.textContent ?? "",
  }));
}

/** @param {string} text */
function words(text) {
  return text.normalize("NFKC").split(/[\s,;、.]+/).filter(Boolean);
}

/**
 * @param {string[]} given numbers, or names of byes
 * @returns {Found}
 */
function found(given) {
  const known = everybody();
  /** @type {Found} */
  const all = { listed: [], unknown: [], twice: [], missing: [] };
  for (const word of given) {
    const one = known.find((listed) => String(listed.number) === word);
    if (!one) all.unknown.push(word);
    else if (all.listed.includes(one)) all.twice.push(one);
    else all.listed.push(one);
  }
  all.missing = known.filter((one) => !all.listed.includes(one));
  return all;
}

/** @param {Listed} one */
const called = (one) => `${one.number} ${one.name}`;

/**
 * @param {Element | null} list
 * @param {Found} all
 * @param {boolean} complete whether everybody must be there
 */
function checks(list, all, complete) {
  const comma = page.dataset.comma ?? ", ";
  const lines = [
    [page.dataset.unknown, all.unknown],
    [page.dataset.twice, all.twice.map(called)],
    [page.dataset.missing, complete ? all.missing.map(called) : []],
  ];
  const wrong = lines.filter(([, who]) => who?.length);
  const items = wrong.map(([text, who]) => check(fill(String(text), { who: /** @type {string[]} */ (who).join(comma) }), "bad"));
  if (complete && !wrong.length) items.push(check(fill(page.dataset.complete, { count: all.listed.length }), "good"));
  list?.replaceChildren(...items);
  return wrong.length === 0;
}

/**
 * @param {string} text
 * @param {string} tone
 */
function check(text, tone) {
  const item = document.createElement("li");
  item.className = `tone-${tone}`;
  item.textContent = text;
  return item;
}

/** @param {string} text */
function item(text) {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}

// Seeds

/** @param {HTMLTextAreaElement} input */
function showSeeds(input) {
  const list = document.getElementById(input.dataset.seeds ?? "");
  const all = found(words(input.value));
  list?.replaceChildren(...all.listed.map((one) => item(called(one))));
  checks(list?.nextElementSibling ?? null, all, false);
}

/** @param {string} id */
function seeded(id) {
  return found(words(area(id)?.value ?? "")).listed.map((one) => one.id);
}

function showAll() {
  for (const one of page.querySelectorAll("textarea[data-seeds]")) showSeeds(/** @type {HTMLTextAreaElement} */ (one));
  if (page.querySelector(".part")) lines();
  showSecret();
}

// Secret

function showSecret() {
  const secret = kept();
  const box = element("kept-secret");
  const waiting = page.querySelector("#draw-form[data-announced]") !== null;
  box.hidden = !secret || !waiting;
  const code = box.querySelector("code");
  if (code) code.textContent = secret;
  const input = field("draw-secret");
  if (input && !input.value) input.value = waiting ? secret : input.matches(":invalid") ? randomText(20) : "";
}

function kept() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} secret */
function keep(secret) {
  try {
    localStorage.setItem(KEPT, secret);
  } catch {
    // It is on the page and on paper.
  }
}

/** @param {HTMLFormElement} form */
function announce(form) {
  const notice = document.getElementById("announce-notice");
  void alone(form.querySelector("[type=submit]"), async () => {
    clear(notice);
    const body = JSON.stringify({ stage, seeded: seeded("announce-seeds") });
    const answer = await post(`/api/contests/${contest}/announcement`, body);
    if (!answer.ok) {
      tell(notice, answer);
      return;
    }
    keep(answer.body.secret);
    const input = field("draw-secret");
    if (input) input.value = "";
    await done();
    element("kept-secret").scrollIntoView({ block: "center" });
  });
}

/** @param {HTMLFormElement} form */
function draw(form) {
  const secret = field("draw-secret")?.value.trim() ?? "";
  const word = field("draw-word")?.value.trim() ?? "";
  const seeds = "announced" in form.dataset ? [] : seeded("draw-seeds");
  const command = { type: "draw", stage, seeded: seeds, secret, word };
  void run(command, element("draw-yes"), document.getElementById("draw-notice"), () => {
    try {
      localStorage.removeItem(KEPT);
    } catch {
      // It is published now anyway.
    }
  });
}

// By hand

/** The lines as typed: part by part, null for a bye. */
function lines() {
  const form = /** @type {HTMLFormElement} */ (element("lines-form"));
  const parts = [.../** @type {NodeListOf<HTMLTextAreaElement>} */ (form.querySelectorAll(".part"))].map((one) => words(one.value));
  const known = everybody();
  const bracket = form.dataset.kind === "bracket";
  const numbers = parts.flat().filter((word) => !(bracket && BYE.test(word)));
  const right = checks(document.getElementById("part-checks"), found(numbers), true);
  const of = (/** @type {string} */ word) => known.find((one) => String(one.number) === word);
  const preview = document.getElementById("part-list");
  preview?.replaceChildren(...parts.flat().map((word) => item(of(word)?.name ?? (BYE.test(word) ? page.dataset.bye ?? "" : word))));
  element("lines-yes").toggleAttribute("disabled", !right);
  return parts.map((part) => part.map((word) => of(word)?.id ?? null));
}

/** @param {HTMLFormElement} form */
function swap(form) {
  const first = Number(field("swap-first")?.value);
  const second = Number(field("swap-second")?.value);
  weigh({
    contest,
    title: fill(form.dataset.title, { first, second }),
    yes: form.dataset.yes ?? "",
    command: { type: "swap_lines", stage, first, second },
    done,
  });
}

page.addEventListener("input", (event) => {
  const target = event.target;
  if (target instanceof HTMLTextAreaElement && target.dataset.seeds) showSeeds(target);
  else if (target instanceof Element && target.matches(".part")) lines();
});
page.addEventListener("click", (event) => {
  const input = field("draw-secret");
  if (input && event.target instanceof Element && event.target.closest("[data-new-secret]")) input.value = randomText(20);
});
page.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  if (form.id === "announce-form") announce(form);
  if (form.id === "draw-form") draw(form);
  if (form.id === "swap-form") swap(form);
  if (form.id === "lines-form") {
    const reason = field("lines-reason")?.value.trim() ?? "";
    void run({ type: "set_lines", stage, lines: lines(), reason }, element("lines-yes"), document.getElementById("part-notice"));
  }
});
onChange(showAll);
showAll();
