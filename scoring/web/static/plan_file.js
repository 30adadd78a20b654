// @ts-check
/** Changes a plan that no form can show: the changed contest file is pasted as a whole. */

import { alone, clear, give, say, tell } from "./commands.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("plan-file"));
const paste = /** @type {HTMLTextAreaElement} */ (document.getElementById("paste"));
const notice = document.getElementById("plan-notice");

function plan() {
  try {
    const file = JSON.parse(paste.value);
    return { ...(file.plan ?? file), entrants: [] };
  } catch {
    return null;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void alone(form.querySelector("[type=submit]"), async () => {
    clear(notice);
    const given = plan();
    if (!given) {
      say(notice, form.dataset.notJson ?? "");
      return;
    }
    const done = await give(form.dataset.contest ?? "", { type: "revise", plan: given });
    if (done.ok) location.assign(`${location.pathname}?saved=1`);
    else tell(notice, done);
  });
});
