"""Makes the pictures of docs/images: `.venv/bin/python docs/screenshots.py [NAME...]`."""

import asyncio
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from playwright.async_api import Browser, ViewportSize

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import camera
import scenes
from camera import CARD, LAPTOP, PAPER, PHONE, PROJECTOR, TABLET, Way
from scenes import Moment

from scoring.access import Holder, Organizer, Role, SeatHolder
from scoring.contest.commands import ClosePerformance, EnterMarks
from scoring.contest.ids import CommandId, ContestId, SeatId
from scoring.contest.match_commands import HandInLineup
from scoring.presence import Doing, Exchange, Report
from scoring.web.displays import Display, Showing
from scoring.web.rendering import build
from tests.browser.chromium import chromium
from tests.web.hall import Hall, running_hall
from tests.web.officials import cookies_of, employ

ADDRESS, PORT = "192.168.1.20", 8000
BASE = f"http://{ADDRESS}:{PORT}"
"""Where a hall's laptop might be; the browser is told that it is this machine."""
ZH: Way = ("zh", "light")
EN: Way = ("en", "dark")
BOTH = (ZH, EN)
"""Chinese by day beside English by night."""


class Shot(Struct, frozen=True):
    """One page in one size, as its kind of viewer sees it."""

    name: str
    path: str
    size: ViewportSize
    viewer: Holder | Role | None = None
    """Who has signed in: a link's holder, or an account of this role."""
    ways: tuple[Way, ...] = ()
    """How it is seen; on a phone or a tablet both ways, else in Chinese by day."""
    taps: tuple[str, ...] = ()
    """What is pressed, one after the other, before the picture."""
    types: str = ""
    fills: tuple[tuple[str, str], ...] = ()
    """What is written into which fields."""
    shows: str = ""
    """What the page is scrolled to."""
    printed: bool = False
    framed: bool = False
    """Whether it stands in the page of a village."""
    over: str = ""
    """A style for what lies below the page."""

    @property
    def seen(self) -> tuple[Way, ...]:
        """All ways in which it is seen."""
        return self.ways or (BOTH if self.size in (PHONE, TABLET) else (ZH,))


OFFICIALS: dict[Role, str] = {"head_judge": "周老师", "scorer": "小沈"}
CONTEST = f"/contests/{scenes.EVENING.plan.id}"
DESK = f"{CONTEST}/desk"
SINGER = next(one.id for one in scenes.EVENING.plan.entrants if one.number == 100)  # noqa: PLR2004 - the number on her back
TEAMS = "/contests/badminton-team"
UMPIRE = SeatHolder(ContestId("badminton-team"), SeatId("court-1"))
COURT = f"{TEAMS}/seats/court-1"
POINT = ("#list button", "#right")
"""The men's singles, and a point in it."""
FORM = (
    ("#f-name", "乡村歌手总决赛"),
    ("#f-name-en", "Village singers: the final"),
    ("#f-meet", "仁和文化节"),
    ("#f-meet-en", "Renhe Festival"),
    ("#f-date", "2024-07-20"),
    ("#f-venue", "花园村文化礼堂"),
    ("#f-judges", "9"),
    ("#f-drop", "2"),
)
HOOPS = "/contests/basketball"
COUNTER = SeatHolder(ContestId("kicking-individual"), SeatId("counter"))


