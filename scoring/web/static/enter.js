// @ts-check
/** Exchanges a link's secret, or its code, for this device's own key; the secret leaves the address at once. */

import { lang } from "./words.js";

const LEAVING = 3000;
const form = /** @type {HTMLFormElement} */ (document.getElementById("enter"));
const field = /** @type {HTMLInputElement} */ (document.getElementById("secret"));
const working = /** @type {HTMLElement} */ (document.getElementById("working"));
const refused = /** @type {HTMLElement} */ (document.getElementById("refused"));

/** @param {string} text a secret, a code, or a link that ends in a secret */
function secretOf(text) {
  return text.trim().replace(/^.*#k=/, "");
}

/** @param {string} message */
function tell(message) {
  working.hidden = true;
  form.hidden = false;
  refused.hidden = false;
  /** @type {HTMLElement} */ (refused.querySelector("span")).textContent = message;
  field.focus();
}

/** @param {string} secret */
async function signIn(secret) {
  working.hidden = false;
  form.hidden = true;
  refused.hidden = true;
  try {
    const answer = await fetch(`/api/sign-in?lang=${lang()}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ secret }),
    });
    const told = await answer.json();
    if (!answer.ok) {
      tell(told.message);
      return;
    }
    if (told.role === "seat") await keep(told);
    location.replace(told.page);
  } catch {
    tell(form.dataset.offline ?? "");
  }
}

/**
 * Keep the new key; the one that this device had before for the same seat ends.
 * @param {{contest: string, seat: string, token: string}} told
 */
async function keep({ contest, seat, token }) {
  const name = `scoring.seat.${contest}.${seat}`;
  const before = localStorage.getItem(name);
  localStorage.setItem(name, token);
  if (before === null) return;
  await fetch(`/api/contests/${contest}/seats/${seat}/leave`, {
    method: "POST",
    headers: { Authorization: `Bearer ${before}` },
    keepalive: true,
    signal: AbortSignal.timeout(LEAVING),
  }).catch(() => null);
}

/** @type {HTMLElement} */ (document.getElementById("insecure")).hidden = isSecureContext;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void signIn(secretOf(field.value));
});

const linked = location.hash.startsWith("#k=") ? secretOf(location.hash) : "";
if (linked) {
  history.replaceState(null, "", location.pathname + location.search);
  void signIn(linked);
} else {
  field.focus();
}
