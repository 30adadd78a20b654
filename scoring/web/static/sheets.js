// @ts-check
/** A seat's sheets: as the desk has them, what is on its way there, and what is typed and not sent. */

/**
 * @typedef {"mark" | "time" | "count" | "place" | "cross"} Kind
 * @typedef {"dnf" | "dns" | "dsq"} Outcome
 * @typedef {object} Criterion
 * @property {string} criterion
 * @property {string} name
 * @property {string} minimum
 * @property {string} maximum
 * @property {number} decimals
 * @property {Kind} kind
 * @property {string | null} step
 * @property {string | null} default
 * @typedef {{entrant: string, number: number, name: string, unit: string, work: string}} Card
 * @typedef {object} Sheet
 * @property {Card} card
 * @property {number} attempt
 * @property {string} attempt_name
 * @property {boolean} open
 * @property {number} revision
 * @property {Criterion[]} criteria
 * @property {Record<string, string>} marks
 * @property {Outcome | null} outcome
 * @property {boolean} filled
 * @property {boolean} may_record_outcome
 * @property {boolean} locked
 * @property {boolean} may_ask
 * @property {{reason: string, answer: "granted" | "refused" | null, why: string} | null} asked
 * @typedef {{about: string, low: string, high: string}} Usual
 * @typedef {object} Screen
 * @property {{stage: string, stage_name: string}} head
 * @property {boolean} signed
 * @property {boolean} trainee
 * @property {Record<string, Usual>} usual
 * @property {number} to_place
 * @property {number | null} to_cross
 * @property {Sheet[]} current
 * @property {Sheet[]} others
 * @property {Sheet[]} past
 * @typedef {{marks: Record<string, string>, outcome: Outcome | null}} Given
 * @typedef {"empty" | "typing" | "kept" | "desk" | "changing" | "changingKept" | "signed" | "closed" | "missed"} State
 * @typedef {import("./outbox.js").Entry} Entry
 */

/** @param {Sheet} sheet */
export function keyOf(sheet) {
  return key(sheet.card.entrant, sheet.attempt);
}

/**
 * @param {string} entrant
 * @param {number} attempt
 */
function key(entrant, attempt) {
  return attempt ? `${entrant}/${attempt}` : entrant;
}

/** @param {Entry} entry */
export function attemptOf(entry) {
  return Number(entry.command.attempt ?? 0);
}

/** Else it asks for leave to change them. @param {Entry} entry */
export function givesMarks(entry) {
  return entry.command.type === "enter_marks";
}

/**
 * What a kept command gives.
 * @param {Entry} entry
 * @returns {Given}
 */
export function givenBy(entry) {
  const marks = /** @type {{criterion: string, mark: string}[]} */ (entry.command.marks ?? []);
  const outcome = /** @type {Outcome | undefined} */ (entry.command.outcome);
  return { marks: Object.fromEntries(marks.map((one) => [one.criterion, one.mark])), outcome: outcome ?? null };
}

export class Sheets {
  /** @type {Screen | null} */
  screen = null;
  /** @type {Entry[]} what is kept on this tablet, refused ones among them */
  entries = [];
  /** @type {Entry[]} acknowledged, and not seen on a screen from the desk yet */
  #landed = [];
  /** @type {Map<string, Sheet>} every sheet seen since the page was opened */
  #seen = new Map();
  #drafts;

  /** @param {string} name under which what is typed outlives the page */
  constructor(name) {
    this.#drafts = new Drafts(name);
  }

  /** @param {Entry[]} entries everything that this tablet keeps for the seat */
  hold(entries) {
    this.entries = entries.filter((one) => !one.arrived);
    this.#landed = entries.filter((one) => one.arrived);
  }

  /**
   * @param {Screen} screen
   * @returns {string[]} which entries need not be kept any more, as the screen shows them
   */
  take(screen) {
    this.screen = screen;
    for (const sheet of this.all()) this.#seen.set(keyOf(sheet), sheet);
    const isAhead = (/** @type {Entry} */ one) => {
      const sheet = this.find(key(one.entrant, attemptOf(one)));
      if (sheet === null || Number(one.command.after) < sheet.revision) return false;
      return givesMarks(one) || sheet.asked === null;
    };
    const shown = this.#landed.filter((one) => !isAhead(one));
    this.#landed = this.#landed.filter(isAhead);
    return shown.map((one) => one.id);
  }

  /** What is typed may have come from elsewhere. */
  reread() {
    this.#drafts.reread();
  }

  /** @param {Entry} entry */
  land(entry) {
    this.#landed.push(entry);
    this.entries = this.entries.filter((one) => one.id !== entry.id);
  }

  all() {
    return this.screen ? [...this.screen.current, ...this.screen.others, ...this.screen.past] : [];
  }

  /** Sheets that can be filled in now, by number. */
  open() {
    const open = this.all().filter((one) => one.open);
    return open.sort((one, other) => one.card.number - other.card.number || one.attempt - other.attempt);
  }

  /**
   * A sheet that is gone from the desk's screen stays to be looked at, closed.
   * @param {string | null} wanted
   */
  find(wanted) {
    const now = this.all().find((one) => keyOf(one) === wanted);
    if (now) return now;
    const before = wanted === null ? undefined : this.#seen.get(wanted);
    return before ? { ...before, open: false } : null;
  }

  /** @param {Sheet} sheet */
  #sent(sheet) {
    const own = (/** @type {Entry} */ one) => givesMarks(one) && key(one.entrant, attemptOf(one)) === keyOf(sheet);
    return { landed: this.#landed.filter(own), kept: this.entries.filter((one) => own(one) && !one.refused) };
  }

