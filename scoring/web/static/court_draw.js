// @ts-check
/** Draws an umpire's tablet: the list of matches, and the match that is umpired. */

import { choices, delivery, index, other, sideOf, stakes } from "./court_course.js";
import { isOfPlayers, playerName, playersOf, sideName, teamName } from "./court_names.js";
import { drawPeriods } from "./court_periods_draw.js";
import { total } from "./court_periods.js";
import { pausesOf, stepOf } from "./court_steps.js";
import { keyOf } from "./court_sheets.js";
import { at as element, button, part, put, putList } from "./parts.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./court_course.js").Side} Side
 * @typedef {import("./court_sheets.js").Found} Found
 * @typedef {import("./court_sheets.js").Match} Match
 * @typedef {import("./court_sheets.js").Now} Now
 * @typedef {import("./court_sheets.js").Sheet} Sheet
 * @typedef {object} View
 * @property {import("./court_sheets.js").Court} court
 * @property {DOMStringMap} words
 * @property {string | null} shown the sheet that is umpired
 * @property {string} line
 * @property {(pause: string) => boolean} noted
 * @property {{server: string | null, receiver: string | null, left: Side, handicap: import("./court_course.js").Score}} choice
 * @property {Record<Side, string | null>} player whose goal or foul comes next
 */

const SIDES = /** @type {Side[]} */ (["a", "b"]);

/** @param {View} view */
export function draw(view) {
  const found = view.court.find(view.shown);
  element("list").hidden = found !== null;
  element("umpire").hidden = found === null;
  if (found) drawMatch(view, found);
  else drawList(view);
  drawLine(view);
}

/** @param {View} view */
export function drawLine({ court, words, line }) {
  const unsent = court.entries.filter((one) => !one.refused).length;
  const state = unsent > 0 && line !== "live" && line !== "other" ? "unsent" : line;
  element("line").dataset.state = state;
  const text = { live: words.lineLive, other: words.lineOther, lost: words.lineLost, starting: words.lineStarting, unsent: words.lineUnsent };
  const span = element("line").querySelector("span");
  if (span) span.textContent = fill(text[/** @type {"live"} */ (state)], { count: unsent });
}

/** @param {View} view */
function drawList(view) {
  const { court, words } = view;
  const screen = court.screen;
  if (!screen) return;
  const groups = [
    group(words.listCurrent, screen.current.map((one) => matchCard(view, one))),
    group(words.listNext, screen.next.map((one) => matchCard(view, one))),
    group(words.listFree, screen.free.map((one) => matchCard(view, one))),
  ].filter((one) => one !== null);
  const past = group(words.listPast, screen.past.map((one) => pastCard(view, one)));
  const empty = document.createElement("div");
  empty.className = "empty";
  empty.append(part("empty-title", words.emptyTitle ?? ""), part("", (screen.in_use ? words.emptyText : words.emptyUnused) ?? ""));
  put(element("list"), ...(groups.length > 0 ? groups : [empty]), ...(past ? [past] : []));
}

/**
 * @param {string | undefined} title
 * @param {Node[]} cards
 */
function group(title, cards) {
  if (cards.length === 0) return null;
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  heading.textContent = title ?? "";
  section.append(heading, ...cards);
  return section;
}

/**
 * @param {View} view
 * @param {Match} match
 */
function matchCard(view, match) {
  const { court, words } = view;
  const { card } = match;
  const box = document.createElement("article");
  box.className = "match-card";
  box.dataset.phase = card.phase;
  box.append(
    part("match-when", [card.when, `${match.stage_name} · ${card.name}`].filter(Boolean).join("  ")),
    versus(card, match),
  );
  if (match.tie && match.sheets.length > 0) box.append(...rubbers(view, match));
  else if (match.sheets.length > 0) {
    const begun = match.sheets[0].trail.length > 0;
    const key = keyOf(card, 0);
    const [word, does] = !court.opened(match) ? [words.open, "data-call"] : [begun ? words.goOn : words.start, "data-open"];
    box.append(button(`button open${does === "data-open" ? " primary" : ""}`, { [does]: key }, word ?? ""));
  } else box.append(part("soft", card.phase_text));
  return box;
}

