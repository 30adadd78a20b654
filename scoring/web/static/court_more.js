// @ts-check
/** What happens beside points: cards, an injury, the end of a match otherwise than by the score, corrections. */

import { chosen } from "./court_choose.js";
import { choices, other } from "./court_course.js";
import { asPlayer, isOfPlayers, playerName, playersOf, sideName, teamName } from "./court_names.js";
import { enteredHandicap, enteredScore } from "./court_result.js";
import { fill } from "./words.js";

/**
 * @typedef {import("./court_course.js").Side} Side
 * @typedef {import("./court_sheets.js").Found} Found
 * @typedef {import("./court_sheets.js").Sheet} Sheet
 * @typedef {import("./court_sheets.js").Now} Now
 * @typedef {Record<string, unknown> & {type: string}} Tap
 * @typedef {import("./court_choose.js").Option} Option
 * @typedef {(tap: Tap) => Promise<string | null>} Give records and tells why it was refused
 */

const SIDES = /** @type {Side[]} */ (["a", "b"]);

/**
 * @param {import("./court_draw.js").View} view
 * @param {Found} found
 * @param {Give} give
 * @param {() => void} injury begins to count the seconds of an injury
 */
export async function more(view, found, give, injury) {
  const { words } = view;
  const { sheet } = found;
  const now = view.court.now(found);
  const choice = await chosen(words.more, menu(sheet, now, words));
  if (choice === "card") await card(sheet, words, give);
  else if (choice === "injury") injury();
  else if (choice === "service") await service(view, found, give);
  else if (choice === "score") await enteredScore(view, found, give);
  else if (choice === "handicap") await enteredHandicap(view, found);
  else if (choice === "untold") await give({ type: "start", left: view.choice.left, handicap: view.choice.handicap });
  else if (choice === "stop") await stop(sheet, now, words, give);
  else if (choice && (await chosen(words[`sure_${choice}`] ?? words.sure, [{ value: "yes", label: words.yes ?? "", tone: "primary" }]))) {
    await give({ type: choice });
  }
}

/**
 * @param {Sheet} sheet
 * @param {Now} now
 * @param {DOMStringMap} words
 * @returns {Option[]}
 */
function menu(sheet, now, words) {
  const { at } = now;
  const rallies = sheet.rules.type === "rally";
  const running = at.score !== null && !at.outcome;
  const timed = (at.kind === "last" && sheet.rules.last) || sheet.rules.game;
  const known = rallies && running && at.position !== null;
  return [
    option("untold", words.serviceUntold, rallies && !at.score && !at.outcome),
    option("handicap", words.handicap, rallies && !at.score && !at.outcome),
    option("card", words.card, cardsOf(sheet).length > 0),
    option("injury", words.injury, running),
    option("service", words.correctService, rallies && running),
    option("swap_ends", words.swapEnds, rallies && running),
    option("expedite", words.expedite, known && sheet.rules.service.type === "turns"),
    option("time_up", words.timeUp, rallies && running && timed?.seconds != null),
    option("score", words.enterScore, true),
    { ...option("stop", words.stop, !at.outcome), tone: /** @type {const} */ ("danger") },
  ].filter((one) => one.offered);
}

/**
 * @param {string} value
 * @param {string | undefined} label
 * @param {boolean} offered
 */
function option(value, label, offered) {
  return { value, label: label ?? "", offered };
}

/** @param {Sheet} sheet */
function cardsOf({ rules }) {
  if (rules.type === "periods") return rules.fouls ? [] : ["yellow", "yellow_red", "red"];
  return [...Object.keys(rules.cards), ...(rules.disqualifying ? [rules.disqualifying] : [])];
}

/**
 * @param {Sheet} sheet
 * @param {DOMStringMap} words
 * @param {Give} give
 */
async function card(sheet, words, give) {
  const names = { yellow: words.yellow, red: words.red, yellow_red: words.yellowRed, black: words.black };
  const points = (/** @type {string} */ one) => {
    if (one === sheet.rules.disqualifying) return words.cardEnds ?? "";
    const count = sheet.rules.cards?.[one] ?? 0;
    return count ? fill(words.cardPoints, { count }) : "";
  };
  const shown = await chosen(words.card, cardsOf(sheet).map((one) => ({
    value: one,
    label: [names[/** @type {"red"} */ (one)], points(one)].filter(Boolean).join(" · "),
    tone: one === sheet.rules.disqualifying ? /** @type {const} */ ("danger") : undefined,
  })));
  if (!shown) return;
  const to = await chosen(names[/** @type {"red"} */ (shown)], SIDES.flatMap((side) => receivers(sheet, side, words)));
  if (!to) return;
  const [side, player] = to.split(":");
  const who = player ? receivers(sheet, /** @type {Side} */ (side), words).find((one) => one.value === to)?.label : sideName(sheet, /** @type {Side} */ (side));
  const title = fill(words.cardTo, { card: names[/** @type {"red"} */ (shown)] ?? "", name: who ?? "" });
  const sure = await chosen(title, [{ value: "yes", label: words.showCard ?? "", tone: "primary" }], points(shown));
  if (sure) await give({ type: "card", side, card: shown, player: player || null });
}

