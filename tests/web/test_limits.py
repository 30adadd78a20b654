"""Limits: bursts, pauses, one key beside another, and requests that are too big or too slow."""

import asyncio

import pytest

from scoring.web import wire
from scoring.web.limits import Limit
from scoring.web.problems import BODY_LIMIT, Problem
from tests.contests import called, small_plan
from tests.web.hall import Hall


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


def passed(limit: Limit, key: str, times: int) -> list[bool]:
    found: list[bool] = []
    for _ in range(times):
        try:
            limit.take(key)
            found.append(True)
        except Problem:
            found.append(False)
    return found


def test_a_burst_passes_and_then_one_after_every_pause() -> None:
    clock = Clock()
    limit = Limit(3, 1_000, clock)
    assert passed(limit, "a", 5) == [True, True, True, False, False]
    clock.now = 999
    assert passed(limit, "a", 1) == [False]
    clock.now = 1_000
    assert passed(limit, "a", 2) == [True, False]
    clock.now = 100_000
    assert passed(limit, "a", 4) == [True, True, True, False]


def test_keys_do_not_disturb_each_other() -> None:
    limit = Limit(1, 1_000, Clock())
    assert passed(limit, "a", 2) == [True, False]
    assert passed(limit, "b", 2) == [True, False]


def test_what_went_well_is_given_back() -> None:
    limit = Limit(1, 1_000, Clock())
    for _ in range(10):
        limit.take("a")
        limit.give_back("a")
    limit.give_back("never seen")
    assert passed(limit, "a", 2) == [True, False]


@pytest.mark.parametrize(("now", "seconds"), [(0, "2"), (1, "2"), (500, "2"), (1_000, "1")])
def test_it_says_how_long_to_wait(now: int, seconds: str) -> None:
    clock = Clock()
    limit = Limit(1, 2_000, clock)
    limit.take("a")
    clock.now = now
    with pytest.raises(Problem) as refused:
        limit.take("a")
    assert refused.value.headers == {"Retry-After": seconds}


def test_memory_stays_bounded_and_the_newest_stay_limited() -> None:
    clock = Clock()
    limit = Limit(1, 1_000, clock)
    for number in range(30_000):
        limit.take(f"address {number}")
    assert passed(limit, "address 29999", 1) == [False]
    assert len(limit._paid) <= 20_000  # noqa: SLF001 - nothing outside tells how much is kept


async def test_a_body_that_does_not_arrive_is_not_waited_for(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "PATIENCE", 0.2)
    await hall.register(called(small_plan(), [1]))
    address = hall.base.removeprefix("http://")
    token = (await hall.organizer())["Authorization"]
    host, _, port = address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST /api/contests/small/commands?lang=en HTTP/1.1\r\nHost: {address}\r\n"
        f"Authorization: {token}\r\nContent-Type: application/json\r\n"
        "Content-Length: 1000\r\n\r\n{".encode()
    )
    await writer.drain()
    async with asyncio.timeout(5):
        answer = await reader.read(4_000)
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"too long to arrive" in answer
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("path", ["/api/login", "/api/sign-in", "/api/contests/small/commands"])
async def test_a_body_that_is_too_large_is_refused(hall: Hall, path: str) -> None:
    await hall.register(called(small_plan(), [1]))
    content = b'"' + b"x" * BODY_LIMIT + b'"'
    answer = await hall.client.post(path, content=content, headers=await hall.organizer())
    assert answer.status_code == 413


async def test_a_huge_password_costs_no_hashing(hall: Hall) -> None:
    body = {"name": "liwei", "password": "x" * 100_000}
    answer = await hall.client.post("/api/login", json=body)
    assert answer.status_code == 422