/**
 * @param {import("./court_sheets.js").Card} card
 * @param {Match | null} match
 */
function versus(card, match) {
  const box = document.createElement("p");
  box.className = "versus";
  const sheet = match?.tie ? null : match?.sheets[0] ?? null;
  for (const side of SIDES) {
    const row = part("versus-side", "");
    const name = part("versus-name", sheet ? sideName(sheet, side) : card[side].name);
    name.dir = "auto";
    row.append(name, part("soft", sheet ? teamName(sheet, side) : card[side].unit));
    const score = card.score?.[index(side)];
    row.append(part("versus-score", score === undefined ? "" : String(score)));
    box.append(row);
  }
  return box;
}

/**
 * @param {View} view
 * @param {Match} match
 */
function pastCard({ court, words }, match) {
  const { card } = match;
  const box = document.createElement("article");
  box.className = "match-card past";
  const games = card.games.map((one) => one.join("–")).join("  ");
  box.append(part("match-when", card.name), versus(card, match), part("soft", [match.tie ? "" : games, card.note].filter(Boolean).join(" · ")));
  for (const sheet of match.tie ? match.sheets : []) {
    const row = document.createElement("div");
    row.className = "rubber";
    row.append(...rubberRow(match, sheet, court.now({ match, sheet, key: keyOf(card, sheet.rubber) }), words));
    box.append(row);
  }
  return box;
}

/**
 * The rubbers of a team tie in the order of play.
 * @param {View} view
 * @param {Match} match
 */
function rubbers({ court, words }, match) {
  const opened = court.opened(match);
  if (!opened) {
    return [button("button open", { "data-call": keyOf(match.card, 0) }, words.open ?? "")];
  }
  const hint = match.lineups ? [] : [part("soft", words.lineupsAwaited ?? "")];
  const rows = match.sheets.map((sheet) => {
    const key = keyOf(match.card, sheet.rubber);
    const row = button("rubber", { "data-open": key });
    row.append(...rubberRow(match, sheet, court.now({ match, sheet, key }), words));
    row.disabled = !match.lineups || (sheet.settled !== null && !sheet.confirmed);
    return row;
  });
  return [...hint, ...rows];
}

/**
 * @param {Match} match
 * @param {Sheet} sheet
 * @param {Now} now
 * @param {DOMStringMap} words
 */
function rubberRow(match, sheet, now, words) {
  const sides = part("rubber-sides", "");
  if (match.lineups) sides.append(...SIDES.map((side) => part("", sideName(sheet, side))));
  return [part("rubber-name", sheet.name), sides, part("rubber-state", rubberState(sheet, now, words))];
}

/**
 * @param {Sheet} sheet
 * @param {Now} now
 * @param {DOMStringMap} words
 */
function rubberState(sheet, now, words) {
  if (sheet.settled?.type === "unplayed") return words.notPlayed ?? "";
  if (sheet.settled?.type === "conceded" || sheet.settled?.type === "both_out") return words.walkover ?? "";
  const games = [...now.at.games, ...(now.at.score && now.at.games ? [now.at.score] : [])].map((one) => `${one}`.replace(",", "–"));
  if (now.confirmed) return `${games.join(" ")} ✓`;
  return games.length > 0 ? games.join(" ") : words.toPlay ?? "";
}

/**
 * @param {View} view
 * @param {Found} found
 */
function drawMatch(view, found) {
  const { court } = view;
  const { match, sheet } = found;
  const now = court.now(found);
  const step = stepOf(found, now, view.noted);
  const umpire = element("umpire");
  umpire.dataset.step = step;
  umpire.dataset.kind = sheet.rules.type;
  element("match-name").textContent = [match.card.name, sheet.name].filter(Boolean).join(" · ");
  element("match-stage").textContent = match.stage_name;
  drawState(view, found, now);
  drawRefusals(view, found);
  put(element("board"), ...board(found, now));
  const playing = step === "play" && sheet.rules.type === "rally";
  element("halves").hidden = !playing;
  element("periods").hidden = !((step === "play" || step === "kicks") && sheet.rules.type === "periods");
  element("panel").hidden = playing || !element("periods").hidden;
  if (playing) drawHalves(view, found, now);
  else if (!element("periods").hidden) drawPeriods(view, found, now, step === "kicks");
  else drawPanel(view, found, now, step);
  element("serve").hidden = sheet.rules.type !== "rally";
  element("serve").textContent = step === "play" ? serveText(view, found, now) : "";
  const foot = step === "done" || step === "lineups";
  /** @type {HTMLButtonElement} */ (element("undo")).disabled = foot || now.trail.length === 0;
  /** @type {HTMLButtonElement} */ (element("redo")).disabled = foot || now.undone.length === 0;
  /** @type {HTMLButtonElement} */ (element("more")).disabled = foot;
}

