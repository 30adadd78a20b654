"""Every address with everybody: what access_matrix.csv says is what the application does."""

import csv
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import msgspec
import pytest
from litestar.routes import HTTPRoute
from msgspec import Struct
from msgspec.structs import replace

from scoring.access import Organizer, Role, SeatHolder
from scoring.contest.commands import Call, ClosePerformance, Command, Enter, EnterMarks
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId, ContestId, MeetId, SeatId
from scoring.contest.match_commands import AnnounceDraw
from scoring.contest.plan import Meet, Plan
from scoring.store.memory import MemoryStore
from scoring.web.app import create_app
from scoring.web.rendering import build
from tests.contests import STAGE, entrant_id, marking, small_plan
from tests.web.hall import Hall, running_hall
from tests.web.officials import cookies_of, employ

TABLE = Path(__file__).parent / "access_matrix.csv"
ROLES: tuple[Role, ...] = ("reader", "scorer", "head_judge", "organizer", "owner")
COLUMNS = (
    "anonymous", "seat", "other_seat", *ROLES, "key", "link", "other_meet", "other_contest_seat",
    "removed",
)  # fmt: skip
"""key: a program's, as organizer. link: who opened the printed one. other_meet: an owner, but of
another meet. other_contest_seat: a device of another contest. removed: without a role now.

Cells: yes (whatever comes next is not about who asks), 401 or 403.
"""

HERE, THERE = MeetId("test-meet"), MeetId("other-meet")
ID, E1 = CommandId("matrix:1"), entrant_id(1)
_COMMANDS: tuple[Command, ...] = (
    Call(id=ID, stage=STAGE, entrant=E1),
    Enter(id=ID, entrant=small_plan().entrants[0]),
    ClosePerformance(id=ID, stage=STAGE, entrant=E1),
    marking(ID, 1, SeatId("J1"), "95.99"),
    AnnounceDraw(id=ID, stage=STAGE, commitment="0" * 64),
)
GIVEN = {str(one.__struct_config__.tag): one for one in _COMMANDS}
"""A command of every kind of right; tests/test_access.py has them all."""
TAKES_COMMANDS = (
    "POST /api/contests/{contest}/commands",
    "POST /api/contests/{contest}/preview",
)
REGISTERS = "POST /api/contests"
FILLED = {
    "contest": "small", "seat": "J1", "entrant": "e1", "stage": "final", "match": "m1",
    "preset": "singing", "name": "x", "meet": "test-meet", "file_path": "base.css",
    "object": "e1",
}  # fmt: skip


class Asker(Struct, frozen=True):
    """How somebody signs requests."""

    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}


def plan_of(contest: str, meet: MeetId) -> Plan:
    plan = small_plan(contest=contest)
    return replace(plan, meet=Meet(id=meet, name=plan.meet.name))


def addresses() -> list[str]:
    """All that the application answers, as "GET /path/{part}"."""

    async def no_store() -> MemoryStore:
        return MemoryStore()

    found: list[str] = []
    for route in create_app(no_store, lambda: None).routes:
        assert isinstance(route, HTTPRoute)
        path = route.path_format.replace(build(), "{build}")
        methods = {str(one) for one in route.methods} - {"OPTIONS", "HEAD"}
        found += [f"{method} {path}" for method in sorted(methods)]
    return sorted(set(found))


def wanted_rows() -> list[str]:
    rows: list[str] = []
    for one in addresses():
        rows += [f"{one} {tag}" for tag in GIVEN] if one in TAKES_COMMANDS else [one]
    return rows


def table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {str(row["address"]): row for row in csv.DictReader(file)}


@pytest.fixture
async def hall() -> AsyncGenerator[Hall]:
    """Two contests in two meets."""
    async with running_hall(None) as running:
        for contest, meet in (("small", HERE), ("other", THERE)):
            await running.register(ContestFile(plan=plan_of(contest, meet)))
        for role in ROLES:
            await employ(running, role, role)
        await employ(running, "removed", "owner")
        await employ(running, "removed", None)
        await employ(running, "other_meet", "owner", THERE)
        yield running


