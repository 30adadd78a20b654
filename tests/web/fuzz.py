"""Schemathesis over the whole API as everybody: `python -m tests.web.fuzz --cases 2000`.

Every case is one request: made from the description, signed as one of eight kinds of askers, with
the names of what is there put into every second one. Nothing may end in 5xx, no answer be of a
kind that is not described, and nothing be taken that the description forbids.
"""

import argparse
import asyncio
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any, Final, TypeVar

import msgspec
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from msgspec.structs import replace
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from scoring.access import SeatHolder
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, MeetId, SeatId
from scoring.web.rendering import HEADERS
from tests.contests import called, small_plan
from tests.matches import FIRST, cup, lines, opening
from tests.web.described import body_checker, document
from tests.web.hall import Hall, running_hall
from tests.web.officials import cookies_of, employ

T = TypeVar("T")

OFFICIALS: Final = ("reader", "scorer", "head_judge", "organizer", "owner")
ASKERS: Final = ("anonymous", "seat", *OFFICIALS, "key")
DOING: Final = ("owner", "organizer", "key", "head_judge", "organizer", "seat")
"""Who may do things: with what is right they ask more often."""
MEET: Final = MeetId("test-meet")
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
KNOWN: Final[dict[str, tuple[str | int, ...]]] = {
    "contest": ("small", "cup"),
    "stage": ("final", "draw"),
    "entrant": ("e1", "e2", "p1"),
    "match": (FIRST,),
    "seat": ("J1", "court-1"),
    "criterion": ("overall",),
    "meet": ("test-meet",),
    "preset": ("singing",),
    "to": ("e3",),
    "mark": ("95.5", "101", "1e9"),
    "score": ("21-19 21-18", "21:19"),
    "sport": ("singing", "badminton"),
    "after": (0, 1),
    "attempt": (0,),
    "rubber": (0,),
    "seq": (2, 5, 9),
}
"""What is there, by the name of the field or of the part of the address."""
WEIGHTS: Final = {
    "POST /api/contests/{contest}/commands": 40,
    "POST /api/contests/{contest}/preview": 15,
    "POST /api/contests": 6,
}
PATIENCE: Final = 30


class Found(msgspec.Struct):
    """What went wrong, and how to do it again."""

    what: str
    asker: str
    again: str


class Fuzzed:
    """A hall with a contest of marks and one of matches, and who asks there."""

    def __init__(self, hall: Hall, run: Callable[[Coroutine[Any, Any, Any]], Any]) -> None:
        self.hall, self._run = hall, run
        self._key = ""

    async def prepare(self) -> None:
        """Register the contests and employ the officials."""
        await self.hall.register(called(small_plan(), [1, 2]))
        drawn = (lines("desk:1", "e1", "e2", "e3", "e4"), opening("desk:2"))
        plan = replace(cup(), meet=small_plan().meet)
        answer = await self.hall.register(ContestFile(plan=plan, commands=drawn))
        assert answer.is_success, answer.text
        for role in OFFICIALS:
            await employ(self.hall, role, role)
        self._key, _ = await self.hall.service.api_keys.issue("fuzz", MEET, "organizer")

    def signed(self, asker: str) -> dict[str, str]:
        """Headers of a request by this asker, with a session of its own."""
        match asker:
            case "anonymous":
                return {}
            case "seat":
                holder = SeatHolder(ContestId("small"), SeatId("J1"))
                token = self._run(self.hall.service.keys.new_token(holder))
                return {"Authorization": f"Bearer {token}"}
            case "key":
                return {"Authorization": f"Bearer {self._key}"}
            case _:
                self._run(self.hall.service.accounts.set_role(asker, MEET, asker))  # type: ignore[arg-type]
                session = self._run(cookies_of(self.hall, asker))["session"]
                return {"Cookie": f"session={session}", "Sec-Fetch-Site": "same-origin"}