def evening(moment: Moment) -> list[Shot]:
    """Every room of the evening and of the sports day."""
    file = moment.file
    last = next(
        one.entrant for one in reversed(file.commands) if isinstance(one, ClosePerformance)
    )
    singing = next(one.entrant for one in reversed(file.commands) if isinstance(one, EnterMarks))
    return [
        Shot("home", "/", PHONE),
        Shot("home-laptop", "/", LAPTOP, ways=(EN,)),
        Shot("meet", "/meets/zone-sports-day-2024", LAPTOP),
        Shot("meet-phone", "/meets/zone-sports-day-2024", PHONE),
        Shot("board-phone", CONTEST, PHONE),
        Shot("board-laptop", CONTEST, LAPTOP),
        Shot("board-laptop-en", CONTEST, LAPTOP, ways=(EN,)),
        Shot("singer", f"{CONTEST}/entrants/{SINGER}", PHONE),
        Shot("rules", f"{CONTEST}/rules", PHONE),
        Shot("embed", f"{CONTEST}/embed", LAPTOP, framed=True),
        Shot("card", f"{CONTEST}/card.png", CARD),
        Shot("wall", f"{CONTEST}/wall", PROJECTOR),
        Shot("overlay", f"{CONTEST}/overlay", PROJECTOR, over=camera.STAGE),
        Shot("head-judge", DESK, TABLET, "head_judge"),
        Shot("head-judge-phone", DESK, PHONE, "head_judge"),
        Shot("head-judge-laptop", DESK, LAPTOP, "head_judge", ways=(EN,)),
        Shot("two-versions", f"{DESK}/entrants/{singing}", LAPTOP, "head_judge"),
        Shot("tablets", f"{CONTEST}/devices", LAPTOP, "head_judge"),
        Shot("desk", DESK, LAPTOP, Organizer()),
        Shot("correct", f"{DESK}/entrants/{last}", LAPTOP, Organizer(), ways=(EN,)),
        Shot("history", f"{DESK}/history", LAPTOP, Organizer()),
        Shot("statistics", f"{DESK}/statistics", LAPTOP, Organizer()),
        Shot("forms", "/desk/new", LAPTOP, Organizer(), ways=(EN,)),
        Shot("access", "/desk/access", LAPTOP, Organizer()),
        Shot("plan", "/desk/new/singing", LAPTOP, Organizer(), fills=FORM, shows="header.bar"),
        Shot("seats", DESK, LAPTOP, Organizer(), taps=("#all-links", "#links-yes")),
        Shot("paper", f"{CONTEST}/paper", LAPTOP, Organizer()),
        Shot("paper-printed", f"{CONTEST}/paper", PAPER, Organizer(), printed=True),
        Shot("enter", "/enter", PHONE),
        Shot("counter", "/contests/kicking-individual/seats/counter", PHONE, COUNTER),
        Shot("display-new", "/displays/{new}", PROJECTOR),
        Shot("display-note", "/displays/{note}", PROJECTOR),
        Shot("displays", f"/meets/{file.plan.meet.id}/displays", LAPTOP, Organizer()),
        Shot("matches-laptop", TEAMS, LAPTOP),
        Shot("matches-phone", TEAMS, PHONE),
        Shot("bracket", TEAMS, LAPTOP, ways=(EN,), shows="#bracket"),
        Shot("groups-phone", f"{TEAMS}?stage=groups", PHONE),
        Shot("tie-phone", f"{TEAMS}/matches/knock-out/main-1-1", PHONE),
        Shot("team-phone", f"{TEAMS}/entrants/t1", PHONE),
        Shot("match-phone", f"{HOOPS}/matches/finals/main-1-1", PHONE),
        Shot("courts", f"{TEAMS}/wall", PROJECTOR),
        Shot("overlay-courts", f"{HOOPS}/overlay", PROJECTOR, over=camera.STAGE),
        Shot("umpire", COURT, TABLET, UMPIRE, taps=POINT),
        Shot("umpire-phone", COURT, PHONE, UMPIRE, taps=POINT),
        Shot("umpire-laptop", COURT, LAPTOP, UMPIRE, ways=(EN,), taps=POINT),
        Shot("match-desk", f"{TEAMS}/desk", LAPTOP, Organizer()),
    ]


def alone(moment: Moment) -> list[Shot]:
    """A judge who has not marked yet."""
    file = moment.file
    marked = {one.seat for one in file.commands[-scenes.MARKED :] if isinstance(one, EnterMarks)}
    free = next(seat for seat in file.plan.judged[0].panel if seat not in marked)
    judge, seat = SeatHolder(file.plan.id, free), f"{CONTEST}/seats/{free}"
    return [
        Shot("judge", seat, TABLET, judge, types="95.5"),
        Shot("judge-phone", seat, PHONE, judge, types="95.5"),
        Shot("judge-laptop", seat, LAPTOP, judge, ways=(EN,), types="95.5"),
    ]


def groups(moment: Moment) -> list[Shot]:
    """What a wall tells between two matches."""
    del moment
    return [
        Shot("wall-tables", f"{TEAMS}/wall?show=tables", PROJECTOR),
        Shot("wall-schedule", f"{TEAMS}/wall?show=schedule", PROJECTOR, ways=(EN,)),
    ]


