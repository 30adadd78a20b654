// @ts-check
/** A seat moves to another tablet, with what is typed and what is not sent: the old tablet's side, and the new one's. */

import { adopt, forget, kept } from "./outbox.js";
import { at } from "./parts.js";
import { enterPage, picture, timeOf } from "./qr.js";
import { fill, lang } from "./words.js";

/**
 * @typedef {import("./outbox.js").Entry} Entry
 * @typedef {import("./qr.js").SeatLink} SeatLink
 * @typedef {{token: string, ids: string[], link: SeatLink | null}} Leaving what was handed over, by whom; without the
 *   link it is not known whether the desk has it
 * @typedef {{id: string, entrant: string, command: Record<string, unknown>, refused: string | null}} Packed
 * @typedef {{by: string, luggage: {entries: Packed[], drafts: Record<string, string>}}} Deposit
 * @typedef {object} Moving
 * @property {(answer: Response) => Promise<void>} told looks whether the desk says that the seat has moved
 */

const PATIENCE = 8000;
const AGAIN = 5000;

/**
 * @param {string} contest
 * @param {string} seat
 * @param {Record<string, string>} drafts under which names localStorage keeps what is typed and not sent
 * @param {() => void} came called when another tablet's entries are kept here
 * @returns {Moving}
 */
