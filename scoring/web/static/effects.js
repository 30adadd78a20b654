// @ts-check
/** What a correction would change, as it is shown before anybody confirms it. */

/**
 * @typedef {{said: string, place: (number | null)[], moves_only: boolean}} Move
 * @typedef {{name: string, moves: Move[], others: string, said: string[], warnings: string[]}} Stage
 * @typedef {{match: string, said: string}} Later a match that has started, to be accepted
 * @typedef {{stages: Stage[], nothing_changes: boolean, said: string, accept?: Later[]}} Preview
 */

/**
 * @param {Preview} preview
 * @returns {HTMLElement[]}
 */
export function effects(preview) {
  if (preview.nothing_changes) return [paragraph(preview.said, "")];
  return preview.stages.map((one) => stage(one, preview.stages.length > 1));
}

/**
 * @param {Stage} found
 * @param {boolean} several
 */
function stage(found, several) {
  const box = made("div", "");
  box.className = "effect-stage";
  if (several) box.append(made("h4", found.name));
  const main = found.moves.filter((one) => !one.moves_only);
  const others = found.moves.filter((one) => one.moves_only);
  if (main.length) box.append(list(main));
  if (others.length && !main.length) box.append(list(others));
  else if (others.length) {
    const more = document.createElement("details");
    more.append(made("summary", found.others), list(others));
    box.append(more);
  }
  for (const line of found.said) box.append(paragraph(line, "effect-line"));
  if (found.warnings.length) {
    const warning = made("div", "");
    warning.className = "notice wait";
    const text = made("div", "");
    text.append(...found.warnings.map((line) => paragraph(line, "")));
    warning.append(shape("alert"), text);
    box.append(warning);
  }
  return box;
}

/** @param {Move[]} moves */
function list(moves) {
  const found = document.createElement("ul");
  found.className = "moves";
  for (const move of moves) {
    const line = document.createElement("li");
    line.append(shape(direction(move.place)), made("span", move.said));
    found.append(line);
  }
  return found;
}

/** @param {(number | null)[]} place */
function direction([before, after]) {
  if (before === after) return "dash";
  if (after === null) return "cross";
  return before === null || after < before ? "up" : "down";
}

/** @param {string} name */
function shape(name) {
  const found = document.createElement("i");
  found.className = `shape ${name}`;
  return found;
}

/**
 * @param {string} tag
 * @param {string} text
 */
export function made(tag, text) {
  const found = document.createElement(tag);
  found.textContent = text.replaceAll(" → ", "\u00a0→\u00a0");
  return found;
}

/**
 * @param {string} text
 * @param {string} kind
 */
export function paragraph(text, kind) {
  const found = made("p", text);
  found.className = kind;
  return found;
}

/**
 * A box to tick for each match that has started and would get other sides.
 * @param {Preview} preview
 * @param {HTMLElement} place
 */
export function showLater(preview, place) {
  const list = /** @type {HTMLElement} */ (place.querySelector("ul"));
  const ticked = new Set(accepted(place));
  const later = preview.accept ?? [];
  place.hidden = later.length === 0;
  list.replaceChildren(
    ...later.map((one) => {
      const item = document.createElement("li");
      const label = document.createElement("label");
      const box = document.createElement("input");
      label.className = "tick";
      Object.assign(box, { type: "checkbox", value: one.match, required: true, checked: ticked.has(one.match) });
      label.append(box, made("span", one.said));
      item.append(label);
      return item;
    }),
  );
}

/**
 * The matches that were ticked.
 * @param {HTMLElement} place
 */
export function accepted(place) {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("input:checked"));
  return [...boxes].map((one) => one.value);
}
