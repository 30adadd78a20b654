"""A full disk or a failing store: no acknowledgement, a clear answer, boards keep serving."""

from collections.abc import Sequence

import pytest

from scoring.store.protocol import StoreError, StoreFailed, StoreFull
from scoring.store.rows import Row
from tests.contests import called, marking, small_plan
from tests.web.hall import Hall


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (StoreFull("database or disk is full"), 507, "The disk is full"),
        (StoreFailed("disk I/O error"), 503, "could not be stored"),
    ],
    ids=["full", "failing"],
)
async def test_nothing_is_acknowledged_and_the_board_goes_on(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, fault: StoreError, status: int, words: str
) -> None:
    await hall.register(called(small_plan(), [1]))
    headers = await hall.seat("small", "J1")
    board = await hall.client.get("/contests/small")

    async def fail(_rows: Sequence[Row]) -> None:
        raise fault

    command = marking("tablet:1", 1, "J1", "95.99")
    with monkeypatch.context() as failing:
        failing.setattr(hall.service.store, "append", fail)
        answer = await hall.give("small", command, headers)
        assert answer.status_code == status
        assert words in answer.json()["message"]
        assert (await hall.client.get("/contests/small")).text == board.text
        screen = await hall.client.get("/api/contests/small/seats/J1", headers=headers)
        assert [one["marks"] for one in screen.json()["current"]] == [{}]
    assert (await hall.give("small", command, headers)).is_success
    assert len(await hall.service.store.read("small")) == 3


async def test_a_database_that_reaches_its_limit_answers_507_and_recovers(hall: Hall) -> None:
    await hall.register(called(small_plan(entrants=90, judges=7), range(1, 91)))
    connection = hall.service.store._connection  # type: ignore[attr-defined]  # noqa: SLF001 - the store is made to fail from inside
    pages = next(iter(await connection.execute_fetchall("PRAGMA page_count")))[0]
    await connection.execute_fetchall(f"PRAGMA max_page_count = {pages + 4}")
    headers = await hall.seat("small", "J1")
    statuses = []
    for number in range(1, 91):
        answer = await hall.give("small", marking(f"t:{number}", number, "J1", "95.00"), headers)
        statuses.append(answer.status_code)
    assert set(statuses) == {200, 507}
    stored = len(await hall.service.store.read("small")) - 91
    assert stored == statuses.count(200)
    assert (await hall.client.get("/contests/small")).status_code == 200
    await connection.execute_fetchall("PRAGMA max_page_count = 1000000")
    for number in range(1, 91):
        answer = await hall.give("small", marking(f"t:{number}", number, "J1", "95.00"), headers)
        assert answer.is_success
    assert len(await hall.service.store.read("small")) == 181
