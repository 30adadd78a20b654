"""The umpire's tablet: its page, its data, and that a court umpires its own matches only."""

import httpx
import pytest

from scoring.contest.file import ContestFile
from tests.contests import called, small_plan
from tests.matches import DRAW, FIRST, cup, lines
from tests.web.hall import Hall

SEATS = "/api/contests/cup/seats"


@pytest.fixture
async def drawn(hall: Hall) -> Hall:
    file = ContestFile(plan=cup(), commands=(lines("desk:1", "e1", "e4", "e2", "e3"),))
    answer = await hall.register(file)
    assert answer.is_success, answer.text
    return hall


async def given(hall: Hall, seat: str, **fields: object) -> httpx.Response:
    """A command as the tablet of a seat sends it."""
    command = {"stage": "draw", "match": FIRST, "seat": seat, **fields}
    return await hall.client.post(
        "/api/contests/cup/commands?lang=en", json=command, headers=await hall.seat("cup", seat)
    )


async def test_the_page_holds_nothing_secret_and_the_data_needs_the_token(drawn: Hall) -> None:
    page = await drawn.client.get("/contests/cup/seats/court-1?lang=en")
    assert page.status_code == 200
    assert "court.js" in page.text
    assert "Pair 1" not in page.text
    assert (await drawn.client.get(f"{SEATS}/court-1")).status_code == 401
    other = await drawn.seat("cup", "court-2")
    assert (await drawn.client.get(f"{SEATS}/court-1", headers=other)).status_code == 403
    assert (await drawn.client.get("/contests/cup/seats/court-9")).status_code == 404


async def test_a_judged_contest_keeps_its_tablet(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    assert "seat.js" in (await hall.client.get("/contests/small/seats/J1")).text


async def test_a_court_calls_umpires_and_confirms_its_own_match(drawn: Hall) -> None:
    assert (await given(drawn, "court-1", type="open_match", id="t1:1")).is_success
    rally = {"type": "rally", "winner": "a"}
    begin = {"type": "start", "server": ["a", 1], "receiver": ["b", 1]}
    for number, what in enumerate((begin, *[rally] * 10)):
        answer = await given(
            drawn, "court-1", type="record", id=f"t1:{number + 2}", after=number, tap=what
        )
        assert answer.is_success, answer.text
    headers = await drawn.seat("cup", "court-1")
    screen = (await drawn.client.get(f"{SEATS}/court-1?lang=en", headers=headers)).json()
    sheet = screen["current"][0]["sheets"][0]
    assert (sheet["revision"], sheet["device"], len(sheet["trail"])) == (11, "t1", 11)
    assert sheet["trail"][-1]["outcome"] == {"type": "played", "winner": "a"}
    confirmed = await given(drawn, "court-1", type="confirm_result", id="t1:20", after=11)
    assert confirmed.is_success, confirmed.text
    screen = (await drawn.client.get(f"{SEATS}/court-1?lang=en", headers=headers)).json()
    assert screen["current"] == []
    assert screen["past"][0]["card"]["games"] == [[5, 0], [5, 0]]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("record", {"after": 0, "tap": {"type": "rally", "winner": "a"}}),
        ("confirm_result", {"after": 0}),
        ("open_match", {}),
    ],
)
async def test_another_court_may_not(drawn: Hall, kind: str, fields: dict[str, object]) -> None:
    assert (await given(drawn, "court-1", type="open_match", id="t1:1")).is_success
    answer = await given(drawn, "court-2", type=kind, id="t2:1", **fields)
    assert answer.status_code == 409, answer.text
    assert "court" in answer.json()["message"].lower() or "playing" in answer.json()["message"]
    foreign = await drawn.client.post(
        "/api/contests/cup/commands",
        json={"type": kind, "id": "t2:2", "stage": "draw", "match": FIRST, "seat": "court-1",
              **fields},
        headers=await drawn.seat("cup", "court-2"),
    )  # fmt: skip
    assert foreign.status_code == 403


async def test_a_match_booked_on_another_court_is_left_to_it(drawn: Hall) -> None:
    booked = {"type": "schedule", "id": "desk-s:1", "stage": "draw",
              "matches": [{"match": FIRST, "court": "court-2"}]}  # fmt: skip
    answer = await drawn.client.post(
        "/api/contests/cup/commands", json=booked, headers=await drawn.organizer()
    )
    assert answer.is_success, answer.text
    refused = await given(drawn, "court-1", type="open_match", id="t1:1")
    assert refused.status_code == 409
    assert "Court 2" in refused.json()["message"]
    assert (await given(drawn, "court-2", type="open_match", id="t2:1")).is_success


async def test_a_court_draws_enters_and_reopens_nothing(drawn: Hall) -> None:
    result = [{"type": "set_games", "games": [[5, 0], [5, 0]]}]
    entered = await given(drawn, "court-1", type="enter_result", id="t1:1", result=result)
    reopened = await given(drawn, "court-1", type="reopen_match", id="t1:2", reason="x")
    assert (entered.status_code, reopened.status_code) == (403, 403)


async def test_the_course_of_a_match_is_told_to_anybody_and_kept(drawn: Hall) -> None:
    headers = await drawn.seat("cup", "court-1")
    screen = (await drawn.client.get(f"{SEATS}/court-1", headers=headers)).json()
    name = screen["free"][0]["sheets"][0]["course"]
    answer = await drawn.client.get(f"/api/contests/cup/courses/{name}")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.json()["places"]["game"]["4-3"] == [None, ["4-4", "deuce", []]]
    assert (await drawn.client.get("/api/contests/cup/courses/unknown")).status_code == 404


async def test_a_match_with_a_handicap_has_a_course_of_its_own(drawn: Hall) -> None:
    headers = await drawn.seat("cup", "court-1")
    screen = (await drawn.client.get(f"{SEATS}/court-1", headers=headers)).json()
    name = screen["free"][0]["sheets"][0]["course"]
    answer = await drawn.client.get(f"/api/contests/cup/courses/{name}-3-1")
    assert (answer.json()["handicap"], answer.json()["start"]["game"]) == ([3, 1], "3-1")
    for wrong in (f"{name}-5-0", f"{name}-1", f"{name}-0-0-0", f"{name}-²-0"):
        assert (await drawn.client.get(f"/api/contests/cup/courses/{wrong}")).status_code == 404


async def test_case_x_the_loser_of_a_race_is_told_and_both_are_kept(drawn: Hall) -> None:
    await given(drawn, "court-1", type="open_match", id="t1:1")
    begin = {"type": "start", "server": ["a", 1]}
    await given(drawn, "court-1", type="record", id="t1:2", after=0, tap=begin)
    rally = {"type": "rally", "winner": "a"}
    assert (await given(drawn, "court-1", type="record", id="t1:3", after=1, tap=rally)).is_success
    late = {"type": "rally", "winner": "b"}
    for _ in range(2):
        answer = await given(drawn, "court-1", type="record", id="t2:1", after=1, tap=late)
        assert (answer.status_code, answer.json()["error"]) == (409, "stale")
    record = drawn.service.contest("cup").play[DRAW].record(FIRST)
    assert (record.revision, len(record.contested)) == (2, 1)