@contextmanager
def fuzzed_hall() -> Iterator[Fuzzed]:
    """A prepared hall in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE)

    stack = AsyncExitStack()
    try:
        hall = run(stack.enter_async_context(running_hall(None)))
        fuzzed = Fuzzed(hall, run)
        run(fuzzed.prepare())
        yield fuzzed
    finally:
        run(stack.aclose())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def with_known(value: Any, dice: random.Random) -> Any:  # noqa: ANN401 - any JSON
    """The same with names of what is there, where there is a name."""
    if isinstance(value, list):
        return [with_known(one, dice) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: dice.choice(KNOWN[key])
        if key in KNOWN and type(inside) is type(KNOWN[key][0])
        else with_known(inside, dice)
        for key, inside in value.items()
    }


class Fuzz:
    """One run: what was asked, what was answered, what is wrong."""

    def __init__(self, fuzzed: Fuzzed, number: int) -> None:
        self._fuzzed, self._dice, self._seed = fuzzed, random.Random(number), number
        self.answers: Counter[str] = Counter()
        self.by_operation: Counter[tuple[str, int]] = Counter()
        self.found: list[Found] = []

    @property
    def cases(self) -> int:
        """How many requests there were."""
        return sum(self.answers.values())

    def run(self, cases: int) -> None:
        """Share so many cases among all operations."""
        raw = document()
        schema = schemathesis.openapi.from_dict(raw)
        operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
        weights = [WEIGHTS.get(one.label, 3 if one.body else 1) for one in operations]
        shares = shared(cases, weights)
        for turn, (operation, share) in enumerate(zip(operations, shares, strict=True)):
            for mode, count in (
                (GenerationMode.POSITIVE, (share + 1) // 2),
                (GenerationMode.NEGATIVE, share // 2),
            ):
                if count:
                    self._of(operation, mode, count, turn)

    def _of(self, operation: Any, mode: GenerationMode, count: int, turn: int) -> None:  # noqa: ANN401 - generic
        if mode is GenerationMode.NEGATIVE and not can_be_wrong(operation):
            mode = GenerationMode.POSITIVE
        asking = ASKERS if mode is GenerationMode.NEGATIVE else (*ASKERS, *DOING)
        askers = [asking[(turn + number) % len(asking)] for number in range(len(asking))]
        todo = iter(askers * (count // len(askers) + 2))
        left = count

        @seed(self._seed + turn)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def each(case: Case[Any]) -> None:
            nonlocal left
            if left:
                left -= 1
                self._one(case, next(todo), mode)

        each()
        while left:  # an operation without anything to vary is made only once
            left -= 1
            self._one(operation.Case(), next(todo), GenerationMode.POSITIVE)

    def _one(self, case: Case[Any], asker: str, mode: GenerationMode) -> None:
        case.headers.pop("Authorization", None)
        case.headers.pop("Cookie", None)
        case.cookies.clear()
        known = self._dice.random() < (0.5 if mode is GenerationMode.NEGATIVE else 0.9)
        self._into_address(case, known=known)
        if known and case.media_type:
            case.body = with_known(case.body, self._dice)
        signed = self._fuzzed.signed(asker)
        answer = self._asked(case, signed)
        self.answers[f"{answer.status_code}"] += 1
        self.by_operation[case.operation.label, answer.status_code] += 1
        checks = [*CHECKS]
        if mode is GenerationMode.NEGATIVE and not case.media_type:
            checks.append(negative_data_rejection)
        try:
            case.validate_response(answer, checks=checks)
        except (Failure, FailureGroup) as failure:
            self._note(failure_texts(failure), asker, case, signed)
        if answer.status_code < 300 and (faults := self._forbidden(case)):
            self._note(f"taken although {faults[:3]}", asker, case, signed)
        for name in HEADERS:
            if name.lower() not in answer.headers:
                self._note(f"{name} is missing", asker, case, signed)

    def _into_address(self, case: Case[Any], *, known: bool) -> None:
        for name in case.path_parameters:
            if name in KNOWN and (known or self._dice.random() < 0.7):
                case.path_parameters[name] = str(self._dice.choice(KNOWN[name]))

    def _asked(self, case: Case[Any], signed: dict[str, str]) -> Response:
        sent = case.as_transport_kwargs(base_url=self._fuzzed.hall.base, headers=signed)
        with (
            requests.Session() as session,
            session.request(
                **sent, stream=True, timeout=PATIENCE, allow_redirects=False
            ) as answer,
        ):
            if answer.headers.get("Content-Type", "").startswith("text/event-stream"):
                answer._content = next(answer.iter_content(64))  # noqa: SLF001 - it has no end
            elif answer.ok and case.operation.label.endswith("/event-feed"):
                answer._content = next(answer.iter_lines())  # noqa: SLF001 - nor has this
            return Response.from_requests(answer, verify=False)

    def _forbidden(self, case: Case[Any]) -> list[str]:
        """What the description has against a body that was taken."""
        if not case.media_type:
            return []
        if isinstance(case.body, bytes):
            return [] if decodes(case.body, case.operation.label) else ["no JSON"]
        return body_checker(case.operation.label)(case.body)

    def _note(self, what: str, asker: str, case: Case[Any], signed: dict[str, str]) -> None:
        self.found.append(Found(what, asker, case.as_curl_command(headers=signed)))


def decodes(body: bytes, label: str) -> bool:
    """Whether these bytes are JSON as described."""
    try:
        return not body_checker(label)(msgspec.json.decode(body))
    except msgspec.DecodeError:
        return False


def failure_texts(failure: Failure | FailureGroup) -> str:
    """What is wrong, in words."""
    inside = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
    return "; ".join(f"{one.title}: {one.message}"[:600] for one in inside)


def can_be_wrong(operation: APIOperation[Any, Any, Any, Any]) -> bool:
    """Whether there is a body, or a number in the address."""
    numbers = [
        one for one in operation.query if one.definition.get("schema", {}).get("type") == "integer"
    ]
    return bool(operation.body or numbers)


def shared(cases: int, weights: list[int]) -> list[int]:
    """Shares by weight, one at least, that come to the number of cases if that is enough."""
    spare = max(cases - len(weights), 0)
    total = sum(weights)
    shares = [1 + spare * weight // total for weight in weights]
    for number in range(max(cases - sum(shares), 0)):
        shares[number % len(shares)] += 1
    return shares


def main() -> None:
    """Run, print what was answered, and what is wrong; exit 1 then."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    begun = time.monotonic()
    with fuzzed_hall() as fuzzed:
        fuzz = Fuzz(fuzzed, wanted.seed)
        fuzz.run(wanted.cases)
    for one in fuzz.found:
        sys.stdout.write(f"\n{one.asker}: {one.what}\n  {one.again[:2_000]}\n")
    told = {
        "name": "fuzz", "n": fuzz.cases, "seed": wanted.seed,
        "seconds": round(time.monotonic() - begun), "violations": len(fuzz.found),
        "answers": dict(sorted(fuzz.answers.items())),
    }  # fmt: skip
    sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
    sys.exit(bool(fuzz.found))


if __name__ == "__main__":
    main()
