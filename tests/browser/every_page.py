"""All pages and all dialogs, each with an address where it has something to show."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from msgspec import Struct
from playwright.async_api import Browser, Page, ViewportSize

from scoring.access import Holder, Organizer, SeatHolder
from scoring.contest.ids import ContestId, SeatId
from tests.browser.tablet import SETTLING
from tests.web.hall import Hall

TALL = ViewportSize(width=1280, height=3000)
"""As wide as a laptop's window, and so tall that nothing lies under a bar at its foot."""
DESK = Organizer()
DRAWN = 250
"""Milliseconds in which scripts draw what they fetched."""


def at(contest: str, seat: str) -> SeatHolder:
    return SeatHolder(ContestId(contest), SeatId(seat))


class Shown(Struct, frozen=True):
    """A page as somebody sees it: its route in the application, and an address of it."""

    route: str
    path: str
    holder: Holder | None = None
    clicks: tuple[str, ...] = ()
    """What is pressed, one after the other, to see what is meant."""

    def __str__(self) -> str:
        return " ".join((self.path, *self.clicks))


CONTEST = "/contests/{contest}"
MATCH = "/matches/{stage}/{match}"
SEAT = f"{CONTEST}/seats/{{seat}}"

PAGES: tuple[Shown, ...] = (
    Shown("/meets/{meet}", "/meets/games"),
    Shown("/", "/"),
    Shown("/enter", "/enter"),
    Shown("/login", "/login"),
    Shown("/desk", "/desk", DESK),
    Shown("/desk/access", "/desk/access", DESK),
    Shown("/desk/new", "/desk/new", DESK),
    Shown("/desk/new/{preset}", "/desk/new/singing", DESK),
    Shown("/desk/new/{preset}", "/desk/new/badminton", DESK),
    Shown(CONTEST, "/contests/small"),
    Shown(CONTEST, "/contests/before"),
    Shown(CONTEST, "/contests/tied?stage=heats"),
    Shown(CONTEST, "/contests/pool"),
    Shown(CONTEST, "/contests/bracket"),
    Shown(f"{CONTEST}/wall", "/contests/small/wall"),
    Shown(f"{CONTEST}/wall", "/contests/onward/wall?stage=heats"),
    Shown(f"{CONTEST}/wall", "/contests/bracket/wall"),
    Shown(f"{CONTEST}/wall", "/contests/pool/wall"),
    Shown(f"{CONTEST}/paper", "/contests/small/paper", DESK),
    Shown(f"{CONTEST}/paper", "/contests/bracket/paper", DESK),
    Shown(f"{CONTEST}/paper/entry", "/contests/small/paper/entry?code=1", DESK),
    Shown(f"{CONTEST}/rules", "/contests/small/rules"),
    Shown(f"{CONTEST}/rules", "/contests/pool/rules"),
    Shown(f"{CONTEST}/entrants/{{entrant}}", "/contests/small/entrants/e1"),
    Shown(f"{CONTEST}/entrants/{{entrant}}", "/contests/bracket/entrants/p1"),
    Shown(f"{CONTEST}{MATCH}", "/contests/bracket/matches/draw/main-3-1"),
    Shown(f"{CONTEST}{MATCH}", "/contests/teams/matches/teams/main-1-2"),
    Shown(f"{CONTEST}/desk", "/contests/small/desk", DESK),
    Shown(f"{CONTEST}/desk", "/contests/before/desk", DESK),
    Shown(f"{CONTEST}/desk", "/contests/halls/desk", DESK),
    Shown(f"{CONTEST}/desk", "/contests/tied/desk", DESK),
    Shown(f"{CONTEST}/desk", "/contests/onward/desk", DESK),
    Shown(f"{CONTEST}/desk", "/contests/dance/desk", DESK),
    Shown(f"{CONTEST}/desk", "/contests/pool/desk", DESK),
    Shown(f"{CONTEST}/desk", "/contests/teams/desk", DESK),
    Shown(f"{CONTEST}/desk", "/contests/undrawn/desk", DESK),
    Shown(f"{CONTEST}/desk/plan", "/contests/before/desk/plan", DESK),
    Shown(f"{CONTEST}/desk/plan", "/contests/pool/desk/plan", DESK),
    Shown(f"{CONTEST}/desk/history", "/contests/small/desk/history", DESK),
    Shown(f"{CONTEST}/desk/statistics", "/contests/small/desk/statistics", DESK),
    Shown(f"{CONTEST}/desk/entrants/{{entrant}}", "/contests/small/desk/entrants/e5", DESK),
    Shown(f"{CONTEST}/desk/entrants/{{entrant}}", "/contests/small/desk/entrants/e1", DESK),
    Shown(f"{CONTEST}/desk/draw", "/contests/undrawn/desk/draw", DESK),
    Shown(f"{CONTEST}/desk/draw", "/contests/drawn/desk/draw", DESK),
    Shown(f"{CONTEST}/desk/times", "/contests/pool/desk/times", DESK),
    Shown(f"{CONTEST}/desk{MATCH}", "/contests/teams/desk/matches/teams/main-1-1", DESK),
    Shown(f"{CONTEST}/desk{MATCH}", "/contests/teams/desk/matches/teams/main-1-2", DESK),
    Shown(f"{CONTEST}/desk{MATCH}", "/contests/pool/desk/matches/groups/B-1-1", DESK),
    Shown(
        f"{CONTEST}/desk{MATCH}/lineups/{{entrant}}",
        "/contests/teams/desk/matches/teams/main-1-1/lineups/t4",
        DESK,
    ),
    Shown("/display", "/display"),
    Shown("/displays/{display}", "/displays/{display}"),
    Shown("/meets/{meet}/displays", "/meets/test-meet/displays", DESK),
    Shown(f"{CONTEST}/embed", "/contests/small/embed"),
    Shown(f"{CONTEST}/embed", "/contests/bracket/embed"),
    Shown(f"{CONTEST}/overlay", "/contests/small/overlay"),
    Shown(f"{CONTEST}/find", "/contests/small/find?name=1"),
    Shown(f"{CONTEST}/find", "/contests/pool/find?name=nobody"),
    Shown(f"{CONTEST}/results", "/contests/small/results"),
    Shown(f"{CONTEST}/results", "/contests/bracket/results"),
    Shown(f"{CONTEST}/reveal", "/contests/small/reveal", DESK),
    Shown(f"{CONTEST}/reveal/rehearsal", "/contests/small/reveal/rehearsal", DESK),
    Shown(f"{CONTEST}/paper", "/contests/small/paper", DESK),
    Shown(f"{CONTEST}/paper/entry", "/contests/small/paper/entry", DESK),
    Shown(f"{CONTEST}/devices", "/contests/small/devices", DESK),
    Shown(SEAT, "/contests/small/seats/J2", at("small", "J2")),
    Shown(SEAT, "/contests/dance/seats/J1", at("dance", "J1")),
    Shown(SEAT, "/contests/kicking-individual/seats/counter", at("kicking-individual", "counter")),
    Shown(SEAT, "/contests/teams/seats/court-2", at("teams", "court-2")),
    Shown(SEAT, "/contests/teams/seats/court-2", at("teams", "court-2"), ("#list button",)),
    Shown(SEAT, "/contests/teams/seats/leader-t1", at("teams", "leader-t1")),
    Shown(SEAT, "/contests/teams/seats/leader-t2", at("teams", "leader-t2")),
    Shown("", "/contests/nobody"),
)