async def asker(hall: Hall, who: str) -> Asker:
    """A fresh session, token or key of this column."""
    match who:
        case "anonymous":
            return Asker()
        case "seat":
            return await bearer(hall, SeatHolder(ContestId("small"), SeatId("J1")))
        case "other_seat":
            return await bearer(hall, SeatHolder(ContestId("small"), SeatId("J2")))
        case "other_contest_seat":
            return await bearer(hall, SeatHolder(ContestId("other"), SeatId("J1")))
        case "link":
            return Asker(cookies={"session": await hall.service.keys.new_token(Organizer())})
        case "key":
            secret, _ = await hall.service.api_keys.issue("matrix", HERE, "organizer")
            return Asker({"Authorization": f"Bearer {secret}"})
        case _:
            return Asker(cookies=await cookies_of(hall, who))


async def bearer(hall: Hall, holder: SeatHolder) -> Asker:
    return Asker({"Authorization": f"Bearer {await hall.service.keys.new_token(holder)}"})


def filled(row: str, parts: dict[str, str]) -> tuple[str, str, bytes | None]:
    """Method, address and body of a row."""
    method, path, *tag = row.split(" ")
    for name, value in {**parts, "build": build()}.items():
        path = path.replace("{" + name + "}", value)
    if method == "GET":
        return method, path, None
    if tag:
        command = GIVEN[tag[0]]
        if isinstance(command, EnterMarks):
            command = replace(command, seat=SeatId("J1"))
        return method, path, msgspec.json.encode(command)
    if row == REGISTERS:
        plan = plan_of("registered", MeetId(parts["meet"]))
        return method, path, msgspec.json.encode(ContestFile(plan=plan))
    return method, path, b"{}"


async def seen(
    client: httpx.AsyncClient, row: str, by: Asker, parts: dict[str, str] = FILLED
) -> str:
    """The cell: what the application says to this asker."""
    method, path, body = filled(row, parts)
    headers = {"Sec-Fetch-Site": "same-origin", **by.headers}
    if by.cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in by.cookies.items())
    if body is not None:
        headers["Content-Type"] = "application/json"
    async with client.stream(method, path, content=body, headers=headers) as answer:
        assert answer.status_code < 500 or path == "/healthz", (row, answer.status_code)
        return str(answer.status_code) if answer.status_code in (401, 403) else "yes"


def test_every_address_has_its_row() -> None:
    assert sorted(table()) == sorted(wanted_rows())


@pytest.mark.parametrize("who", COLUMNS)
async def test_everybody_may_what_the_table_says(hall: Hall, who: str) -> None:
    wrong: list[str] = []
    by = await asker(hall, who)
    for row, cells in table().items():
        fresh = await asker(hall, who) if row.endswith(("/logout", "/leave")) else by
        found = await seen(hall.client, row, fresh)
        if found != cells[who]:
            wrong.append(f"{row}: {who} gets {found}, not {cells[who]}")
    assert wrong == []


OTHER = {**FILLED, "contest": "other", "meet": "other-meet"}


@pytest.mark.parametrize("who", [*ROLES, "key", "seat"])
async def test_in_another_meet_everybody_is_a_stranger(hall: Hall, who: str) -> None:
    """Whatever somebody is here, there it is as nothing; what needs no meet stays."""
    wrong: list[str] = []
    by = await asker(hall, who)
    for row, cells in table().items():
        if not ("{contest}" in row or "{meet}" in row or row == REGISTERS):
            continue
        column = "other_contest_seat" if who == "seat" else "other_meet"
        found = await seen(hall.client, row, by, OTHER)
        if found != cells[column]:
            wrong.append(f"{row}: {who} gets {found}, not {cells[column]}")
    assert wrong == []


@pytest.mark.parametrize("who", ["seat", *ROLES, "key", "link"])
async def test_after_the_end_of_its_key_everybody_is_anonymous(hall: Hall, who: str) -> None:
    wrong: list[str] = []
    by = await asker(hall, who)
    service = hall.service
    secret = by.cookies.get("session") or by.headers["Authorization"].removeprefix("Bearer ")
    if who == "key":
        for key in service.api_keys.of_meet(HERE):
            await service.api_keys.revoke(HERE, key.id)
    elif not await service.accounts.end(secret):
        assert await service.keys.revoke(secret)
    for row, cells in table().items():
        found = await seen(hall.client, row, by)
        if found != cells["anonymous"]:
            wrong.append(f"{row}: {who} still gets {found}, not {cells['anonymous']}")
    assert wrong == []
