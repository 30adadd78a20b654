// @ts-check
/** Which tablets are signed in to a seat, and signing them out. */

import { alone, clear, post, tell } from "./commands.js";
import { contest, desk, element } from "./desk_page.js";
import { timeOf } from "./qr.js";
import { fill, lang } from "./words.js";

/**
 * @typedef {{id: string, name: string, since: number, state: "here" | "hidden" | "silent" | "none", ago: string, unsent: number}} Tablet
 * @typedef {{seat: string, tablets: Tablet[], open_since: number | null}} SeatTablets
 */

const dialog = /** @type {HTMLDialogElement} */ (element("signed-in"));
const words = element("signed-in-words").dataset;
const shapes = { here: "dot", hidden: "dash", silent: "cross", none: "ring" };
const notice = element("signed-in-notice");
let seat = "";
let asked = 0;
/** A hasty second tap confirms nothing. */
const SETTLING = 500;
let armedAt = 0;

desk.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-tablets]");
  if (!(button instanceof HTMLElement)) return;
  seat = button.dataset.tablets ?? "";
  element("signed-in-title").textContent = fill(words.title, { seat: button.dataset.name ?? seat });
  element("signed-in-list").replaceChildren();
  element("signed-in-open").hidden = true;
  element("signed-in-none").hidden = true;
  element("sign-out-all").hidden = true;
  clear(notice);
  dialog.showModal();
  void load();
});

async function load() {
  const turn = ++asked;
  try {
    const answer = await fetch(`/api/contests/${contest}/seats/${seat}/tablets?lang=${lang()}`, { cache: "no-store" });
    const body = await answer.json();
    if (turn !== asked) return;
    if (answer.ok) show(body);
    else tell(notice, { ok: false, lost: false, message: body.message ?? "", problems: [] });
  } catch {
    tell(notice, { ok: false, lost: true, message: "", problems: [] });
  }
}

/** @param {SeatTablets} found */
function show({ tablets, open_since: since }) {
  element("signed-in-list").replaceChildren(...tablets.map(line));
  element("signed-in-none").hidden = tablets.length > 0;
  const open = element("signed-in-open");
  open.hidden = since === null;
  open.lastElementChild?.replaceChildren(fill(words.open, { time: timeOf(since ?? 0) }));
  const all = element("sign-out-all");
  all.hidden = tablets.length < 2 && (tablets.length === 0 || since === null);
  delete all.dataset.sure;
  all.textContent = words.all ?? "";
}

/** @param {Tablet} tablet */
function line(tablet) {
  const template = /** @type {HTMLTemplateElement} */ (element("signed-in-template"));
  const made = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (made.querySelector(name));
  part("b").textContent = fill(words.tablet, { name: tablet.name });
  part(".shape").classList.add(shapes[tablet.state]);
  part(".signed-in-state").textContent = fill(words[tablet.state], { time: tablet.ago });
  part(".signed-in-since").textContent = tablet.since ? fill(words.since, { time: timeOf(tablet.since) }) : "";
  const unsent = part(".signed-in-unsent");
  unsent.hidden = tablet.unsent === 0;
  unsent.textContent = fill(words.unsent, { count: tablet.unsent });
  const out = part("button");
  out.dataset.signOut = tablet.id;
  out.setAttribute("aria-label", fill(words.outOf, { name: tablet.name }));
  return made;
}

dialog.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-sign-out]");
  if (!(button instanceof HTMLElement)) return;
  if (!button.dataset.sure) {
    button.dataset.sure = "asked";
    armedAt = Date.now();
    button.textContent = (button.dataset.signOut ? words.sure : words.sureAll) ?? "";
    button.removeAttribute("aria-label");
    return;
  }
  if (Date.now() - armedAt < SETTLING) return;
  void alone(button, async () => {
    clear(notice);
    const body = JSON.stringify({ device: button.dataset.signOut || null });
    const answer = await post(`/api/contests/${contest}/seats/${seat}/sign-out`, body);
    if (answer.ok) await load();
    else tell(notice, answer);
  });
});
