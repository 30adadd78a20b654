// @ts-check
/** Before a stage: the running order drawn or set by hand, the panels assigned, the rules sealed. */

import { checked, isComplete, numbersIn, showChecks } from "./desk_numbers.js";
import { desk, element, input, newSeed, prepare, stage, submit, text } from "./desk_page.js";
import { present, unassigned } from "./desk_list.js";
import { showWay } from "./desk_ways.js";

/** @param {string} id */
const area = (id) => /** @type {HTMLTextAreaElement} */ (document.getElementById(id));

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-new-seed]");
  if (button) newSeed(input(button.getAttribute("data-new-seed") ?? ""));
});

/** @param {string} id */
function ensureSeed(id) {
  if (!input(id).value) newSeed(input(id));
}

// Drawn

prepare("draw", () => ensureSeed("seed"));
element("draw").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  submit({ type: "draw_order", stage: stage(), seed: input("seed").value.trim() }, form);
});

// Set by hand

function lookOverOrder() {
  const form = element("hand-form");
  const found = checked(numbersIn(area("hand-numbers").value));
  showChecks(element("hand-checks"), found, form.dataset);
  element("hand-preview").replaceChildren(
    ...found.listed.map((one) => {
      const item = document.createElement("li");
      item.textContent = `${one.number} ${one.name}`;
      return item;
    }),
  );
  element("hand-yes").toggleAttribute("disabled", !isComplete(found));
}

prepare("hand", lookOverOrder);
area("hand-numbers").addEventListener("input", lookOverOrder);
element("hand-present").addEventListener("click", () => {
  area("hand-numbers").value = present().map((one) => one.number).join("\n");
  lookOverOrder();
});
element("hand-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const order = checked(numbersIn(area("hand-numbers").value)).listed.map((one) => one.id);
  const reason = input("hand-reason").value.trim();
  submit({ type: "set_order", stage: stage(), order, reason }, form);
});

// Panels

/** @returns {HTMLTextAreaElement[]} */
function panelAreas() {
  return [...desk.querySelectorAll("textarea[data-panel]")].map((one) => area(one.id));
}

/** Once the stage has begun, only who came late gets a panel. */
function toAssign() {
  return "late" in element("panels-form").dataset ? unassigned() : present();
}

function lookOverPanels() {
  const form = document.getElementById("panels-form");
  if (!form) return;
  const way = /** @type {HTMLInputElement} */ (form.querySelector("[name=way]:checked")).value;
  const byHand = way === "hand";
  showWay(form, way);
  const found = checked(panelAreas().flatMap((one) => numbersIn(one.value)), toAssign());
  showChecks(element("panels-checks"), found, element("hand-form").dataset);
  input("panels-seed").disabled = byHand;
  element("panels-yes").toggleAttribute("disabled", byHand && !isComplete(found));
}

prepare("panels", () => {
  ensureSeed("panels-seed");
  lookOverPanels();
});
desk.addEventListener("input", (event) => {
  if (event.target instanceof Element && event.target.closest("#panels-form")) lookOverPanels();
});

/** @param {HTMLFormElement} form */
function assignment(form) {
  const filled = new FormData(form);
  if (filled.get("way") === "lot") return { seed: text(filled, "seed") };
  const dealt = panelAreas().map((one) => [
    one.dataset.panel ?? "",
    checked(numbersIn(one.value), toAssign()).listed.map((listed) => listed.id),
  ]);
  return { panels: Object.fromEntries(dealt) };
}

// Seal

function showSealedSeed() {
  const wanted = input("seal-lots").checked;
  element("seal-seed-field").hidden = !wanted;
  input("seal-seed").required = wanted;
  if (wanted) ensureSeed("seal-seed");
}

prepare("seal", showSealedSeed);
desk.addEventListener("change", (event) => {
  if (event.target instanceof Element && event.target.id === "seal-lots") showSealedSeed();
});

desk.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  const of = form.dataset.stage ?? "";
  if (form.id === "panels-form") submit({ type: "assign_panels", stage: of, ...assignment(form) }, form);
  if (form.id === "seal-form") {
    const seed = input("seal-lots").checked ? { seed: input("seal-seed").value.trim() } : {};
    submit({ type: "seal_cut", stage: of, ...seed }, form);
  }
});