@asynccontextmanager
async def opened(
    browser: Browser, hall: Hall, shown: Shown, lang: str, size: ViewportSize = TALL
) -> AsyncGenerator[Page]:
    """The page in a browser of its own, as it is once its scripts have drawn it."""
    context = await browser.new_context(viewport=size, reduced_motion="reduce")
    try:
        if shown.holder is not None:
            token = await hall.service.keys.new_token(shown.holder)
            await context.add_cookies([{"name": "session", "value": token, "url": hall.base}])
        page = await context.new_page()
        path = shown.path.replace("{display}", hall.service.displays.new())
        then = "&" if "?" in path else "?"
        await page.goto(f"{hall.base}{path}{then}lang={lang}")
        if shown.path == "/display":  # goes on to a page of its own
            await page.wait_for_url("**/displays/*")
        for selector in shown.clicks:
            await pressed(page, selector)
        await page.wait_for_timeout(DRAWN)
        yield page
    finally:
        await context.close()


async def pressed(page: Page, selector: str) -> None:
    """Press the first that is to be seen, not before a dialog that has just opened takes it."""
    if await page.locator("dialog[open]").count():
        await page.wait_for_timeout(SETTLING)
    await page.locator(selector).locator("visible=true").first.click()


class Dialog(Struct, frozen=True):
    """What is pressed on a page to open a dialog."""

    id: str
    path: str
    clicks: tuple[str, ...]
    holder: Holder = DESK

    def __str__(self) -> str:
        return f"{self.path} #{self.id}"


