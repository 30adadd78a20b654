"""Makes the pictures of docs/images: `.venv/bin/python docs/screenshots.py [NAME...]`."""

import asyncio
import random
import sys
from http import HTTPStatus
from itertools import product
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from playwright.async_api import Browser, ViewportSize

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scoring.access import Holder, Organizer, Role, SeatHolder  # noqa: E402
from scoring.contest.commands import (  # noqa: E402
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    EnterMarks,
)
from scoring.contest.file import ContestFile  # noqa: E402
from scoring.contest.ids import CommandId, ContestId, SeatId  # noqa: E402
from scoring.contest.match_commands import EnterResult, OpenMatch, Record  # noqa: E402
from scoring.contest.plan import PlayedStage  # noqa: E402
from scoring.contest.play import rules_of  # noqa: E402
from scoring.contest.release_commands import Freeze, Reveal  # noqa: E402
from scoring.demo import BADMINTON, KICKING, contest_file  # noqa: E402
from scoring.demo.taps import taps  # noqa: E402
from scoring.presence import Doing, Report  # noqa: E402
from scoring.web.rendering import build  # noqa: E402
from tests.browser.chromium import chromium  # noqa: E402
from tests.web.hall import Hall, running_hall  # noqa: E402
from tests.web.officials import cookies_of, employ  # noqa: E402

IMAGES = Path(__file__).parent / "images"
PHONE = ViewportSize(width=360, height=740)
TABLET = ViewportSize(width=820, height=1180)
LAPTOP = ViewportSize(width=1280, height=800)
PROJECTOR = ViewportSize(width=1920, height=1080)
COUNTER = SeatHolder(ContestId("kicking-individual"), SeatId("counter"))
SUNG = 96
MARKED = 5
REVEALED = ContestId("reveal")
HIDDEN = 8
STEPS = 5
"""How many sang after the freeze, and how many steps of the ceremony were taken."""


MATCHES = "/contests/badminton-team"
UMPIRE = SeatHolder(ContestId("badminton-team"), SeatId("court-1"))
COURT = f"{MATCHES}/seats/court-1"
POINT = ("#list button", "text=宋凯 >> nth=-1")
"""The men's singles, and a point in it."""
GROUPS = 12
"""Ties of the badminton that are over before the quarter-finals."""


class Shot(Struct, frozen=True):
    """One page in one size, as its kind of viewer sees it."""

    name: str
    path: str
    size: ViewportSize
    viewer: Holder | Role | None = None
    """Who has signed in: a link's holder, or an account of this role."""
    taps: tuple[str, ...] = ()
    """What is pressed, one after the other, before the picture."""
    types: str = ""
    shows: str = ""
    """What the page is scrolled to."""


def in_the_middle(file: ContestFile) -> ContestFile:
    """The evening when 96 have sung and five of seven judges have marked the next."""
    calls = [index for index, one in enumerate(file.commands) if isinstance(one, Call)]
    marks = [
        index
        for index, one in enumerate(file.commands)
        if index > calls[SUNG] and isinstance(one, EnterMarks)
    ]
    return ContestFile(plan=file.plan, commands=file.commands[: marks[MARKED - 1] + 1])