/**
 * A side, and each of its players.
 * @param {Sheet} sheet
 * @param {Side} side
 * @param {DOMStringMap} words
 * @returns {Option[]}
 */
function receivers(sheet, side, words) {
  const whole = { value: `${side}:`, label: sideName(sheet, side) };
  const own = sheet.sides[side === "a" ? 0 : 1].players;
  if (isOfPlayers(sheet)) {
    const players = playersOf(sheet, side);
    if (players.length === 1) return [whole];
    return players.map((one) => ({ value: `${side}:${one.slice(1)}`, label: playerName(sheet, one, words) }));
  }
  return [whole, ...own.filter((one) => one.number).map((one) => ({ value: `${side}:${one.number}`, label: `${one.number} ${one.name} (${sideName(sheet, side)})` }))];
}

/**
 * @param {import("./court_draw.js").View} view
 * @param {Found} found
 * @param {Give} give
 */
async function service({ court, words }, found, give) {
  const { sheet } = found;
  const { at } = court.now(found);
  const course = court.courseOf(sheet, at.handicap);
  if (!course) return;
  const opening = at.kind !== null && at.place === course.start[at.kind];
  const allowed = Object.keys(opening ? choices(course, at) : course.starts);
  const servers = [...new Set(allowed.map((one) => one.split("-")[0]))];
  const name = (/** @type {string} */ one) => playerName(sheet, one, words);
  const server = isOfPlayers(sheet)
    ? await chosen(words.whoServes, servers.map((one) => ({ value: one, label: name(one) })))
    : await rotating(sheet, words);
  if (!server) return;
  const facing = allowed.filter((one) => one.split("-")[0] === server).map((one) => one.split("-")[1]).filter(Boolean);
  const receiver = facing.length > 1
    ? await chosen(words.whoReceives, facing.map((one) => ({ value: one, label: name(one) })))
    : facing[0] ?? "";
  if (receiver === null) return;
  await give({ type: "set_service", server: asPlayer(server), receiver: receiver ? asPlayer(receiver) : null });
}

/**
 * The side that serves, and which player of its order.
 * @param {Sheet} sheet
 * @param {DOMStringMap} words
 */
async function rotating(sheet, words) {
  const side = await chosen(words.whoServes, SIDES.map((one) => ({ value: one, label: sideName(sheet, one) })));
  const count = sheet.rules.service.players;
  if (!side || count === 1) return side && `${side}1`;
  const numbers = Array.from({ length: count }, (_, place) => String(place + 1));
  const label = (/** @type {string} */ number) => fill(words.rotationNumber, { name: sideName(sheet, /** @type {Side} */ (side)), number });
  const number = await chosen(words.whoServes, numbers.map((one) => ({ value: one, label: label(one) })));
  return number && `${side}${number}`;
}

/**
 * @param {Sheet} sheet
 * @param {Now} now
 * @param {DOMStringMap} words
 * @param {Give} give
 */
async function stop(sheet, now, words, give) {
  const begun = now.at.score !== null;
  const rallies = sheet.rules.type === "rally";
  const ways = [
    { value: "retired", label: words.retiredHow ?? "", offered: begun && rallies },
    { value: "walkover", label: words.walkoverHow ?? "", offered: !begun },
    { value: "forfeit", label: words.forfeitHow ?? "", offered: !rallies },
    { value: "default", label: words.defaultHow ?? "", offered: !rallies && begun },
    { value: "disqualified", label: words.disqualifiedHow ?? "", offered: true },
  ];
  const how = await chosen(words.stop, ways.filter((one) => one.offered));
  if (!how) return;
  const by = /** @type {Side | null} */ (await chosen(words.byWhom, SIDES.map((side) => ({
    value: side, label: [sideName(sheet, side), teamName(sheet, side)].filter(Boolean).join(" · "),
  }))));
  if (!by) return;
  const text = fill(words.stopSure, { name: sideName(sheet, other(by)) });
  const sure = await chosen(fill(words.concededBy, { name: sideName(sheet, by), how: words[how] ?? "" }), [
    { value: "yes", label: words.yes ?? "", tone: "danger" },
  ], text);
  if (sure) await give({ type: "stop", outcome: { type: "conceded", by, how } });
}
