"""The wall when a stage is over: who came first, and nobody who is not public."""

import re

import pytest
from msgspec.structs import replace

from scoring.contest.file import ContestFile
from scoring.contest.plan import Plan
from scoring.contest.release_commands import Freeze
from tests.deciding import HEATS, ended, fresh, knock_out_plan
from tests.web.hall import Hall

_FIRST = re.compile(r'<section class="podium".*?</section>', re.DOTALL)
_ONE = re.compile(r'id="p-(\w+)"><span class="place">(\d+)</span>')
MARKS = {1: "92.00", 2: "95.00", 3: "95.00", 4: "93.00", 5: "97.00", 6: "90.00"}


def plan() -> Plan:
    """Six singers, of whom the best is a guest."""
    made = knock_out_plan()
    entrants = (*made.entrants[:4], replace(made.entrants[4], guest=True), made.entrants[5])
    return replace(made, entrants=entrants)


async def podium(hall: Hall) -> list[tuple[str, str]]:
    page = (await hall.client.get("/contests/small/wall?lang=en&stage=heats")).text
    section = _FIRST.search(page)
    return _ONE.findall(section[0]) if section else []


async def test_over_it_shows_the_first_three_places_without_guests(hall: Hall) -> None:
    commands = ended(plan(), MARKS)
    await hall.register(ContestFile(plan=plan(), commands=tuple(commands[:-1])))
    assert await podium(hall) == []
    assert (await hall.give("small", commands[-1], await hall.organizer())).is_success
    assert await podium(hall) == [("e2", "1"), ("e3", "1"), ("e4", "3")]


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ({1: "97.00", 2: "95.00", 3: "95.00", 4: "95.00"}, ["e1", "e2", "e3", "e4"]),
        ({1: "97.00", 2: "95.00", 3: "95.00", 4: "95.00", 6: "95.00"}, ["e1"]),
        ({1: "95.00", 2: "95.00", 3: "95.00", 4: "95.00", 6: "95.00"}, []),
    ],
)
async def test_of_those_who_share_a_place_it_shows_all_or_none(
    hall: Hall, marks: dict[int, str], shown: list[str]
) -> None:
    rest = {one: "80.00" for one in MARKS if one not in marks}
    commands = ended(plan(), {**marks, **rest})
    answer = await hall.register(ContestFile(plan=plan(), commands=tuple(commands)))
    assert answer.is_success, answer.text
    assert [one for one, _ in await podium(hall)] == shown


async def test_frozen_it_names_nobody_first(hall: Hall) -> None:
    commands = ended(plan(), MARKS)
    freeze = Freeze(id=fresh(), stage=HEATS)
    file = ContestFile(plan=plan(), commands=(*commands[:3], freeze, *commands[3:]))
    answer = await hall.register(file)
    assert answer.is_success, answer.text
    assert await podium(hall) == []
