// @ts-check
/** Draws a team leader's phone: each tie with its line-up; a list that is being chosen from stays. */

import { at, button, part, put, putList } from "./parts.js";
import { faults, keyOf, keyOfEntry } from "./team_ties.js";
import { fill, lang } from "./words.js";

/**
 * @typedef {import("./team_ties.js").Ties} Ties
 * @typedef {import("./team_ties.js").Tie} Tie
 * @typedef {import("./team_ties.js").Rubber} Rubber
 * @typedef {{ties: Ties, words: DOMStringMap, line: string}} View
 */

const SHAPES = { missing: "dot", kept: "dot", handed_in: "check", revealed: "check" };
const TONES = { missing: "tone-wait", kept: "tone-wait", handed_in: "tone-good", revealed: "" };

/** @param {View} view */
export function draw(view) {
  const { ties, words } = view;
  const all = ties.screen?.ties ?? [];
  const boxes = all.map((tie) => boxOf(view, tie));
  const list = at("ties");
  if (boxes.some((box, index) => list.children[index] !== box) || list.children.length > boxes.length) {
    list.replaceChildren(...boxes);
  }
  at("empty").hidden = all.length > 0;
  at("empty").textContent = (ties.screen ? words.empty : words.starting) ?? "";
  drawRefusals(view);
  drawLine(view);
}

/** @param {View} view */
function drawLine({ ties, words, line }) {
  const unsent = ties.entries.filter((one) => !one.refused && !one.arrived).length;
  const state = unsent > 0 && line !== "live" && line !== "other" ? "unsent" : line;
  const text = { live: words.lineLive, other: words.lineOther, lost: words.lineLost, starting: words.lineStarting, unsent: words.lineUnsent };
  at("line").dataset.state = state;
  const span = at("line").querySelector("span");
  if (span) span.textContent = fill(text[/** @type {"live"} */ (state)], { count: unsent });
}

/** @param {View} view */
function drawRefusals({ ties, words }) {
  const items = ties.entries.filter((one) => one.refused).map((entry) => {
    const tie = ties.screen?.ties.find((one) => keyOf(one) === keyOfEntry(entry));
    const item = element("li", "notice bad");
    const text = element("div", "");
    text.append(part("refused-what", tie ? fill(words.against, { team: tie.against }) : ""), element("br", ""), entry.refused ?? "");
    item.append(element("i", "shape alert"), text, button("button", { "data-noted": entry.id }, words.noted ?? ""));
    return item;
  });
  putList("refusals", "refusals-list", items);
}

/** The box of a tie, made once. @param {View} view @param {Tie} tie */
function boxOf(view, tie) {
  const key = keyOf(tie);
  const found = [...at("ties").children].find((one) => one.getAttribute("data-key") === key);
  const box = /** @type {HTMLElement} */ (found ?? emptyBox(key));
  box.dataset.state = view.ties.state(tie);
  const [head, picks, foot] = /** @type {HTMLElement[]} */ ([...box.children]);
  put(head, ...headOf(view, tie));
  put(picks, ...tie.rubbers.map((rubber) => rubberOf(view, tie, rubber)));
  put(foot, ...footOf(view, tie));
  return box;
}

/** @param {string} key */
function emptyBox(key) {
  const box = element("article", "tie");
  box.dataset.key = key;
  box.append(element("header", "tie-head"), element("ol", "picks"), element("div", "tie-foot"));
  return box;
}

/** @param {View} view @param {Tie} tie */
function headOf({ ties, words }, tie) {
  const { card } = tie;
  const title = element("h2", "");
  title.append(fill(words.against, { team: tie.against }));
  title.dir = "auto";
  const state = ties.state(tie);
  const tag = element("span", `tie-state ${TONES[state]}`);
  tag.append(element("i", `shape ${SHAPES[state]}`), words[`state${state[0].toUpperCase()}${state.slice(1)}`] ?? "");
  const own = (ties.screen?.teams.length ?? 0) > 1 ? [tie.team] : [];
  const when = [card.start.replace("T", " "), card.court, ...own, `${tie.stage_name} · ${card.name}`];
  return [title, tag, part("tie-when", when.filter(Boolean).join("  "))];
}

/** @param {View} view @param {Tie} tie @param {Rubber} rubber */
function rubberOf({ ties, words }, tie, rubber) {
  const item = element("li", "");
  const label = part("rubber-name", rubber.name);
  label.append(part("soft", ` ${rubber.who}`));
  item.append(label);
  ties.lineup(tie)[rubber.id].forEach((chosen, index) => {
    if (tie.state === "revealed") {
      const member = rubber.members.find((one) => one.id === chosen);
      item.append(part("player", member ? playerText(member) : index === 0 ? words.nobody ?? "" : ""));
    } else item.append(selectOf(rubber, index, chosen, words));
  });
  return item;
}

/** @param {Rubber} rubber @param {number} index @param {string} chosen @param {DOMStringMap} words */
function selectOf(rubber, index, chosen, words) {
  const select = document.createElement("select");
  select.dataset.rubber = rubber.id;
  select.setAttribute("aria-label", `${rubber.name} ${index + 1}`);
  const nobody = document.createElement("option");
  nobody.value = "";
  nobody.textContent = words.choose ?? "";
  const options = rubber.members.map((member) => {
    const option = document.createElement("option");
    option.value = member.id;
    option.textContent = playerText(member);
    return option;
  });
  select.append(nobody, ...options);
  for (const option of select.options) option.toggleAttribute("selected", option.value === chosen);
  return select;
}

/** @param {{name: string, number: string}} member */
function playerText({ name, number }) {
  return number ? `${number} ${name}` : name;
}

/** @param {View} view @param {Tie} tie */
function footOf({ ties, words }, tie) {
  const { card } = tie;
  const state = ties.state(tie);
  if (state === "revealed") {
    const link = document.createElement("a");
    link.className = "button";
    link.href = `/contests/${at("team").dataset.contest}/matches/${card.stage}/${card.id}`;
    link.textContent = words.toMatch ?? "";
    return [notice("", words.toldRevealed ?? ""), link];
  }
  const changed = ties.isChanged(tie);
  const lineup = ties.lineup(tie);
  const wrong = faults(tie, lineup, words);
  const open = tie.rubbers.filter((one) => lineup[one.id].every((id) => !id)).map((one) => one.name);
  const nothing = open.length === tie.rubbers.length;
  const told = [];
  if (!changed && state !== "missing") told.push(notice(TONES[state], words[state === "kept" ? "toldKept" : "toldHanded_in"] ?? ""));
  if (changed && state !== "missing") told.push(notice("tone-wait", words.draft ?? ""));
  for (const text of wrong) told.push(notice("tone-bad", text));
  if (!nothing && wrong.length === 0 && open.length > 0) {
    told.push(notice("tone-wait", fill(words.emptyRubbers, { rubbers: new Intl.ListFormat(lang()).format(open) })));
  }
  told.push(part("soft small", fill(words.limit, { count: tie.per_player })));
  if (!changed && state !== "missing") return told;
  const attributes = { "data-hand-in": keyOf(tie), ...(nothing || wrong.length > 0 ? { disabled: "" } : {}) };
  return [...told, button("button primary", attributes, (state === "missing" ? words.handIn : words.handInChanged) ?? "")];
}

/** @param {string} tone @param {string} text */
function notice(tone, text) {
  const box = element("p", `notice ${tone}`);
  const shape = tone === "tone-bad" ? "alert" : tone === "tone-wait" ? "dot" : "check";
  box.append(element("i", `shape ${shape}`), part("", text));
  return box;
}

/** @param {string} name @param {string} className */
function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