def shots(file: ContestFile) -> list[Shot]:
    """Every room; the judge's is one that has not marked yet."""
    contest = f"/contests/{file.plan.id}"
    last = next(
        one.entrant for one in reversed(file.commands) if isinstance(one, ClosePerformance)
    )
    marked = {one.seat for one in file.commands[-MARKED:] if isinstance(one, EnterMarks)}
    free = next(seat for seat in file.plan.judged[0].panel if seat not in marked)
    judge, seat = SeatHolder(file.plan.id, free), f"{contest}/seats/{free}"
    singing = next(one.entrant for one in reversed(file.commands) if isinstance(one, EnterMarks))
    sheets = f"{contest}/desk/entrants/{singing}"
    return [
        Shot("board-phone", contest, PHONE),
        Shot("board-laptop", contest, LAPTOP),
        Shot("wall", f"{contest}/wall", PROJECTOR),
        Shot("judge", seat, TABLET, judge, types="95.5"),
        Shot("judge-phone", seat, PHONE, judge, types="95.5"),
        Shot("judge-laptop", seat, LAPTOP, judge, types="95.5"),
        Shot("head-judge", f"{contest}/desk", TABLET, "head_judge"),
        Shot("head-judge-phone", f"{contest}/desk", PHONE, "head_judge"),
        Shot("head-judge-laptop", f"{contest}/desk", LAPTOP, "head_judge"),
        Shot("two-versions", sheets, LAPTOP, "head_judge"),
        Shot("tablets", f"{contest}/devices", LAPTOP, "head_judge"),
        Shot("desk", f"{contest}/desk", LAPTOP, Organizer()),
        Shot("singer", f"{contest}/entrants/{last}", PHONE),
        Shot("correct", f"{contest}/desk/entrants/{last}", LAPTOP, Organizer()),
        Shot("statistics", f"{contest}/desk/statistics", LAPTOP, Organizer()),
        Shot("plan", "/desk/new/singing", LAPTOP, Organizer()),
        Shot("counter", "/contests/kicking-individual/seats/counter", PHONE, COUNTER),
        Shot("matches-laptop", MATCHES, LAPTOP),
        Shot("matches-phone", MATCHES, PHONE),
        Shot("bracket", MATCHES, LAPTOP, shows="#bracket"),
        Shot("groups-phone", f"{MATCHES}?stage=groups", PHONE),
        Shot("match-phone", f"{MATCHES}/matches/knock-out/main-1-1", PHONE),
        Shot("courts", f"{MATCHES}/wall", PROJECTOR),
        Shot("umpire", COURT, TABLET, UMPIRE, POINT),
        Shot("umpire-phone", COURT, PHONE, UMPIRE, POINT),
        Shot("umpire-laptop", COURT, LAPTOP, UMPIRE, POINT),
        Shot("match-desk", f"{MATCHES}/desk", LAPTOP, Organizer()),
        Shot("home", "/", PHONE),
        Shot("results", f"{contest}/results", LAPTOP),
        Shot("overlay", f"{contest}/overlay", PROJECTOR),
        Shot("seats", f"{contest}/desk", LAPTOP, Organizer(), ("#all-links", "#links-yes")),
        Shot("paper", f"{contest}/paper", LAPTOP, Organizer()),
        Shot("paper-entry", f"{contest}/paper/entry", LAPTOP, Organizer()),
        Shot("displays", f"/meets/{file.plan.meet.id}/displays", LAPTOP, Organizer()),
        Shot("history", f"{contest}/desk/history", LAPTOP, Organizer()),
        Shot("reveal-phone", f"/contests/{REVEALED}/reveal", PHONE, Organizer()),
        Shot("reveal-wall", f"/contests/{REVEALED}/wall", PROJECTOR),
        Shot("reveal-board", f"/contests/{REVEALED}", PHONE),
    ]


def revealed(file: ContestFile) -> ContestFile:
    """The end of the same evening: the last sang while the board was frozen; half is revealed."""
    calls = [index for index, one in enumerate(file.commands) if isinstance(one, Call)]
    begin = calls[-HIDDEN]
    end = next(index for index, one in enumerate(file.commands) if isinstance(one, CloseStage))
    stage = file.plan.judged[0].id
    steps = [Reveal(id=CommandId(f"phone:{n}"), stage=stage, after=n) for n in range(STEPS)]
    return ContestFile(
        plan=replace(file.plan, id=REVEALED),
        commands=(
            *file.commands[:begin],
            Freeze(id=CommandId("phone:100"), stage=stage),
            *file.commands[begin:end],
            *steps,
        ),
    )


def on_four_courts(file: ContestFile) -> ContestFile:
    """The quarter-finals of the badminton, all of them in a first rubber."""
    opened = [n for n, one in enumerate(file.commands) if isinstance(one, OpenMatch)]
    first = next(n for n, one in enumerate(file.commands) if n > opened[GROUPS] and is_result(one))
    shown: dict[str, EnterResult] = {}
    for one in file.commands[first:]:
        if isinstance(one, EnterResult) and len(shown) < len(COURTS):
            shown.setdefault(one.match, one)
    tapped = [
        one
        for number, result in enumerate(shown.values())
        for one in half_played(file, result, COURTS[number])
    ]
    return ContestFile(plan=file.plan, commands=(*file.commands[:first], *tapped))


COURTS = (52, 33, 70, 41)
"""How many rallies have been played on each."""


def is_result(command: Command) -> bool:
    return isinstance(command, EnterResult)


