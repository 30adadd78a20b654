"""Commands over HTTP: acknowledged once, all or nothing, conflicts kept."""

import asyncio

import msgspec

from scoring.contest.commands import Call
from scoring.contest.events import MarksEntered, SheetContested, decode
from scoring.contest.ids import CommandId, SeatId
from scoring.contest.performance import Given
from tests.contests import OVERALL, STAGE, called, entrant_id, marking, small_plan
from tests.web.hall import Hall


async def test_a_contest_file_is_registered_whole_and_once(hall: Hall) -> None:
    file = called(small_plan(), [1])
    for _ in range(2):
        answer = await hall.register(file)
        assert answer.status_code == 201
        assert answer.json() == {"contest": "small", "page": "/contests/small/desk"}
    assert len(await hall.service.store.read("small")) == 2
    other = await hall.register(called(small_plan(entrants=6), [2]))
    assert other.status_code == 409
    assert other.json()["problems"][0]["field"] == "plan.id"


async def test_the_same_command_twice_is_once(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    headers = await hall.seat("small", "J1")
    command = marking("tablet:1", 1, "J1", "95.99")
    answers = await asyncio.gather(*(hall.give("small", command, headers) for _ in range(8)))
    assert {answer.text for answer in answers} == {'{"accepted":[{"id":"tablet:1","seq":3}]}'}
    assert len(await hall.service.store.read("small")) == 3


async def test_an_id_used_for_another_command_is_refused(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    headers = await hall.seat("small", "J1")
    assert (await hall.give("small", marking("tablet:1", 1, "J1", "95.99"), headers)).is_success
    other = await hall.give("small", marking("tablet:1", 1, "J1", "59.99"), headers)
    assert other.status_code == 422
    assert other.json()["problems"][0]["field"] == "id"


async def test_a_stale_sheet_gets_409_and_both_versions_are_kept(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    headers = await hall.seat("small", "J1")
    first = marking("tablet-a:1", 1, "J1", "95.99")
    second = marking("tablet-b:1", 1, "J1", "59.99")
    assert (await hall.give("small", first, headers)).is_success
    for _ in range(2):  # asking again with the same id gets the same answer and leaves no more
        answer = await hall.give("small", second, headers)
        assert answer.status_code == 409
        assert answer.json()["error"] == "stale"
    events = [decode(row.event) for row in await hall.service.store.read("small")]
    assert [type(event) for event in events[2:]] == [MarksEntered, SheetContested]
    contest = hall.service.contest("small")
    sheet = contest.stage(STAGE).performances[entrant_id(1)].sheet(SeatId("J1"))
    assert sheet.given == Given({OVERALL: 9599})
    assert sheet.contested == (Given({OVERALL: 5999}),)


async def test_a_list_takes_effect_as_a_whole_or_not_at_all(hall: Hall) -> None:
    await hall.register(called(small_plan(), []))
    organizer = await hall.organizer()
    calls = [
        Call(id=CommandId(f"desk-b:{n}"), stage=STAGE, entrant=entrant_id(n)) for n in (1, 2, 9)
    ]
    refused = await hall.give("small", calls, organizer)
    assert refused.status_code == 404
    assert refused.json()["problems"][0]["field"] == "[2].entrant"
    assert len(await hall.service.store.read("small")) == 1
    accepted = await hall.give("small", calls[:2], organizer)
    assert [one["seq"] for one in accepted.json()["accepted"]] == [2, 3]


async def test_the_log_is_for_organizers_and_complete(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    assert (await hall.client.get("/api/contests/small/log")).status_code == 401
    seat = await hall.seat("small", "J1")
    assert (await hall.client.get("/api/contests/small/log", headers=seat)).status_code == 403
    answer = await hall.client.get("/api/contests/small/log", headers=await hall.organizer())
    lines = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    rows = await hall.service.store.read("small")
    assert [line["seq"] for line in lines] == [row.seq for row in rows]
    assert [line["hash"] for line in lines] == [row.hash.hex() for row in rows]
    assert lines[1]["event"]["type"] == "performance_called"
    assert lines[1]["by"] == "organizer"
