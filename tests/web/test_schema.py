"""The description at /schema: complete, closed, and true of what is read and answered."""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from litestar import Litestar, Response, post
from litestar.testing import TestClient

from scoring.contest.file import ContestFile
from scoring.web.api import commands_decoder
from scoring.web.declared import DECLARED, STAGE, TAKES
from scoring.web.problems import MEANINGS, Problem, told
from scoring.web.rendering import AnyRequest
from scoring.web.schema import routes_described
from scoring.web.wire import decoded, read_json, read_query
from tests.contests import called, marking, small_plan
from tests.web.described import (
    Node,
    answer_checker,
    application,
    body_checker,
    checker,
    document,
    operations,
)
from tests.web.hall import Hall, running_hall
from tests.web.test_access_matrix import addresses, table

FIXTURES = Path(__file__).parents[2] / "fixtures"
COMMANDS = "POST /api/contests/{contest}/commands"


def schemas_in(node: object) -> Iterator[Node]:
    """Every schema inside, those behind references once."""
    seen: set[str] = set()
    waiting: list[object] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield one
            waiting += one.values()
            name = str(one.get("$ref", "")).rpartition("/")[2]
            if name and name not in seen:
                seen.add(name)
                waiting.append(document()["components"]["schemas"][name])


def bodies() -> dict[str, Node]:
    return {name: one["requestBody"] for name, one in operations().items() if "requestBody" in one}


def test_every_address_but_that_of_files_is_described() -> None:
    assert set(operations()) == {row for row in addresses() if not row.startswith("GET /static/")}


def test_a_route_with_a_body_describes_it() -> None:
    routes = list(routes_described(application().routes))
    taking = {f"{method} {path}" for path, method, one in routes if TAKES in one.opt}
    assert set(bodies()) == taking
    assert len(taking) > 10


async def test_a_body_that_is_not_declared_is_not_read() -> None:
    numbers = msgspec.json.Decoder(list[int])

    @post("/declared", takes=numbers)
    async def declared(request: AnyRequest) -> Response[list[int]]:
        return Response(await read_json(request, numbers))

    @post("/silent")
    async def silent(request: AnyRequest) -> Response[list[int]]:
        return Response(await read_json(request, numbers))

    @post("/other", takes=msgspec.json.Decoder(list[str]))
    async def other(request: AnyRequest) -> Response[list[int]]:
        return Response(await read_json(request, numbers))

    @post("/asks")
    async def asks(request: AnyRequest) -> Response[str | None]:
        return Response(read_query(request, STAGE))

    app = Litestar([declared, silent, other, asks], exception_handlers={Exception: told})
    with TestClient(app) as client:
        paths = ("declared", "silent", "other", "asks")
        statuses = [client.post(f"/{path}", json=[1, 2]).status_code for path in paths]
    assert statuses == [201, 500, 500, 500]


def test_nothing_else_is_declared_than_what_is_known() -> None:
    routes = routes_described(application().routes)
    unknown = {path: set(one.opt) - DECLARED for path, _, one in routes if set(one.opt) - DECLARED}
    assert unknown == {}


def test_who_must_sign_in_is_described_as_the_matrix_has_it() -> None:
    wrong: list[str] = []
    for row, cells in table().items():
        name = " ".join(row.split(" ")[:2])
        if name in operations():
            signed = bool(operations()[name]["security"])
            if signed != (cells["anonymous"] == "401"):
                wrong.append(f"{name}: signed={signed}, anonymous gets {cells['anonymous']}")
    assert wrong == []


@pytest.mark.parametrize("name", sorted(bodies()))
def test_bodies_are_closed_and_bounded(name: str) -> None:
    """Unknown fields are refused wherever they stand, and patterns are everybody's."""
    for one in schemas_in(bodies()[name]):
        if one.get("type") == "object" and isinstance(one.get("properties"), dict):
            assert one.get("additionalProperties") is False, one.get("title", one)
        assert "(?!" not in str(one.get("pattern", ""))


def test_commands_are_a_union_by_their_type() -> None:
    found = [one for one in schemas_in(bodies()[COMMANDS]) if "discriminator" in one]
    mapping = found[0]["discriminator"]["mapping"]
    assert {"enter_marks", "call", "record", "draw", "undo"} <= set(mapping)
    enter = document()["components"]["schemas"]["EnterMarks"]
    assert enter["properties"]["id"]["pattern"].startswith("^[A-Za-z0-9]")
    assert enter["properties"]["attempt"]["maximum"] == 60


def test_every_refusal_is_described() -> None:
    refusals = operations()[COMMANDS]["responses"]
    assert {int(one) for one in refusals} == {200, *(status.value for status in MEANINGS)}
    schema = refusals["409"]["content"]["application/problem+json"]["schema"]
    body = {"status": 409, "title": "", "error": "stale", "message": "", "problems": []}
    assert checker(schema)(body) == []
    assert checker(schema)({"error": "stale"}) != []


