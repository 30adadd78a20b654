// @ts-check
/** Links and codes for the judges' tablets: one to scan, or all of them on a page to print. */

import { alone, clear, post, tell } from "./commands.js";
import { contest, desk, element } from "./desk_page.js";
import "./desk_tablets.js";
import { enterPage, picture, timeOf } from "./qr.js";
import { fill } from "./words.js";

const linking = /** @type {HTMLDialogElement} */ (element("link"));
const asking = /** @type {HTMLDialogElement} */ (element("links-ask"));
const notice = () => document.getElementById("seats-notice");

/** @param {string} seat */
function newLink(seat) {
  return post(`/api/contests/${contest}/seats/${seat}/link`, "{}");
}

/**
 * Where and until when a code is typed.
 * @param {HTMLElement} place
 * @param {import("./qr.js").SeatLink} link
 */
function tellCode(place, link) {
  place.textContent = fill(place.dataset.text, { address: enterPage(), time: timeOf(link.until) });
}

/** @param {HTMLElement} button */
export function showLink(button) {
  const { link: seat = "", name = "" } = button.dataset;
  void alone(button, async () => {
    clear(notice());
    const answer = await newLink(seat);
    if (!answer.ok) {
      tell(notice(), answer);
      return;
    }
    const title = element("link-title");
    title.textContent = fill(title.dataset.title, { seat: name });
    element("link-qr").replaceChildren(picture(answer.body.qr));
    /** @type {HTMLInputElement} */ (element("link-url")).value = answer.body.url;
    element("link-code").textContent = answer.body.code;
    tellCode(element("link-code-where"), answer.body);
    element("copy").textContent = element("copy").dataset.copy ?? "";
    linking.showModal();
  });
}

/** What a new page ends is told before it is made. */
export function showAllLinks() {
  asking.showModal();
}

async function makeSheets() {
  const template = /** @type {HTMLTemplateElement} */ (element("sheet-template"));
  const seats = /** @type {NodeListOf<HTMLElement>} */ (desk.querySelectorAll("[data-link]"));
  clear(notice());
  const sheets = [];
  for (const one of seats) {
    const answer = await newLink(one.dataset.link ?? "");
    if (!answer.ok) {
      asking.close();
      tell(notice(), answer);
      return;
    }
    const sheet = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (sheet.querySelector(name));
    part(".qr").append(picture(answer.body.qr));
    part("h3").textContent = one.dataset.name ?? "";
    part(".seat-code").textContent = answer.body.code;
    part(".sheet-url").textContent = answer.body.url;
    tellCode(part(".sheet-where"), answer.body);
    sheets.push(sheet);
  }
  asking.close();
  element("sheets-list").replaceChildren(...sheets);
  showSheets(true);
}

/** @param {boolean} on */
function showSheets(on) {
  element("sheets").hidden = !on;
  desk.hidden = on;
  scrollTo(0, 0);
}

element("links-yes").addEventListener("click", () => void alone(element("links-yes"), makeSheets));
element("print").addEventListener("click", () => print());
element("sheets-back").addEventListener("click", () => {
  element("sheets-list").replaceChildren();
  showSheets(false);
});
element("copy").addEventListener("click", async () => {
  const url = /** @type {HTMLInputElement} */ (element("link-url"));
  url.select();
  try {
    await navigator.clipboard.writeText(url.value);
  } catch {
    document.execCommand("copy");
  }
  element("said").textContent = element("copy").dataset.copied ?? "";
  element("copy").textContent = element("copy").dataset.copied ?? "";
});
linking.addEventListener("close", () => {
  element("link-qr").replaceChildren();
  element("link-code").textContent = "";
  /** @type {HTMLInputElement} */ (element("link-url")).value = "";
});
const onlyHere = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
for (const hint of document.querySelectorAll("[data-only-here]")) {
  hint.toggleAttribute("hidden", !onlyHere);
}
