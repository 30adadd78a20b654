// @ts-check
/** Registers a contest file: read, previewed, sent as a whole. */

import { alone, clear, post, say, tell } from "./commands.js";
import { fill, lang } from "./words.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("register"));
const file = /** @type {HTMLInputElement} */ (document.getElementById("file"));
const paste = /** @type {HTMLTextAreaElement} */ (document.getElementById("paste"));
const preview = /** @type {HTMLElement} */ (document.getElementById("preview"));
const notice = /** @type {HTMLElement} */ (document.getElementById("register-notice"));

async function given() {
  const chosen = file.files?.[0];
  return paste.value.trim() || (chosen ? await chosen.text() : "");
}

/** @param {unknown} list */
function size(list) {
  return Array.isArray(list) ? list.length : 0;
}

async function look() {
  clear(notice);
  const text = await given();
  preview.hidden = true;
  if (!text) return;
  try {
    const { plan = {}, commands } = JSON.parse(text);
    const name = plan.name?.[lang()] ?? plan.name?.zh ?? plan.name?.en ?? plan.id ?? "?";
    const counts = { entrants: size(plan.entrants), seats: size(plan.seats), stages: size(plan.stages) };
    const shown = preview.querySelector("span");
    if (shown) shown.textContent = fill(form.dataset.preview, { name, ...counts, commands: size(commands) });
    preview.hidden = false;
  } catch {
    say(notice, form.dataset.notJson ?? "");
  }
}

file.addEventListener("change", () => {
  paste.value = "";
  void look();
});
paste.addEventListener("input", () => {
  if (paste.value.trim()) file.value = "";
  void look();
});
document.getElementById("take-example")?.addEventListener("click", () => {
  file.value = "";
  paste.value = document.getElementById("example")?.textContent ?? "";
  paste.focus();
  void look();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void alone(form.querySelector("[type=submit]"), async () => {
    clear(notice);
    const text = await given();
    if (!text) {
      say(notice, form.dataset.nothing ?? "");
      return;
    }
    const answer = await post("/api/contests", text);
    if (answer.ok) location.assign(answer.body.page);
    else tell(notice, answer);
  });
});