def test_all_of_it_is_openapi() -> None:
    assert document()["openapi"] == "3.1.0"
    assert set(document()["components"]["securitySchemes"]) == {
        "bearer", "session", "session_over_https",
    }  # fmt: skip
    for name, schema in document()["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid(
            {**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"}
        ), name
    names = [one["operationId"] for one in operations().values()]
    assert len(set(names)) == len(names)
    for name, one in operations().items():
        inside = {part["name"] for part in one["parameters"] if part["in"] == "path"}
        assert inside == {part[1:-1] for part in name.split("/") if part.startswith("{")}
        assert one["summary"], name


async def test_it_is_served_to_everybody_as_it_is_here(hall: Hall) -> None:
    for path in ("/schema", "/schema/openapi.json"):
        answer = await hall.client.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/vnd.oai.openapi+json"
        assert answer.json() == document()


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.json")), ids=lambda one: one.stem)
def test_every_contest_file_is_as_described(path: Path) -> None:
    file = msgspec.json.decode(path.read_bytes())
    if "plan" not in file:
        pytest.skip("another kind of file")
    assert body_checker("POST /api/contests")(file) == []
    assert body_checker(COMMANDS)(file.get("commands", [])) == []


# What decodes is what is described, and the other way round.

WRONG: tuple[object, ...] = (
    None, True, "", "x", "x y", "a\n", "final\n", "1" * 500, -1, 0, 61, 10**7, 10**30, [], {},
    [[]],
    {"type": "top", "count": 1}, {"x": 1},
)  # fmt: skip


def places(value: object) -> list[tuple[Any, Any]]:
    """Every place inside a document: what holds it, and its key."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict | list):
            keys = list(one) if isinstance(one, dict) else list(range(len(one)))
            found += [(one, key) for key in keys]
            waiting += [one[key] for key in keys]
    return found


def mutated(value: Any, dice: random.Random) -> Any:  # noqa: ANN401 - any JSON
    """The document with one thing changed, left out or added."""
    changed = deepcopy(value)
    holder, key = dice.choice(places(changed))
    match dice.randrange(4):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder["colour"] = "red"
        case _:
            holder[key] = deepcopy(dice.choice(WRONG))
    return changed


def refusal(value: object, decoder: msgspec.json.Decoder[Any]) -> str:
    try:
        decoded(msgspec.json.encode(value), decoder)
    except Problem as problem:
        return str(problem)
    return ""


def compared(
    samples: list[Any], decoder: msgspec.json.Decoder[Any], wrong: Callable[[object], list[str]]
) -> tuple[int, int]:
    """How many of 1,500 changed documents are taken and refused, by both alike."""
    dice, taken, refused = random.Random(7), 0, 0
    for _ in range(1_500):
        value = mutated(dice.choice(samples), dice)
        fault, faults = refusal(value, decoder), wrong(value)
        if "a label needs a text" not in fault:  # the one rule that a schema has no words for
            assert (not fault) == (not faults), (value, fault, faults[:3])
        taken, refused = taken + (not fault), refused + bool(fault)
    return taken, refused


def test_a_command_decodes_exactly_if_it_is_as_described() -> None:
    samples = [
        command for file in read_fixtures() for command in every_kind(file.get("commands", []))
    ]
    taken, refused = compared(samples, commands_decoder, body_checker(COMMANDS))
    assert taken > 50 and refused > 500


def read_fixtures() -> list[Node]:
    return [msgspec.json.decode(path.read_bytes()) for path in sorted(FIXTURES.rglob("*.json"))]


def every_kind(commands: list[Node]) -> list[Node]:
    """One command of each kind, without plans."""
    return list({one["type"]: one for one in commands if "plan" not in one}.values())


def test_a_plan_decodes_exactly_if_it_is_as_described() -> None:
    samples = [
        {"plan": {**file["plan"], "entrants": file["plan"].get("entrants", [])[:2]}}
        for file in read_fixtures()
        if "plan" in file
    ]
    wrong = body_checker("POST /api/contests")
    taken, refused = compared(samples, msgspec.json.Decoder(ContestFile), wrong)
    assert taken > 50 and refused > 500


# Answers.


async def test_answers_are_as_described() -> None:
    async with running_hall(None) as hall:
        answer = await hall.register(called(small_plan(), [1]))
        assert answer_checker("POST /api/contests", 201)(answer.json()) == []
        organizer, seat = await hall.organizer(), await hall.seat("small", "J1")
        answer = await hall.give("small", marking("tablet:1", 1, "J1", "95.5"), seat)
        assert answer_checker(COMMANDS, 200)(answer.json()) == []
        refused = await hall.give("small", marking("tablet:1", 1, "J1", "95.6"), {})
        assert refused.headers["content-type"] == "application/problem+json"
        for path, name in (
            ("/api/contests/small/seats/J1", "/api/contests/{contest}/seats/{seat}"),
            ("/api/contests/small/board", "/api/contests/{contest}/board"),
            ("/api/contests/small/entrants/e1", "/api/contests/{contest}/entrants/{entrant}"),
            ("/api/contests/small/statistics", "/api/contests/{contest}/statistics"),
            ("/api/contests/small/incoming", "/api/contests/{contest}/incoming"),
        ):
            shown = await hall.client.get(path, headers=organizer)
            assert answer_checker(f"GET {name}", 200)(shown.json()) == []