/**
 * Whether what stands is at the desk, on this tablet, or another tablet's.
 * @param {View} view
 * @param {Found} found
 * @param {Now} now
 */
function drawState({ court, words }, { sheet }, now) {
  const foreign = sheet.revision > 0 && sheet.device !== court.device && now.waiting === 0;
  const state = now.waiting > 0 ? "kept" : foreign ? "other" : sheet.revision > 0 ? "desk" : "empty";
  const text = { kept: words.stateKept, other: words.stateOther, desk: words.stateDesk, empty: words.stateEmpty };
  const shape = { kept: "diamond", other: "alert", desk: "check", empty: "ring" };
  const box = element("sheet-state");
  box.dataset.state = state;
  const icon = document.createElement("i");
  icon.className = `shape ${shape[state]}`;
  const device = sheet.device.replace(/^tablet-/, "").slice(0, 4);
  put(box, icon, part("", fill(text[state], { count: now.waiting, device })));
}

/**
 * @param {View} view
 * @param {Found} found
 */
function drawRefusals({ court, words }, { sheet, key }) {
  const items = court.refusals(key).map((entry) => {
    const item = document.createElement("li");
    item.className = "notice bad";
    const icon = document.createElement("i");
    icon.className = "shape alert";
    const text = document.createElement("div");
    text.append(part("refused-what", entryText(sheet, entry.command, words)), document.createElement("br"), entry.refused ?? "");
    item.append(icon, text, button("button", { "data-noted": entry.id }, words.noted ?? ""));
    return item;
  });
  putList("refusals", "refusals-list", items.slice(0, 3));
}

/**
 * What an entry was, for the umpire who made it.
 * @param {Sheet} sheet
 * @param {Record<string, any>} command
 * @param {DOMStringMap} words
 */
export function entryText(sheet, command, words) {
  const tap = command.tap;
  if (command.type !== "record") return (command.type === "confirm_result" ? words.entryConfirm : words.open) ?? "";
  if (tap.type === "rally") return fill(words.entryRally, { name: sideName(sheet, tap.winner) });
  if (tap.type === "goal") return fill(words.entryGoal, { points: tap.points, name: sideName(sheet, tap.side) });
  return words[`entry${tap.type.charAt(0).toUpperCase()}${tap.type.slice(1).replace(/_(\w)/, (/** @type {string} */ _, /** @type {string} */ one) => one.toUpperCase())}`] ?? words.entryOther ?? "";
}

/**
 * Both sides with their games, the one in progress last.
 * @param {Found} found
 * @param {Now} now
 */
export function board({ sheet }, now) {
  const { at } = now;
  const periods = sheet.rules.type === "periods";
  const parts = periods ? at.by_period : at.games;
  const live = periods ? null : at.score;
  return SIDES.map((side) => {
    const row = part("board-row", "");
    const name = part("board-name", sideName(sheet, side));
    name.dir = "auto";
    const goals = periods ? total(at) : at.won;
    row.append(name, part("board-won", goals && (periods || at.score || at.outcome) ? String(goals[index(side)]) : ""));
    for (const one of parts) {
      const cell = part("board-game", String(one[index(side)]));
      if (one[index(side)] > one[index(other(side))]) cell.classList.add("won");
      row.append(cell);
    }
    if (live) row.append(part("board-game live", String(live[index(side)])));
    const kicks = periods && /** @type {any} */ (at.score)?.shootout;
    if (kicks) row.append(part("board-game", `(${kicks[index(side)]})`));
    return row;
  });
}

/**
 * @param {View} view
 * @param {Found} found
 * @param {Now} now
 */