export function moving(contest, seat, drafts, came) {
  const base = `/api/contests/${contest}/seats/${seat}`;
  const tokenKey = `scoring.seat.${contest}.${seat}`;
  const leavingKey = `scoring.leaving.${contest}.${seat}`;
  const movedKey = `scoring.moved.${contest}.${seat}`;
  const dialog = /** @type {HTMLDialogElement} */ (at("moving"));
  const words = at("moving-words").dataset;
  const body = /** @type {HTMLElement} */ (dialog.firstElementChild);
  let busy = false;

  const token = () => localStorage.getItem(tokenKey) ?? "";

  /** @returns {Leaving | null} */
  function leaving() {
    const found = JSON.parse(localStorage.getItem(leavingKey) ?? "null");
    return found?.token === token() ? found : null;
  }

  /**
   * @param {string} path
   * @param {unknown} [content] to post; without it, it asks
   */
  function ask(path, content) {
    return fetch(`${base}/${path}?lang=${lang()}`, {
      method: content === undefined ? "GET" : "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token()}` },
      body: content === undefined ? null : JSON.stringify(content),
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  // The old tablet

  /** @param {"ask" | "waiting" | "moved"} step */
  function show(step) {
    body.dataset.step = step;
    at("moving-title").textContent = words[`${step}Title`] ?? "";
    at("moving-text").textContent = words[`${step}Text`] ?? "";
    at("moving-no").textContent = words[`${step}No`] ?? "";
    at("moving-yes").textContent = words[`${step}Yes`] ?? "";
    at("moving-no").hidden = at("moving-yes").hidden = step === "moved";
    at("moving-yes").classList.toggle("primary", step === "ask");
    trouble("");
    showLink(step === "waiting" ? leaving()?.link : null);
    if (!dialog.open) dialog.showModal();
  }

  /** @param {SeatLink | null | undefined} link */
  function showLink(link) {
    const code = /** @type {HTMLElement} */ (dialog.querySelector(".moving-code"));
    code.hidden = !link;
    at("moving-qr").replaceChildren(...(link ? [picture(link.qr)] : []));
    at("moving-code").textContent = link?.code ?? "";
    const values = { address: enterPage(), time: timeOf(link?.until ?? 0) };
    at("moving-where").textContent = link ? fill(words.waitingWhere, values) : "";
  }

  /** @param {string | undefined} message */
  function trouble(message) {
    at("moving-trouble").hidden = !message;
    at("moving-trouble").lastElementChild?.replaceChildren(message ?? "");
  }

  /**
   * @param {string | undefined} unreachable
   * @param {() => Promise<Response>} request
   * @returns {Promise<any>} the desk's answer; null if there is none, which is told
   */
  async function answered(unreachable, request) {
    if (busy) return null;
    busy = true;
    trouble("");
    try {
      const answer = await request();
      const read = await answer.clone().json();
      await told(answer);
      if (answer.ok) return read;
      if (read.error !== "moved") trouble(answer.status === 401 ? words.unauthorized : read.message || unreachable);
    } catch {
      trouble(unreachable);
    } finally {
      busy = false;
    }
    return null;
  }

  /** Nothing is entered here while the dialog is open; what another tab enters meanwhile stays here. */
  async function handOver() {
    const entries = (await kept(contest, seat)).filter((one) => !one.arrived);
    const luggage = {
      entries: entries.map(({ id, entrant, command, refused }) => ({ id, entrant, command, refused: refused ?? null })),
      drafts: Object.fromEntries(Object.entries(drafts).map(([name, key]) => [name, localStorage.getItem(key) ?? ""])),
    };
    const ids = entries.map((one) => one.id);
    note({ token: token(), ids, link: leaving()?.link ?? null });
    const link = await answered(words.unreachable, () => ask("move", luggage));
    if (typeof link?.code !== "string") {
      void takeBack();
      return;
    }
    note({ token: token(), ids, link });
    show("waiting");
  }

  /** @param {Leaving} handed */
  function note(handed) {
    localStorage.setItem(leavingKey, JSON.stringify(handed));
  }

  /** The desk's answer may have been lost on its way: what it may have is taken back, as often as it takes. */
  async function takeBack() {
    const doubtful = leaving();
    if (!doubtful || doubtful.link) return;
    const answer = await ask("move/back", {}).catch(() => null);
    if (answer?.ok && !leaving()?.link) localStorage.removeItem(leavingKey);
    else setTimeout(takeBack, AGAIN);
  }

  async function stay() {
    if (!leaving()?.link) {
      dialog.close();
      return;
    }
    const done = await answered(words.stayUnreachable, () => ask("move/back", {}));
    if (!done?.done) return;
    localStorage.removeItem(leavingKey);
    dialog.close();
  }

  async function lock() {
    const handed = leaving();
    localStorage.setItem(movedKey, token());
    if (handed) {
      await forget(...handed.ids);
      for (const key of Object.values(drafts)) localStorage.removeItem(key);
      localStorage.removeItem(leavingKey);
    }
    await showMoved();
  }

  async function showMoved() {
    show("moved");
    const left = (await kept(contest, seat)).filter((one) => !one.refused && !one.arrived).length;
    if (left > 0) at("moving-text").textContent = fill(words.leftText, { count: left });
  }

  function isMoved() {
    const moved = localStorage.getItem(movedKey);
    return moved !== null && moved === token();
  }

  /** @param {Response} answer */
  async function told(answer) {
    if (answer.status !== 401 || isMoved()) return;
    const read = await answer.clone().json().catch(() => ({}));
    if (read.error === "moved") await lock();
  }

  /** Another tab of this tablet may hand over, or take it back. */
  function follow() {
    if (isMoved()) void showMoved();
    else if (leaving()?.link) show("waiting");
    else if (body.dataset.step !== "ask") dialog.close();
  }

  at("move").addEventListener("click", () => show("ask"));
  at("moving-yes").addEventListener("click", () => void handOver());
  at("moving-no").addEventListener("click", () => void stay());
  dialog.addEventListener("cancel", (event) => {
    if (body.dataset.step !== "ask") event.preventDefault();
  });
  addEventListener("storage", ({ key }) => {
    if (key !== null && [leavingKey, movedKey, tokenKey].includes(key)) follow();
  });

  // The new tablet

  /** Ask once for what another tablet left for this one, as often as it takes. */
  async function receive() {
    if (isMoved()) return;
    try {
      const answer = await ask("moved");
      if (answer.status >= 400 && answer.status < 500) return;
      const { deposits } = /** @type {{deposits: Deposit[]}} */ (await answer.json());
      for (const one of deposits) await unpack(one);
      if (deposits.length === 0) return;
      const settled = await ask("moved", { by: deposits.map((one) => one.by) });
      if (!settled.ok) throw new Error("not settled");
      came();
    } catch {
      setTimeout(receive, AGAIN);
    }
  }

  /** @param {Deposit} deposit */
  async function unpack({ luggage }) {
    const entries = luggage.entries.map(({ refused, ...one }) => {
      /** @type {Entry} */
      const entry = { ...one, contest, seat };
      return refused === null ? entry : { ...entry, refused };
    });
    await adopt(entries);
    for (const [name, key] of Object.entries(drafts)) {
      const both = merged(luggage.drafts[name] ?? "", localStorage.getItem(key) ?? "");
      if (both) localStorage.setItem(key, both);
    }
  }

  if (isMoved()) void showMoved();
  else if (leaving()?.link) show("waiting");
  else void takeBack();
  void receive();
  return { told };
}

/**
 * What was typed on both; where it is the same field, what stands here stays.
 * @param {string} theirs
 * @param {string} own
 */
function merged(theirs, own) {
  if (!theirs || !own) return own || theirs;
  try {
    return JSON.stringify({ ...JSON.parse(theirs), ...JSON.parse(own) });
  } catch {
    return own;
  }
}
