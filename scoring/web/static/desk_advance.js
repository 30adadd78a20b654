// @ts-check
/** Who goes on: the list by the rule or by decision, and letting somebody in for an absentee. */

import { clear, say } from "./commands.js";
import { desk, element, input, noticeFor, prepare, submit, text } from "./desk_page.js";
import { present } from "./desk_list.js";
import { fill } from "./words.js";

// Recording the list

/** @param {Element} form @returns {HTMLInputElement[]} */
function boxes(form) {
  return [...form.querySelectorAll("[name=entrant]")].map((one) => /** @type {HTMLInputElement} */ (one));
}

/** @param {HTMLElement} form */
function weigh(form) {
  const all = boxes(form);
  const names = (/** @type {HTMLInputElement[]} */ some) => some.map((one) => one.dataset.name ?? "");
  const letIn = names(all.filter((box) => box.checked && !("byRule" in box.dataset)));
  const leftOut = names(all.filter((box) => !box.checked && "byRule" in box.dataset));
  const undecided = "undecided" in form.dataset;
  const differs = letIn.length + leftOut.length > 0;
  const hint = /** @type {HTMLElement} */ (form.querySelector(".hint"));
  hint.textContent = (differs ? hint.dataset.differs : undecided ? hint.dataset.openTie : hint.dataset.same) ?? "";
  hint.classList.toggle("tone-bad", differs || undecided);
  const reason = /** @type {HTMLInputElement} */ (form.querySelector("[name=reason]"));
  reason.required = differs || undecided;
  const yes = /** @type {HTMLElement} */ (form.querySelector("[type=submit]"));
  yes.textContent = fill(yes.dataset.text, { count: all.filter((box) => box.checked).length });
  const checks = /** @type {HTMLElement} */ (form.querySelector(".checks"));
  const lines = [
    [checks.dataset.in, letIn, "good"],
    [checks.dataset.out, leftOut, "bad"],
  ].filter(([, who]) => who?.length);
  checks.replaceChildren(
    ...lines.map(([words, who, tone]) => {
      const line = document.createElement("li");
      line.className = `tone-${tone}`;
      line.textContent = fill(String(words), { who: /** @type {string[]} */ (who).join(checks.dataset.comma) });
      return line;
    }),
  );
}

/** @param {Element} near */
function advanceForm(near) {
  return /** @type {HTMLFormElement | null} */ (near.closest(".advance-form"));
}

prepare("advance-", (dialog) => {
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  form.querySelector(".added")?.replaceChildren();
  form.querySelector(".added")?.previousElementSibling?.setAttribute("hidden", "");
  weigh(form);
});
desk.addEventListener("change", (event) => {
  const form = event.target instanceof Element && advanceForm(event.target);
  if (form) weigh(form);
});

/** @param {HTMLElement} button */
function add(button) {
  const form = advanceForm(button);
  const field = input(button.dataset.add ?? "");
  if (!form || !field.value.trim()) return;
  const number = Number(field.value.normalize("NFKC"));
  const found = present().find((one) => one.number === number);
  const known = boxes(form).find((box) => box.value === found?.id);
  const notice = noticeFor(button);
  clear(notice);
  if (known) {
    known.checked = !known.disabled;
    known.scrollIntoView({ block: "center" });
  } else if (found && document.querySelector(`#r-${CSS.escape(found.id)} .result b`)) {
    addChoice(form, found);
  } else {
    say(notice, fill(field.dataset.unknown, { number: field.value }));
    return;
  }
  field.value = "";
  field.focus();
  weigh(form);
}

/**
 * @param {HTMLFormElement} form
 * @param {import("./desk_list.js").Listed} found
 */
function addChoice(form, found) {
  const list = /** @type {HTMLElement} */ (form.querySelector(".added"));
  const item = document.createElement("li");
  const label = document.createElement("label");
  const box = document.createElement("input");
  const who = document.createElement("span");
  Object.assign(box, { type: "checkbox", name: "entrant", value: found.id, checked: true });
  who.textContent = box.dataset.name = fill(desk.dataset.called, { number: found.number, name: found.name });
  who.className = "who";
  label.append(box, document.createElement("span"), who);
  item.append(label);
  list.append(item);
  list.previousElementSibling?.removeAttribute("hidden");
  item.scrollIntoView({ block: "nearest" });
}

desk.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-add]");
  if (button instanceof HTMLElement) add(button);
});
desk.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || !(field instanceof HTMLInputElement) || !field.matches(".add-number input")) return;
  event.preventDefault();
  const button = field.parentElement?.querySelector("[data-add]");
  if (button instanceof HTMLElement) add(button);
});
desk.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches(".advance-form")) return;
  event.preventDefault();
  const chosen = boxes(form).filter((box) => box.checked && !box.disabled);
  const command = {
    type: "advance",
    stage: form.dataset.stage ?? "",
    route: Number(form.dataset.route),
    entrants: chosen.map((box) => box.value),
    reason: text(new FormData(form), "reason"),
  };
  submit(command, form);
});

// One in for another

const replacing = /** @type {HTMLFormElement} */ (element("replace-form"));
let of = { stage: "", to: "" };

/**
 * @param {string} id
 * @param {Element | null} from
 * @param {string} attribute
 * @param {string} chosen
 */
function options(id, from, attribute, chosen) {
  const select = /** @type {HTMLSelectElement} */ (document.getElementById(id));
  const made = [...(from?.querySelectorAll(`[${attribute}]`) ?? [])].map((one) => {
    const value = one.getAttribute(attribute) ?? "";
    return new Option(one.textContent ?? "", value, false, value === chosen);
  });
  const empty = new Option(select.dataset.choose, "", false, !chosen);
  select.replaceChildren(empty, ...made);
  select.value = chosen;
  return select;
}

/** @param {string} id */
function chosenText(id) {
  const select = /** @type {HTMLSelectElement} */ (document.getElementById(id));
  return select.value ? (select.selectedOptions[0]?.textContent ?? "") : "";
}

function tellReplacing() {
  const line = element("replace-text");
  const [leaving, entering] = [chosenText("replace-leaving"), chosenText("replace-entering")];
  line.hidden = !leaving || !entering;
  line.textContent = fill(line.dataset.text, { leaving, entering, to: of.to });
}

prepare("replace", (_dialog, button) => {
  const asked = JSON.parse(button.dataset.replace ?? "{}");
  of = asked;
  const names = document.getElementById(button.dataset.going ?? "");
  options("replace-leaving", names, "data-leaving", asked.from);
  options("replace-entering", names, "data-entering", asked.in);
  input("replace-reason").value = asked.reason;
  const title = element("replace-title");
  title.textContent = fill(title.dataset.title, { to: of.to });
  tellReplacing();
});
replacing.addEventListener("change", tellReplacing);
replacing.addEventListener("submit", (event) => {
  event.preventDefault();
  const filled = new FormData(replacing);
  const [leaving, entering] = [text(filled, "leaving"), text(filled, "entering")];
  submit({ type: "replace", stage: of.stage, leaving, entering, reason: text(filled, "reason") }, replacing);
});