function drawHalves({ court, words }, { sheet }, { at }) {
  const course = court.courseOf(sheet, at.handicap);
  const serves = course && delivery(course, at);
  const stake = course ? stakes(course, at) : {};
  for (const end of ["left", "right"]) {
    const side = end === "left" ? at.left : other(at.left);
    const half = element(end);
    half.dataset.side = side;
    half.setAttribute("aria-label", fill(words.pointTo, { name: sideName(sheet, side) }));
    half.toggleAttribute("data-serving", serves !== null && sideOf(serves?.server ?? "x") === side);
    const points = String(at.score?.[index(side)] ?? "");
    const won = part("stake", stake[side] === "match" ? words.matchPoint ?? "" : stake[side] ? words.gamePoint ?? "" : "");
    put(half, part("half-team", teamName(sheet, side)), ...standing(sheet, side, end, serves, words), part(`points${points.length > 2 ? " long" : ""}`, points), won);
  }
}

/**
 * The players of a side as they stand: the umpire sees the right court of the left side near, that of the other far.
 * @param {Sheet} sheet
 * @param {Side} side
 * @param {string} end
 * @param {{server: string, receiver: string | null, court: string | null} | null} serves
 * @param {DOMStringMap} words
 */
function standing(sheet, side, end, serves, words) {
  const players = isOfPlayers(sheet) ? playersOf(sheet, side) : [`${side}1`];
  const up = [serves?.server, serves?.receiver].find((one) => one && sideOf(one) === side) ?? null;
  const nearFirst = serves?.court === (end === "left" ? "left" : "right");
  const ordered = up && players.length > 1 && serves?.court && players.includes(up)
    ? nearFirst ? [up, ...players.filter((one) => one !== up)] : [...players.filter((one) => one !== up), up]
    : players;
  return ordered.map((player, place) => {
    const box = part(`player ${place === 0 ? "far" : "near"}`, "");
    const isServer = serves?.server === player || (!isOfPlayers(sheet) && up === serves?.server && serves !== null && sideOf(serves.server) === side);
    const isReceiver = serves?.receiver === player;
    if (isServer) box.append(mark("shuttle", words.serves ?? ""));
    else if (isReceiver && players.length > 1) box.append(mark("ring", words.receives ?? ""));
    const name = part("player-name", isOfPlayers(sheet) ? playerName(sheet, player, words) : sideName(sheet, side));
    name.dir = "auto";
    box.append(name);
    return box;
  });
}

/**
 * @param {string} shape
 * @param {string} word
 */
function mark(shape, word) {
  const box = part(`serve-mark ${shape}`, "");
  const icon = document.createElement("i");
  icon.className = `shape ${shape}`;
  box.append(icon, word);
  return box;
}

/**
 * @param {View} view
 * @param {Found} found
 * @param {Now} now
 */
function serveText({ court, words }, { sheet }, { at }) {
  const course = court.courseOf(sheet, at.handicap);
  const serves = course && delivery(course, at);
  if (!serves) return words.serveUnknown ?? "";
  const server = playerName(sheet, serves.server, words);
  if (!isOfPlayers(sheet)) {
    const number = Number(serves.server.slice(1));
    return sheet.rules.service.players > 1 ? fill(words.serveRotation, { server, number }) : fill(words.serveSide, { server });
  }
  const receiver = serves.receiver ? playerName(sheet, serves.receiver, words) : "";
  const text = serves.court === "right" ? words.serveRight : serves.court === "left" ? words.serveLeft : words.serveTo;
  return fill(text, { server, receiver });
}

/**
 * @param {View} view
 * @param {Found} found
 * @param {Now} now
 * @param {import("./court_steps.js").Step} step
 */
function drawPanel(view, found, now, step) {
  const { words } = view;
  const { title, text, body, go, disabled = false } = panelOf(view, found, now, step);
  element("panel-title").textContent = title ?? "";
  element("panel-text").textContent = text ?? "";
  element("panel-text").hidden = !text;
  element("timer").hidden = step !== "pause" || element("timer").textContent === "";
  put(element("panel-body"), ...body);
  const press = /** @type {HTMLButtonElement} */ (element("go"));
  press.textContent = go ?? words.goOn ?? "";
  press.hidden = go === null;
  press.disabled = disabled;
}