def lineups(moment: Moment) -> list[Shot]:
    """A team's leader hands in who plays which rubber."""
    commands = moment.file.commands
    first = next(one.side for one in commands if isinstance(one, HandInLineup))
    team = next(one for one in moment.file.plan.entrants if one.id == first)
    seat = SeatId(f"team-{team.number}")
    leader = SeatHolder(moment.file.plan.id, seat)
    return [Shot("team-lineup", f"{TEAMS}/seats/{seat}", PHONE, leader)]


def papers(moment: Moment) -> list[Shot]:
    """Paper beside what the tablets recorded."""
    del moment
    return [Shot("paper-entry", f"{CONTEST}/paper/entry", LAPTOP, Organizer(), ways=(EN,))]


def between(moment: Moment) -> list[Shot]:
    """What a score looks like the moment it is there."""
    del moment
    return [Shot("overlay-score", f"{CONTEST}/overlay", PROJECTOR, ways=(EN,), over=camera.STAGE)]


def approved(moment: Moment) -> list[Shot]:
    """Results wait for the head judge."""
    del moment
    return [
        Shot("board-approved", CONTEST, PHONE),
        Shot("approval", DESK, LAPTOP, "head_judge"),
    ]


def frozen(moment: Moment) -> list[Shot]:
    """The last are singing, and nobody knows what they get."""
    del moment
    return [
        Shot("board-frozen", CONTEST, PHONE),
        Shot("wall-frozen", f"{CONTEST}/wall", PROJECTOR, ways=(EN,)),
    ]


def ceremony(moment: Moment) -> list[Shot]:
    """One phone tells all screens what comes next."""
    del moment
    return [
        Shot("reveal-phone", f"{CONTEST}/reveal", PHONE, Organizer()),
        Shot("reveal-wall", f"{CONTEST}/wall", PROJECTOR),
        Shot("reveal-board", CONTEST, PHONE),
    ]


def over(moment: Moment) -> list[Shot]:
    """What is left when everybody has gone home."""
    del moment
    return [
        Shot("board-official", CONTEST, PHONE),
        Shot("wall-official", f"{CONTEST}/wall", PROJECTOR),
        Shot("wall-bracket", f"{TEAMS}/wall?show=bracket", PROJECTOR, ways=(EN,)),
        Shot("results", f"{CONTEST}/results", LAPTOP),
        Shot("results-printed", f"{CONTEST}/results", PAPER, printed=True),
    ]


async def prepared(hall: Hall, moment: Moment) -> dict[str, str]:
    """Register the contests, seat the officials, hang the screens; the ids of two displays."""
    for each in moment.files:
        (await hall.register(each)).raise_for_status()
    meet = moment.file.plan.meet.id
    for role, name in OFFICIALS.items():
        await employ(hall, name, role, meet)
    shown = {
        "主舞台": Showing("wall", moment.file.plan.id),
        "入口": Showing("note", text="休息十五分钟，19:30 继续"),
        "候场区": Showing("board", moment.file.plan.id),
    }
    taken = [await display(hall, moment, name, one) for name, one in shown.items()]
    for one in taken[:-1]:
        hall.service.displays.watch(one.id, 1)
    return {"{new}": hall.service.displays.new(), "{note}": taken[1].id}


async def display(hall: Hall, moment: Moment, name: str, showing: Showing) -> Display:
    """A display of the meet that shows this."""
    displays, meet = hall.service.displays, moment.file.plan.meet.id
    new = displays.new()
    taken = await displays.take(meet, displays.screen(new).code, name)
    if taken is None:
        raise ValueError(name)
    await displays.show(meet, taken.id, showing)
    return taken


async def two_versions(hall: Hall, moment: Moment) -> None:
    """A second tablet of the first judge sends what the second judge gave."""
    contest, commands = moment.file.plan.id, moment.file.commands
    first, second = (one for one in commands[-2:] if isinstance(one, EnterMarks))
    other = replace(first, id=CommandId("spare:1"), marks=second.marks)
    answer = await hall.give(contest, other, await hall.organizer())
    if answer.status_code != HTTPStatus.CONFLICT:
        raise ValueError(answer.text)


