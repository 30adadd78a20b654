// @ts-check
/** Gives commands to the desk: ids that make sending twice harmless, and refusals shown in words. */

import { lang } from "./words.js";

const DEVICE = `desk-${randomText(8)}`;
const PATIENCE = 10_000;
const PAUSE = 700;
let count = 0;
let working = false;

/**
 * @typedef {{type: string} & Record<string, unknown>} Command
 * @typedef {{field: string, message: string}} Problem
 * @typedef {{ok: true, body: any}} Done
 * @typedef {{ok: false, lost: boolean, message: string, problems: Problem[]}} Refused
 */

/**
 * Commands that never got an answer, as they were sent: pressed again, they keep their ids.
 * @type {Map<string, string>}
 */
const unanswered = new Map();

/** @param {number} length */
export function randomText(length) {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const drawn = crypto.getRandomValues(new Uint32Array(length));
  return [...drawn].map((one) => letters[one % letters.length]).join("");
}

/**
 * Posts JSON. A lost reply is followed by one more try with the very same text.
 * @param {string} url
 * @param {string} text
 * @returns {Promise<Done | Refused>}
 */
export async function post(url, text) {
  const first = await attempt(url, text);
  if (first.ok || !first.lost) return first;
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  return attempt(url, text);
}

/**
 * @param {string} url
 * @param {string} text
 * @returns {Promise<Done | Refused>}
 */
async function attempt(url, text) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(`${url}?lang=${lang()}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: text,
      cache: "no-store",
      signal: stop.signal,
    });
    const body = await answer.json();
    if (answer.ok) return { ok: true, body };
    return { ok: false, lost: false, message: body.message ?? "", problems: body.problems ?? [] };
  } catch {
    return { ok: false, lost: true, message: "", problems: [] };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Gives one command, or a list of which all or none take effect.
 * @param {string} contest
 * @param {Command | Command[]} commands
 */
export async function give(contest, commands) {
  const asked = JSON.stringify(commands);
  const text = unanswered.get(asked) ?? withIds(commands);
  unanswered.set(asked, text);
  const answer = await post(`/api/contests/${contest}/commands`, text);
  if (answer.ok || !answer.lost) unanswered.delete(asked);
  return answer;
}

/** @param {Command | Command[]} commands */
function withIds(commands) {
  const entered = new Date().toISOString();
  const named = (/** @type {Command} */ one) => {
    count += 1;
    return { ...one, id: `${DEVICE}:${count}`, entered_at: entered };
  };
  return JSON.stringify(Array.isArray(commands) ? commands.map(named) : named(commands));
}

/**
 * Runs one task at a time; whatever is pressed meanwhile does nothing.
 * @param {Element | null} button shows that it is busy
 * @param {() => Promise<void>} task
 */
export async function alone(button, task) {
  if (working) return;
  working = true;
  button?.setAttribute("aria-busy", "true");
  try {
    await task();
  } finally {
    working = false;
    button?.removeAttribute("aria-busy");
  }
}

/** @param {Element | null} notice */
export function clear(notice) {
  if (notice instanceof HTMLElement) notice.hidden = true;
}

/**
 * Shows a refusal near the action: the sentence, and one line for every field that is wrong.
 * @param {HTMLElement | null} notice
 * @param {Refused} refused
 */
export function tell(notice, refused) {
  const told = refused.message || (refused.lost ? notice?.dataset.lost : notice?.dataset.odd) || "";
  const fields = refused.problems.filter((one) => one.field);
  const list = fields.length > 1 || (fields[0] && fields[0].message !== told) ? fields : [];
  say(notice, told, list);
}

/**
 * @param {HTMLElement | null} notice
 * @param {string} message
 * @param {Problem[]} [problems]
 */
export function say(notice, message, problems = []) {
  if (!notice) return;
  const text = notice.querySelector("p");
  const list = notice.querySelector("ul");
  if (text) text.textContent = message;
  if (list) {
    list.hidden = problems.length === 0;
    list.replaceChildren(...problems.map(line));
  }
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
}

/** @param {Problem} problem */
function line(problem) {
  const item = document.createElement("li");
  if (problem.field) {
    const field = document.createElement("code");
    field.textContent = problem.field;
    item.append(field, " ");
  }
  item.append(problem.message);
  return item;
}