def half_played(file: ContestFile, result: EnterResult, count: int) -> list[Command]:
    """The first so many taps of a result."""
    stage = file.plan.stage(result.stage)
    rules = rules_of(stage.match, result.rubber) if isinstance(stage, PlayedStage) else None
    if rules is None:
        return []
    happened = [*taps(rules, result.result, random.Random(result.match))][: count + 1]  # noqa: S311
    return [
        Record(
            id=CommandId(f"{result.match}:{after + 1}"),
            stage=result.stage,
            match=result.match,
            rubber=result.rubber,
            after=after,
            tap=tap,
        )
        for after, tap in enumerate(happened)
    ]


def first_kick(file: ContestFile) -> ContestFile:
    """Shuttlecock kicking at the moment when the first one has been called."""
    call = next(index for index, one in enumerate(file.commands) if isinstance(one, Call))
    return ContestFile(plan=file.plan, commands=file.commands[: call + 1])


async def two_versions(hall: Hall, file: ContestFile) -> None:
    """A second tablet of the first judge sends what the second judge gave."""
    first, second = (one for one in file.commands[-2:] if isinstance(one, EnterMarks))
    other = replace(first, id=CommandId("spare:1"), marks=second.marks)
    answer = await hall.give(file.plan.id, other, await hall.organizer())
    if answer.status_code != HTTPStatus.CONFLICT:
        raise ValueError(answer.text)


async def tablets_speak(hall: Hall, file: ContestFile) -> None:
    """What most of the judges' tablets say of themselves: one types, one has little power left."""
    now = next(one for one in reversed(file.commands) if isinstance(one, EnterMarks))
    for number, seat in enumerate(file.plan.judged[0].panel[:-1]):
        types = Doing(stage=now.stage, entrant=now.entrant, now=True) if number == 0 else None
        report = Report(
            build=build(),
            visible=number != UNSEEN,
            unsent=3 if number == UNSEEN else 0,
            battery=POWER[number],
            charging=number == 1,
            doing=types,
        )
        answer = await hall.client.post(
            f"/api/contests/{file.plan.id}/seats/{seat}/here",
            content=msgspec.json.encode(report),
            headers={
                **await hall.seat(file.plan.id, seat),
                "Content-Type": "application/json",
            },
        )
        answer.raise_for_status()


POWER = (81, 64, 12, 47, 92, 55)
UNSEEN = 4
"""Per cent of each battery; and whose tablet shows something else."""


async def shoot(browser: Browser, hall: Hall, shot: Shot, lang: str, scheme: str) -> None:
    """Open a page as a person would, wait until it is drawn, and keep the picture."""
    context = await browser.new_context(
        viewport=shot.size,
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB" if lang == "en" else "zh-CN",
    )
    page = await context.new_page()
    if isinstance(shot.viewer, str):
        token = (await cookies_of(hall, shot.viewer))["session"]
        await context.add_cookies([{"name": "session", "value": token, "url": hall.base}])
    elif shot.viewer is not None:
        secret = await hall.service.keys.new_link(shot.viewer)
        await page.goto(f"{hall.base}/enter#k={secret}")
        await page.wait_for_url(lambda url: "/enter" not in url)
    then = "&" if "?" in shot.path else "?"
    answer = await page.goto(f"{hall.base}{shot.path}{then}lang={lang}")
    if answer is None or not answer.ok:
        raise ValueError(f"{shot.path} cannot be opened")
    await page.wait_for_timeout(1000)
    for selector in shot.taps:
        await page.click(selector)
        await page.wait_for_timeout(800)
    await page.keyboard.type(shot.types)
    if shot.shows:
        await page.locator(shot.shows).evaluate("one => one.scrollIntoView()")
    dark = "-dark" if scheme == "dark" else ""
    await page.screenshot(path=IMAGES / f"{shot.name}-{lang}{dark}.png")
    await context.close()


async def main() -> None:
    """Play half of the evening; take every picture in Chinese by day and in English by night."""
    file = in_the_middle(contest_file())
    wanted = [one for one in shots(file) if not sys.argv[1:] or one.name in sys.argv[1:]]
    files = [
        file,
        revealed(contest_file()),
        first_kick(contest_file(KICKING)),
        on_four_courts(contest_file(BADMINTON)),
    ]
    async with chromium() as browser:
        for shot, (lang, scheme) in product(wanted, (("zh", "light"), ("en", "dark"))):
            async with running_hall(None) as hall:
                for each in files:
                    (await hall.register(each)).raise_for_status()
                await two_versions(hall, file)
                await tablets_speak(hall, file)
                await employ(hall, "head_judge", "head_judge", file.plan.meet.id)
                await shoot(browser, hall, shot, lang, scheme)


if __name__ == "__main__":
    asyncio.run(main())
