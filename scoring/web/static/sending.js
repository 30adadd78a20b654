// @ts-check
/** What the one big button does next, and what it sends. */

import { isBallot, isCrossed } from "./pads.js";
import { finished, number } from "./typing.js";

/**
 * @typedef {import("./sheets.js").Sheets} Sheets
 * @typedef {import("./sheets.js").Sheet} Sheet
 * @typedef {import("./sheets.js").Criterion} Criterion
 * @typedef {{does: "nothing"} | {does: "next", index: number} | {does: "send"}} Primary
 */

/**
 * With several criteria it leads through them before it sends.
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 * @param {number} active
 * @returns {Primary}
 */
export function primary(sheets, sheet, active) {
  if (!sheets.editable(sheet)) return { does: "nothing" };
  if (isBallot(sheet)) return { does: changedBallots(sheets, sheet).length > 0 ? "send" : "nothing" };
  const typing = sheets.isTyping(sheet);
  const blank = sheets.blank(sheet, active);
  if (blank >= 0) return typing && blank !== active ? { does: "next", index: blank } : { does: "nothing" };
  return { does: typing || sheets.given(sheet) === null ? "send" : "nothing" };
}

/**
 * The marks of a sheet; what has a default may be left out.
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 */
export function marksOf(sheets, sheet) {
  return sheet.criteria
    .map((criterion) => ({ criterion: criterion.criterion, mark: finished(sheets.value(sheet, criterion)) }))
    .filter((one) => one.mark !== "");
}

/**
 * Everybody on the floor in the same dance.
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 */
export function ballot(sheets, sheet) {
  const open = sheets.open().filter((one) => one.attempt === sheet.attempt && isBallot(one));
  return open.length > 0 ? open : [sheet];
}

/**
 * Those whose cross, or none, has not been sent as it stands now.
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 */
export function changedBallots(sheets, sheet) {
  return ballot(sheets, sheet).filter((one) => {
    const given = sheets.given(one)?.marks[one.criteria[0].criterion];
    return sheets.editable(one) && (given === undefined || Number(given) !== Number(isCrossed(sheets, one)));
  });
}

/**
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 */
export function crossed(sheets, sheet) {
  return ballot(sheets, sheet).filter((one) => isCrossed(sheets, one)).length;
}

/**
 * Marks typed now that are far from what the panel usually gives.
 * @param {Sheets} sheets
 * @param {Sheet} sheet
 */
export function farMarks(sheets, sheet) {
  return sheet.criteria.flatMap((criterion) => {
    const usual = sheets.screen?.usual[criterion.criterion];
    const mark = finished(sheets.typed(sheet)[criterion.criterion] ?? "");
    if (!usual || mark === "") return [];
    const far = number(mark) < Number(usual.low) || number(mark) > Number(usual.high);
    return far ? [{ criterion, mark, usual }] : [];
  });
}
