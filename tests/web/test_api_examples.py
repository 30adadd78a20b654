"""The examples of docs/api.md: as described, and answered by a running hall as they say."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from tests.web.described import answer_checker, body_checker, operations
from tests.web.hall import Hall, running_hall

DOCUMENT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


class Example(msgspec.Struct):
    """A request, its body, and how it is answered."""

    method: str
    address: str
    body: object
    status: int
    answer: object

    @property
    def operation(self) -> str:
        """The name of the one operation whose path this is."""
        path = self.address.partition("?")[0]
        (found,) = [
            name for name in operations()
            if name.startswith(f"{self.method} ")
            and re.fullmatch(re.sub(r"{\w+}", "[^/]+", name.partition(" ")[2]), path)
        ]  # fmt: skip
        return found


def example(block: str) -> Example:
    first, *parts = block.strip().split("\n\n")
    method, address = first.split(" ")
    status, _, answer = parts.pop().partition(" ")
    body = json.loads(parts[0]) if parts else None
    return Example(method, address, body, int(status), json.loads(answer))


EXAMPLES = [example(one) for one in re.findall(r"```http\n(.*?)```", DOCUMENT, re.DOTALL)]


def is_part(said: object, answered: object) -> bool:
    """Whether everything that is said was answered; lists may be longer."""
    match said, answered:
        case dict(), dict():
            return all(
                key in answered and is_part(one, answered[key]) for key, one in said.items()
            )
        case list(), list():
            return len(said) <= len(answered) and all(map(is_part, said, answered))
        case _:
            return said == answered


@pytest.mark.parametrize("one", [one for one in EXAMPLES if one.body is not None])
def test_a_body_is_as_described(one: Example) -> None:
    assert body_checker(one.operation)(one.body) == []


async def asked(hall: Hall, one: Example) -> None:
    content = b"" if one.body is None else msgspec.json.encode(one.body)
    answer = await hall.client.request(
        one.method, one.address, content=content, headers=await hall.organizer()
    )
    assert answer.status_code == one.status, answer.text
    assert is_part(one.answer, answer.json()), (one.answer, answer.json())
    assert answer_checker(one.operation, one.status)(answer.json()) == []


async def test_a_hall_answers_as_they_say() -> None:
    async with running_hall(None) as hall:
        for one in EXAMPLES:
            await asked(hall, one)
        await asked(hall, EXAMPLES[0])
    assert len(EXAMPLES) > 10


def test_what_is_wrong_with_an_example_would_be_found() -> None:
    wrong = body_checker("POST /api/contests/{contest}/commands")
    assert wrong({"type": "call", "id": "desk-1:1", "stage": "final"})
    assert wrong([{"type": "call", "id": "1", "stage": "final", "entrant": "ann"}])
    assert not is_part({"error": "stale"}, {"error": "invalid"})
    assert not is_part({"rows": [{}, {}]}, {"rows": [{}]})


def test_every_address_that_is_named_is_there() -> None:
    """In the tables, {id} stands for the contest."""
    known = {name.partition(" ")[2] for name in operations()}
    named: set[str] = set()
    for cell in re.findall(r"^\| (`(?:GET|POST)[^|]*) \|", DOCUMENT, re.MULTILINE):
        paths = re.findall(r"(?:(?:GET|POST) |`)(/[^`\s,]*)", cell)
        named |= {path.replace("{id}", "{contest}") for path in paths if not is_ending(path)}
    assert named - known == set()
    assert len(named) > 15


def is_ending(path: str) -> bool:
    """Whether this only says how another address of the row goes on."""
    return (path.count("/") == 1 and path not in ("/schema", "/clics")) or not path.startswith(
        WHOLE
    )


WHOLE = ("/api/", "/contests/", "/clics", "/healthz", "/schema")