  /**
   * The revision that a command for this sheet is made after.
   * @param {Sheet} sheet
   */
  after(sheet) {
    const { landed, kept } = this.#sent(sheet);
    return sheet.revision + landed.length + kept.length;
  }

  /**
   * What is on its way, else what the desk has; null while nothing was given.
   * @param {Sheet} sheet
   * @returns {Given | null}
   */
  given(sheet) {
    const { landed, kept } = this.#sent(sheet);
    const last = [...landed, ...kept].at(-1);
    if (last) return givenBy(last);
    return sheet.filled ? { marks: sheet.marks, outcome: sheet.outcome } : null;
  }

  /**
   * Signed and handed in, if only to this tablet: what is signed is not changed any more.
   * @param {Sheet} sheet
   */
  locked(sheet) {
    const { landed, kept } = this.#sent(sheet);
    return this.screen?.signed === true && (sheet.locked || landed.length + kept.length > 0);
  }

  /** @param {Sheet} sheet */
  editable(sheet) {
    return sheet.open && !this.locked(sheet);
  }

  /**
   * How far the wish to change this sheet has come.
   * @param {Sheet} sheet
   * @returns {"kept" | "waiting" | "granted" | "refused" | null}
   */
  asked(sheet) {
    const asks = (/** @type {Entry} */ one) => !givesMarks(one) && !one.refused && key(one.entrant, attemptOf(one)) === keyOf(sheet);
    if (this.entries.some(asks)) return "kept";
    if (this.#landed.some(asks)) return "waiting";
    return sheet.asked ? sheet.asked.answer ?? "waiting" : null;
  }

  /**
   * Whether the head judge may be asked for leave to change this sheet.
   * @param {Sheet} sheet
   */
  mayAsk(sheet) {
    if (["kept", "waiting"].includes(this.asked(sheet) ?? "")) return false;
    return sheet.may_ask || (this.locked(sheet) && this.given(sheet) !== null);
  }

  /**
   * What this judge gave others for a criterion, newest first.
   * @param {Sheet} sheet
   * @param {Criterion} criterion
   */
  before(sheet, { criterion }) {
    const others = this.all().filter((one) => one.card.entrant !== sheet.card.entrant);
    return others.flatMap((one) => {
      const mark = this.given(one)?.marks[criterion];
      return mark === undefined ? [] : [{ number: one.card.number, mark }];
    });
  }

  /** @param {Sheet} sheet */
  typed(sheet) {
    return this.#drafts.of(keyOf(sheet));
  }

  /** @param {Sheet} sheet */
  isTyping(sheet) {
    return Object.keys(this.typed(sheet)).length > 0;
  }

  /**
   * @param {Sheet} sheet
   * @param {string} criterion
   * @param {string} text nothing to take it back
   */
  type(sheet, criterion, text) {
    const { [criterion]: _, ...others } = this.typed(sheet);
    this.#drafts.put(keyOf(sheet), text ? { ...others, [criterion]: text } : others);
  }

  /**
   * What was sent is typed no longer; what was typed meanwhile stays.
   * @param {Sheet} sheet
   * @param {Record<string, string>} before what was typed when it was sent
   */
  settle(sheet, before) {
    const left = Object.entries(this.typed(sheet)).filter(([criterion, text]) => before[criterion] !== text);
    this.#drafts.put(keyOf(sheet), Object.fromEntries(left));
  }

  /**
   * What stands in a field: typed, else given.
   * @param {Sheet} sheet
   * @param {Criterion} criterion
   */
  value(sheet, criterion) {
    return this.typed(sheet)[criterion.criterion] ?? this.given(sheet)?.marks[criterion.criterion] ?? "";
  }

  /**
   * @param {Sheet} sheet
   * @returns {State}
   */
  state(sheet) {
    const given = this.given(sheet) !== null;
    const kept = this.#sent(sheet).kept.length > 0;
    if (this.isTyping(sheet) && this.editable(sheet)) return given ? (kept ? "changingKept" : "changing") : "typing";
    if (kept) return "kept";
    if (sheet.open && given && this.locked(sheet)) return "signed";
    if (sheet.open) return given ? "desk" : "empty";
    return given ? "closed" : "missed";
  }

  /**
   * Whether there is no score before this sheet is given.
   * @param {Sheet} sheet
   */
  awaits(sheet) {
    return sheet.open && this.given(sheet) === null && sheet.criteria.some((one) => one.default === null);
  }

  /**
   * Which criterion still needs something, from this one on; -1 for none.
   * @param {Sheet} sheet
   * @param {number} from
   */
  blank(sheet, from = 0) {
    const order = sheet.criteria.map((_, index) => (index + from) % sheet.criteria.length);
    const blank = order.find((index) => {
      const criterion = sheet.criteria[index];
      return criterion.default === null && this.value(sheet, criterion) === "";
    });
    return blank ?? -1;
  }

  /** What has been typed or given in a field of this attempt, entrant by entrant. @param {Sheet} sheet */
  beside(sheet) {
    return this.all().filter((one) => one.attempt === sheet.attempt && keyOf(one) !== keyOf(sheet));
  }
}

/** What is typed and not sent, by sheet; it outlives the page. */
class Drafts {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.all = this.#read();
  }

  /** @returns {Record<string, Record<string, string>>} */
  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "{}");
    } catch {
      return {};
    }
  }

  reread() {
    this.all = this.#read();
  }

  /** @param {string} sheet */
  of(sheet) {
    return this.all[sheet] ?? {};
  }

  /**
   * @param {string} sheet
   * @param {Record<string, string>} typed
   */
  put(sheet, typed) {
    const { [sheet]: _, ...others } = this.#read();
    this.all = Object.keys(typed).length ? { ...others, [sheet]: typed } : others;
    localStorage.setItem(this.name, JSON.stringify(this.all));
  }
}
