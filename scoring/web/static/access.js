// @ts-check
/** Sends the forms of access as JSON: a new page after it, or the secret that is shown once. */

import { alone, clear, post, tell } from "./commands.js";

/** @param {HTMLFormElement} form */
async function send(form) {
  const notice = /** @type {HTMLElement} */ (document.getElementById(form.dataset.notice ?? ""));
  clear(notice);
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  const answer = await post(form.dataset.post ?? "", JSON.stringify(Object.fromEntries(filled)));
  if (!answer.ok) {
    tell(notice, answer);
    return;
  }
  const place = document.getElementById(form.dataset.secret ?? "");
  const shown = place?.querySelector("code");
  if (place && shown) {
    shown.textContent = answer.body.secret;
    place.hidden = false;
  } else if (form.dataset.then) location.assign(form.dataset.then);
  else if (answer.body.page) location.assign(answer.body.page);
  else location.reload();
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-post]"))) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void alone(form.querySelector("button"), () => send(form));
  });
}
