// @ts-check
/** The ceremony from a phone: two buttons. */

import { desk, noticeFor, run } from "./desk_page.js";

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest("button");
  if (!button || !desk.contains(button) || !button.dataset.commands) return;
  void run(JSON.parse(button.dataset.commands), button, noticeFor(button));
});
