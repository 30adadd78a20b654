// @ts-check
/** Draws where a match stands after an entry the desk has not seen yet, along the tables it sent; the desk decides. */

/**
 * @typedef {"a" | "b"} Side
 * @typedef {[number, number]} Score
 * @typedef {"game" | "last"} Kind
 * @typedef {[string, string, string[]]} Edge where to, what service looks at, what falls due
 * @typedef {{kind?: Kind, due?: string[], ends?: boolean}} GameWon
 * @typedef {[string, string | null, string | null]} Delivers
 * @typedef {object} Position
 * @property {Delivers[]} serves
 * @property {Record<string, [string, string]>} point
 * @property {[string, string] | null} [next_game]
 * @property {Record<string, string>} [choices]
 * @property {string | null} [expedite]
 * @typedef {object} Course
 * @property {Score} handicap
 * @property {Record<Kind, Record<string, [Edge | null, Edge | null]>>} places
 * @property {Record<Kind, string>} start
 * @property {Record<string, string>} starts
 * @property {Record<string, Position>} positions
 * @property {Record<string, [GameWon, GameWon]>} games
 * @typedef {{type: string, winner?: Side, by?: Side, how?: string, why?: string}} Outcome
 * @typedef {{type: string, side: Side, card: string, player?: string | null}} Card
 * @typedef {object} At
 * @property {Score[]} games
 * @property {Score} won
 * @property {Score} handicap with which every game begins
 * @property {Score | null} score
 * @property {Kind | null} kind
 * @property {string | null} place
 * @property {string | null} position
 * @property {Side} left
 * @property {boolean} sudden
 * @property {Card[]} cards
 * @property {string[]} due
 * @property {Outcome | null} outcome
 * @property {boolean} [untold] only the desk can say where the match stands
 * @typedef {[Side, number]} Player
 * @typedef {{type: string, winner?: Side, server?: Player | null, receiver?: Player | null, left?: Side, handicap?: Score, side?: Side, card?: string,
 *   player?: string | null, outcome?: Outcome, games?: Score[]}} Tap
 * @typedef {{best_of: number, cards: Record<string, number>, disqualifying: string | null,
 *   game: {seconds: number | null, level: string}, last: {seconds: number | null, level: string} | null}} Rules
 */

/** @type {At} */
const BLANK = {
  games: [], won: [0, 0], handicap: [0, 0], score: null, kind: null, place: null, position: null, left: "a", sudden: false, cards: [],
  due: [], outcome: null,
};

/** @param {Side} side */
export function other(side) {
  return side === "a" ? "b" : "a";
}

/** @param {Side} side */
export function index(side) {
  return side === "a" ? 0 : 1;
}

/**
 * A moment as the desk sends it, with what it leaves out.
 * @param {Partial<At> | undefined} sent
 * @returns {At}
 */
export function whole(sent) {
  return { ...BLANK, ...sent };
}

/**
 * Where the match stands after one entry more.
 * @param {Rules} rules
 * @param {Course} course
 * @param {At} at
 * @param {Tap} tap
 * @returns {At}
 */
export function after(rules, course, at, tap) {
  switch (tap.type) {
    case "start":
      return started(course, at, tap);
    case "rally":
      return point(course, at, /** @type {Side} */ (tap.winner));
    case "set_service":
      return served(course, at, tap);
    case "swap_ends":
      return { ...at, left: other(at.left) };
    case "expedite":
      return { ...at, position: at.position && (course.positions[at.position].expedite ?? null) };
    case "card":
      return carded(rules, course, at, tap);
    case "time_up":
      return timeUp(rules, course, at);
    case "stop":
      return stopped(at, tap.outcome ?? null);
    default:
      return { ...at, untold: true };
  }
}

/**
 * Who serves next to whom, and from which court; null if that is not known.
 * @param {Course} course
 * @param {At} at
 */
export function delivery(course, at) {
  if (!at.position || !at.score) return null;
  const serves = course.positions[at.position].serves;
  const points = at.score[index(sideOf(serves[0][0]))];
  const [server, receiver, court] = serves[points % 2] ?? serves[0];
  return { server, receiver, court };
}

/** The side of a player such as "a1". @param {string} player @returns {Side} */
export function sideOf(player) {
  return player.startsWith("a") ? "a" : "b";
}

/**
 * Who wins the game, or the match, with the next point.
 * @param {Course} course
 * @param {At} at
 * @returns {Partial<Record<Side, "game" | "match">>}
 */
export function stakes(course, at) {
  if (!at.score || at.outcome || !at.kind || !at.place) return {};
  /** @type {Partial<Record<Side, "game" | "match">>} */
  const found = {};
  for (const side of /** @type {Side[]} */ (["a", "b"])) {
    if (!at.sudden && course.places[at.kind][at.place]?.[index(side)] !== null) continue;
    found[side] = course.games[at.won.join("-")][index(side)].kind ? "game" : "match";
  }
  return found;
}

