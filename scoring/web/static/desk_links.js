// @ts-check
/** Links for the judges' tablets: one to scan, or all of them on a page to print. */

import { alone, clear, post, tell } from "./commands.js";
import { contest, desk, element } from "./desk_page.js";
import { fill } from "./words.js";

const linking = /** @type {HTMLDialogElement} */ (element("link"));
const notice = () => document.getElementById("seats-notice");

/** @param {string} seat */
function newLink(seat) {
  return post(`/api/contests/${contest}/seats/${seat}/link`, "{}");
}

/** @param {string} markup */
function picture(markup) {
  const parsed = new DOMParser().parseFromString(markup, "image/svg+xml").documentElement;
  if (!parsed.hasAttribute("xmlns")) parsed.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return document.importNode(parsed, true);
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
    linking.showModal();
  });
}

/** @param {HTMLElement} button */
export function showAllLinks(button) {
  const list = element("sheets-list");
  const template = /** @type {HTMLTemplateElement} */ (element("sheet-template"));
  const seats = /** @type {NodeListOf<HTMLElement>} */ (desk.querySelectorAll("[data-link]"));
  void alone(button, async () => {
    clear(notice());
    const sheets = [];
    for (const one of seats) {
      const answer = await newLink(one.dataset.link ?? "");
      if (!answer.ok) {
        tell(notice(), answer);
        return;
      }
      const sheet = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
      sheet.querySelector(".qr")?.append(picture(answer.body.qr));
      const write = (/** @type {string} */ part, /** @type {string} */ text) => {
        const target = sheet.querySelector(part);
        if (target) target.textContent = text;
      };
      write("h3", one.dataset.name ?? "");
      write(".sheet-url", answer.body.url);
      sheets.push(sheet);
    }
    list.replaceChildren(...sheets);
    showSheets(true);
  });
}

/** @param {boolean} on */
function showSheets(on) {
  element("sheets").hidden = !on;
  desk.hidden = on;
  scrollTo(0, 0);
}

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
  /** @type {HTMLInputElement} */ (element("link-url")).value = "";
});
const onlyHere = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
for (const hint of document.querySelectorAll("[data-only-here]")) {
  hint.toggleAttribute("hidden", !onlyHere);
}