/**
 * @typedef {{title?: string, text?: string, body: Node[], go: string | null | undefined, disabled?: boolean}} Panel
 * @param {View} view
 * @param {Found} found
 * @param {Now} now
 * @param {import("./court_steps.js").Step} step
 * @returns {Panel}
 */
function panelOf(view, found, now, step) {
  const { words } = view;
  switch (step) {
    case "setup":
      return setupPanel(view, found);
    case "pause":
      return pausePanel(view, found, now);
    case "over":
      return { title: resultText(found, now, words), text: words.overText, body: [resultTable(found, now)], go: words.confirm };
    case "done":
      return { title: resultText(found, now, words), text: doneText(found, now, words), body: [resultTable(found, now)], go: words.backToList };
    case "lineups":
      return { title: words.lineupsAwaited, text: "", body: [], go: words.backToList };
    default:
      return { title: words.untoldTitle, text: words.untoldText, body: [], go: null };
  }
}

/**
 * @param {Found} found
 * @param {Now} now
 * @param {DOMStringMap} words
 */
function doneText({ sheet }, now, words) {
  if (sheet.settled?.type === "unplayed") return words.notPlayed;
  return now.waiting > 0 ? words.doneKept : words.done;
}

/**
 * @param {View} view
 * @param {Found} found
 * @returns {Panel}
 */
function setupPanel(view, { sheet }) {
  const { words, court, choice } = view;
  if (sheet.rules.type === "periods") return { title: words.beginTitle, text: words.beginText, body: [], go: words.begin };
  const course = court.courseOf(sheet);
  const body = [endsRow(sheet, choice, words)];
  if (course) body.push(...serviceRows(view, sheet, Object.keys(course.starts)));
  const [a, b] = choice.handicap;
  const score = `${sideName(sheet, "a")} · ${a}–${b} · ${sideName(sheet, "b")}`;
  const text = a || b ? fill(words.handicapShown, { score }) : "";
  return { title: words.startTitle, text, body, go: words.startMatch, disabled: !isChosen(view, sheet) };
}

/** Whether it is said who serves, and to whom where that is to be said. @param {View} view @param {Sheet} sheet */
export function isChosen({ choice }, sheet) {
  return choice.server !== null && (!isOfPlayers(sheet) || choice.receiver !== null);
}

/**
 * @param {string} name
 * @param {Node[]} children
 */
function row(name, children) {
  const box = document.createElement("div");
  box.className = "choice-row";
  if (name) box.append(part("choice-name", name));
  const picks = part("picks", "");
  picks.append(...children);
  box.append(picks);
  return box;
}

/**
 * @param {Sheet} sheet
 * @param {{left: Side}} choice
 * @param {DOMStringMap} words
 */
function endsRow(sheet, choice, words) {
  const picks = SIDES.map((side) =>
    button("pick", { "data-left": side, "aria-pressed": String(choice.left === side) }, sideName(sheet, side)),
  );
  return row(words.leftEnd ?? "", picks);
}

/**
 * Who serves, and to whom where that is to be said.
 * @param {View} view
 * @param {Sheet} sheet
 * @param {string[]} allowed such as "a1-b2"
 */
export function serviceRows({ choice, words }, sheet, allowed) {
  const servers = [...new Set(allowed.map((one) => one.split("-")[0]))];
  const offered = isOfPlayers(sheet) ? servers : servers.filter((one) => one.endsWith("1"));
  const name = (/** @type {string} */ one) => playerName(sheet, one, words);
  const picks = offered.map((one) => button("pick", { "data-server": one, "aria-pressed": String(choice.server === one) }, name(one)));
  const rows = [row(words.firstServer ?? "", picks)];
  const receivers = allowed.filter((one) => one.split("-")[0] === choice.server).map((one) => one.split("-")[1]).filter(Boolean);
  if (sheet.rules.service.players > 1 && isOfPlayers(sheet)) {
    const all = choice.server ? receivers : [];
    rows.push(row(words.firstReceiver ?? "", all.length > 0
      ? all.map((one) => button("pick", { "data-receiver": one, "aria-pressed": String(choice.receiver === one) }, name(one)))
      : [part("soft hint", words.chooseServerFirst ?? "")]));
  }
  return rows;
}