/**
 * The names of those who may begin a game now, such as "a1-b2", and the position each leads to.
 * @param {Course} course
 * @param {At} at
 */
export function choices(course, at) {
  return (at.games.length > 0 && at.position && course.positions[at.position].choices) || course.starts;
}

/**
 * @param {Player | null | undefined} server
 * @param {Player | null | undefined} receiver
 */
function choice(server, receiver) {
  return [server, receiver].filter((one) => one != null).map((one) => one.join("")).join("-");
}

/**
 * @param {Course} course
 * @param {At} at
 * @param {Tap} tap
 */
function started(course, at, tap) {
  const kind = /** @type {Kind} */ (course.start.game === undefined ? "last" : "game");
  const position = tap.server ? course.starts[choice(tap.server, tap.receiver)] ?? null : null;
  return { ...at, handicap: course.handicap, score: course.handicap, kind, place: course.start[kind], position, left: tap.left ?? "a" };
}

/**
 * @param {Course} course
 * @param {At} at
 * @param {Tap} tap
 */
function served(course, at, tap) {
  const opening = at.place !== null && at.kind !== null && at.place === course.start[at.kind];
  const position = opening ? choices(course, at)[choice(tap.server, tap.receiver)] ?? null : null;
  return { ...at, position, due: at.due.filter((one) => one !== "choose_service" && one !== "toss") };
}

/**
 * @param {Course} course
 * @param {At} at
 * @param {Side} winner
 * @returns {At}
 */
function point(course, at, winner) {
  if (!at.score || !at.kind || at.place === null) return { ...at, untold: true };
  const score = plus(at.score, winner);
  const edge = at.sudden ? null : course.places[at.kind][at.place]?.[index(winner)];
  if (edge === undefined) return { ...at, untold: true };
  if (edge === null) return gameWon(course, at, winner, score);
  const [place, mood, due] = edge;
  const position = at.position && course.positions[at.position].point[mood][index(winner)];
  const left = due.includes("change_ends") ? other(at.left) : at.left;
  return { ...at, score, place, position, left, due };
}

/**
 * @param {Course} course
 * @param {At} at
 * @param {Side} winner
 * @param {Score} score
 * @returns {At}
 */
function gameWon(course, at, winner, score) {
  const follows = course.games[at.won.join("-")][index(winner)];
  const due = follows.due ?? [];
  const next = at.position && !due.includes("toss") ? course.positions[at.position].next_game?.[index(winner)] : null;
  const position = (follows.kind && next) || null;
  return {
    ...at,
    games: [...at.games, score],
    won: plus(at.won, winner),
    score: follows.kind ? course.handicap : null,
    kind: follows.kind ?? null,
    place: follows.kind ? course.start[follows.kind] : null,
    position,
    left: follows.ends ? other(at.left) : at.left,
    sudden: false,
    due: due.filter((one) => position || one !== "choose_service"),
    outcome: follows.kind ? null : { type: "played", winner },
  };
}

/**
 * What a card gives the others is said by the rules of the match.
 * @param {Rules} rules
 * @param {Course} course
 * @param {At} at
 * @param {Tap} tap
 */
function carded(rules, course, at, tap) {
  const side = /** @type {Side} */ (tap.side);
  const card = tap.card ?? "";
  const shown = { ...at, cards: [...at.cards, { type: "card", side, card, player: tap.player ?? null }] };
  if (at.outcome) return shown;
  if (card === rules.disqualifying) {
    return stopped(shown, { type: "conceded", by: side, how: "disqualified" });
  }
  let now = shown;
  for (let points = rules.cards[card] ?? 0; points > 0 && now.score && !now.outcome; points -= 1) {
    now = point(course, now, other(side));
  }
  return now;
}

/**
 * @param {At} at
 * @param {Outcome | null} outcome
 * @returns {At}
 */
function stopped(at, outcome) {
  return { ...at, kind: null, place: null, outcome, due: ["match_over"] };
}

/**
 * @param {Rules} rules
 * @param {Course} course
 * @param {At} at
 * @returns {At}
 */
function timeUp(rules, course, at) {
  const game = (at.kind === "last" && rules.last) || rules.game;
  if (!at.score) return { ...at, untold: true };
  const [a, b] = at.score;
  if (a !== b) return gameWon(course, at, a > b ? "a" : "b", at.score);
  if (game.level === "next_point") return { ...at, sudden: true };
  const games = [...at.games, at.score];
  return { ...at, games, score: null, position: null, due: ["game_over", "match_over"], outcome: { type: "drawn" } };
}

/**
 * @param {Score} score
 * @param {Side} side
 * @param {number} points
 * @returns {Score}
 */
export function plus(score, side, points = 1) {
  return side === "a" ? [score[0] + points, score[1]] : [score[0], score[1] + points];
}
