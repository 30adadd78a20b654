// @ts-check
/** One entrant: corrections with their reason, the choice between versions, withdrawing. */

import { alone, clear, give, tell } from "./commands.js";
import { fill } from "./words.js";

/** @typedef {import("./commands.js").Command} Command */

const page = element("entrant");
const { contest = "", stage = "", entrant = "" } = page.dataset;
const choosing = /** @type {HTMLDialogElement} */ (element("choose"));
const asking = /** @type {HTMLDialogElement} */ (element("confirm"));
const reason = /** @type {HTMLInputElement} */ (element("choose-reason"));
const criteria = [...new Set([...page.querySelectorAll("[data-criterion]")].map(criterion))];
/** @type {{seat: string, after: number, marks: string[]} | null} */
let choice = null;

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {Element} input */
function criterion(input) {
  return input.getAttribute("data-criterion") ?? "";
}

/**
 * @param {Command} command
 * @param {Element | null} button
 * @param {HTMLElement | null} notice
 */
function run(command, button, notice) {
  void alone(button, async () => {
    clear(notice);
    const answer = await give(contest, command);
    if (!answer.ok) {
      tell(notice, answer);
      return;
    }
    location.reload();
    await new Promise(() => {});
  });
}

/**
 * @param {string} seat
 * @param {number} after
 * @param {string[]} marks
 * @param {string} why
 */
function amend(seat, after, marks, why) {
  const given = criteria.map((one, index) => ({ criterion: one, mark: marks[index] ?? "" }));
  return { type: "amend", stage, entrant, seat, after, marks: given, reason: why };
}

/** Full-width figures and commas, as Chinese keyboards give them.
 * @param {string} text */
function figures(text) {
  return text.normalize("NFKC").trim().replace(/[。,]/g, ".");
}

page.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const notice = /** @type {HTMLElement | null} */ (form.querySelector(".notice.bad"));
  const why = String(new FormData(form).get("reason") ?? "").trim();
  if (form.id === "withdraw") {
    ask(form);
    return;
  }
  const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-criterion]"));
  const marks = [...inputs].map((input) => figures(input.value));
  const { seat = "", after = "0" } = form.dataset;
  run(amend(seat, Number(after), marks, why), form.querySelector("[type=submit]"), notice);
});

/** @param {HTMLFormElement} form */
function ask(form) {
  clear(element("confirm-notice"));
  element("confirm-title").textContent = form.dataset.title ?? "";
  element("confirm-text").textContent = form.dataset.text ?? "";
  const yes = element("confirm-yes");
  yes.textContent = form.dataset.yes ?? "";
  yes.classList.remove("primary");
  yes.classList.add("danger");
  asking.showModal();
}

element("confirm-yes").addEventListener("click", (event) => {
  const given = /** @type {HTMLInputElement} */ (element("withdraw-reason")).value.trim();
  const button = /** @type {Element} */ (event.currentTarget);
  run({ type: "withdraw", entrant, reason: given }, button, element("confirm-notice"));
});

page.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-choose]");
  if (!(button instanceof HTMLElement)) return;
  const { seat = "", after = "0", marks = "[]", name = "", reason: why = "" } = button.dataset;
  choice = { seat, after: Number(after), marks: JSON.parse(marks) };
  const title = element("choose-title");
  title.textContent = fill(title.dataset.title, { seat: name });
  element("choose-marks").textContent = choice.marks.join(" / ");
  reason.value = why;
  clear(element("choose-notice"));
  choosing.showModal();
});
choosing.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!choice) return;
  const command = amend(choice.seat, choice.after, choice.marks, reason.value.trim());
  run(command, choosing.querySelector("[type=submit]"), element("choose-notice"));
});
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element && event.target.closest("[data-close]");
  if (target) target.closest("dialog")?.close();
});

const wanted = location.hash && document.getElementById(location.hash.slice(1));
if (wanted) wanted.classList.add("wanted");