async def tablets_speak(hall: Hall, moment: Moment) -> None:
    """What most of the judges' tablets say of themselves: one types, one has little power left."""
    file = moment.file
    now = next(one for one in reversed(file.commands) if isinstance(one, EnterMarks))
    for number, seat in enumerate(file.plan.judged[0].panel[:-1]):
        types = Doing(stage=now.stage, entrant=now.entrant, now=True) if number == 0 else None
        report = Report(
            build=build(),
            visible=True,
            unsent=3 if number == BEHIND else 0,
            battery=POWER[number],
            charging=number == 1,
            doing=types,
            exchange=Exchange(sent=1000, answered=1020, received=1040),
        )
        answer = await hall.client.post(
            f"/api/contests/{file.plan.id}/seats/{seat}/here",
            content=msgspec.json.encode(report),
            headers=await hall.seat(file.plan.id, seat),
        )
        answer.raise_for_status()


POWER = (81, 64, 12, 47, 92, 55)
BEHIND = 4
"""Per cent of each battery; and whose tablet has not sent everything."""


async def seen(browser: Browser, hall: Hall, shot: Shot, way: Way, path: str) -> bytes:
    """Open a page as a person would, wait until it is drawn, and look at it."""
    context = await camera.opened(browser, shot.size, way)
    page = await context.new_page()
    if isinstance(shot.viewer, str):
        token = (await cookies_of(hall, OFFICIALS[shot.viewer]))["session"]
        await context.add_cookies([{"name": "session", "value": token, "url": BASE}])
    elif shot.viewer is not None:
        secret = await hall.service.keys.new_link(shot.viewer)
        await page.goto(f"{BASE}/enter#k={secret}")
        await page.wait_for_url(lambda url: "/enter" not in url)
    then = "&" if "?" in path else "?"
    address = f"{BASE}{path}{then}lang={way[0]}"
    if shot.framed:
        address = await camera.village(page, address)
    answer = await page.goto(address)
    if answer is None or not answer.ok:
        raise ValueError(f"{path} cannot be opened")
    if shot.over:
        await page.add_style_tag(content=shot.over)
    await page.wait_for_timeout(1000)
    for selector in shot.taps:
        await page.click(selector)
        await page.wait_for_timeout(800)
    for selector, text in shot.fills:
        await page.fill(selector, text)
        await page.wait_for_timeout(1000)
    await page.keyboard.type(shot.types)
    if shot.shows:
        await page.locator(shot.shows).evaluate("one => one.scrollIntoView()")
    if shot.printed:
        await page.emulate_media(media="print", color_scheme="light")
        await page.add_style_tag(content=camera.MARGINS)
    picture = await page.screenshot()
    await context.close()
    return picture


SCENES: tuple[tuple[Callable[[], Moment], Callable[[Moment], list[Shot]]], ...] = (
    (scenes.evening, evening),
    (scenes.alone, alone),
    (scenes.groups, groups),
    (scenes.lineups, lineups),
    (scenes.papers, papers),
    (scenes.between, between),
    (scenes.approved, approved),
    (scenes.frozen, frozen),
    (scenes.ceremony, ceremony),
    (scenes.over, over),
)


HALL = "hall"
HALL_SHOWS = ("wall", "judge", "board-phone")
"""What stands together in one picture."""


async def taken(browser: Browser, moment: Moment, shot: Shot, way: Way) -> bytes:
    """One look at a hall that nobody has touched before."""
    async with running_hall(None, PORT) as hall:
        displays = await prepared(hall, moment)
        if moment.tablets:
            await two_versions(hall, moment)
            await tablets_speak(hall, moment)
        path = shot.path
        for word, display_id in displays.items():
            path = path.replace(word, display_id)
        return await seen(browser, hall, shot, way, path)


async def main() -> None:
    """Take every picture, or those that are named."""
    arguments = (
        f"--host-resolver-rules=MAP {ADDRESS} 127.0.0.1",
        f"--unsafely-treat-insecure-origin-as-secure={BASE}",
    )
    async with chromium(*arguments) as browser:
        for made, listed in SCENES:
            moment = made()
            for shot in listed(moment):
                if not sys.argv[1:] or shot.name in sys.argv[1:]:
                    looks = [await taken(browser, moment, shot, way) for way in shot.seen]
                    await camera.keep(browser, shot.name, looks, shot.size)
        if not sys.argv[1:] or HALL in sys.argv[1:]:
            moment = scenes.alone()
            every = [*evening(moment), *alone(moment)]
            found = [one for name in HALL_SHOWS for one in every if one.name == name]
            wall, tablet, phone = [await taken(browser, moment, one, ZH) for one in found]
            await camera.keep_hall(browser, HALL, wall, tablet, phone)


if __name__ == "__main__":
    asyncio.run(main())