/**
 * @param {View} view
 * @param {Found} found
 * @param {Now} now
 * @returns {Panel}
 */
function pausePanel(view, { sheet }, now) {
  const { words, court, choice } = view;
  const { at } = now;
  const due = pausesOf(now);
  const course = court.courseOf(sheet, at.handicap);
  if (sheet.rules.type === "periods") return periodPause(words, sheet, now);
  const lines = [];
  const last = at.games[at.games.length - 1];
  let title = fill(words.intervalTitle, { score: at.score?.join("–") ?? "" });
  if (due.includes("game_over") && last) {
    const winner = last[0] > last[1] ? "a" : "b";
    const score = winner === "a" ? last : [last[1], last[0]];
    title = fill(words.gameTo, { name: sideName(sheet, winner), score: score.join("–") });
  } else if (!due.includes("interval")) title = words.changeEnds ?? "";
  if (due.includes("change_ends") && title !== words.changeEnds) lines.push(words.changeEnds);
  if (due.includes("toss")) lines.push(words.toss);
  const body = [];
  if (due.includes("toss")) body.push(endsRow(sheet, choice, words));
  if (course && (due.includes("choose_service") || due.includes("toss"))) {
    body.push(...serviceRows(view, sheet, Object.keys(choices(course, at))));
  }
  const waits = due.includes("toss") && !isChosen(view, sheet);
  const go = due.includes("game_over") ? fill(words.startGame, { number: at.games.length + 1 }) : words.playOn;
  return { title, text: lines.join(" · "), body, go, disabled: waits };
}

/**
 * @param {DOMStringMap} words
 * @param {Sheet} sheet
 * @param {Now} now
 * @returns {Panel}
 */
function periodPause(words, sheet, { at }) {
  if (at.due.includes("player_out")) {
    const outs = Object.entries(at.personal_fouls).filter(([, count]) => count === sheet.rules.fouls?.personal);
    const text = outs.map(([who]) => `${sideName(sheet, /** @type {Side} */ (who[0]))} ${who.slice(2)}`).join(" · ");
    return { title: words.playerOut, text, body: [], go: words.playOn };
  }
  const number = at.by_period.length;
  if (at.due.includes("shootout")) return { title: words.shootoutTitle, text: words.shootoutText, body: [], go: words.goOn };
  const over = at.due.includes("overtime") ? words.overtimeTitle : fill(words.periodTitle, { number: number - 1 });
  return { title: over, text: total(at)?.join("–"), body: [], go: fill(words.startPeriod, { number }) };
}

/**
 * The whole result in a sentence.
 * @param {Found} found
 * @param {Now} now
 * @param {DOMStringMap} words
 */
export function resultText({ sheet }, { at }, words) {
  const outcome = at.outcome ?? sheet.settled;
  if (!outcome) return words.noResult ?? "";
  if (outcome.type === "drawn") return words.drawn ?? "";
  if (outcome.type === "both_out") return words.bothOut ?? "";
  if (outcome.type === "unplayed") return words.notPlayed ?? "";
  const winner = outcome.type === "conceded" ? other(/** @type {Side} */ (outcome.by)) : /** @type {Side} */ (outcome.winner);
  const won = fill(words.wins, { name: sideName(sheet, winner) });
  if (outcome.type !== "conceded") return won;
  const how = { retired: words.retired, walkover: words.walkover, disqualified: words.disqualified, forfeit: words.forfeit, default: words.default };
  const why = fill(words.concededBy, { name: sideName(sheet, other(winner)), how: how[/** @type {"retired"} */ (outcome.how)] ?? "" });
  return `${won} (${why})`;
}

/**
 * Every game, and the score as it will be published where a side gave up.
 * @param {Found} found
 * @param {Now} now
 */
function resultTable(found, now) {
  const { sheet } = found;
  const box = part("result", "");
  box.append(...board(found, now));
  const conceded = now.at.outcome?.type === "conceded" && now.waiting === 0 && sheet.published.length > 0;
  if (conceded) box.append(part("soft published", sheet.published.map((one) => one.join("–")).join("  ")));
  return box;
}