_SMALL, _BEFORE, _POOL = "/contests/small/desk", "/contests/before/desk", "/contests/pool/desk"
_ENTRANT = f"{_SMALL}/entrants/e1"
_COURT = "/contests/teams/seats/court-2"
_COUNTER = "/contests/kicking-individual/seats/counter"
_MARK = tuple(f"[data-key='{key}']" for key in "12")

DIALOGS: tuple[Dialog, ...] = (
    Dialog("confirm", _SMALL, ("#absent-e6",)),
    Dialog("weigh", _SMALL, (".row-menu summary", ".menu [data-reasoned]")),
    Dialog("weigh", _ENTRANT, (".correct summary", ".correct [type=submit]")),
    Dialog("weigh", f"{_SMALL}/history", ("[data-undo]",)),
    Dialog("draw", _BEFORE, ("#open-draw",)),
    Dialog("hand", _BEFORE, ("#open-hand",)),
    Dialog("panels", _BEFORE, ("#open-panels",)),
    Dialog("seal", _BEFORE, ("#open-seal",)),
    Dialog("late", _SMALL, ("#late-open",)),
    Dialog("link", _SMALL, ("[data-link]",)),
    Dialog("links-ask", _SMALL, ("#all-links",)),
    Dialog("signed-in", _SMALL, ("[data-tablets]",)),
    Dialog("moving", "/contests/small/seats/J2", ("#move",), at("small", "J2")),
    Dialog("settle", "/contests/tied/desk", ("#needs [data-open=settle]",)),
    Dialog("settle", "/contests/tied/desk", ("#needs [data-open=settle]", "[value=hand]")),
    Dialog("advance-{{ route.number }}", "/contests/tied/desk", ("#decide-0",)),
    Dialog("replace", "/contests/onward/desk", ("#needs .need-absent button",)),
    Dialog("take", _BEFORE, ("#feeders button",)),
    Dialog("result", _POOL, ("#match-rows [data-result]",)),
    Dialog("calling", "/contests/bracket/desk", ("[data-open=calling]",)),
    Dialog("values", "/contests/league/desk", ("[data-open=values]",)),
    Dialog("slot-dialog", f"{_POOL}/times", ("button.slot",)),
    Dialog("ask", "/contests/small/seats/J2", (*_MARK, "#send"), at("small", "J2")),
    Dialog("asking", "/contests/signed/seats/J1", ("#request",), at("signed", "J1")),
    Dialog("outcome", _COUNTER, ("#no-result",), at("kicking-individual", "counter")),
    Dialog("choose", _COURT, ("#list button", "#more"), at("teams", "court-2")),
    Dialog(
        "score",
        _COURT,
        ("#list button", "#more", "#choose [data-value=score]"),
        at("teams", "court-2"),
    ),
)
"""One that the frames draw anew is called by the words of its template."""
