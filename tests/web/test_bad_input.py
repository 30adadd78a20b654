"""Bad input: the right 4xx, a sentence with the field and the allowed values, nothing changed."""

import json
from typing import Any

import httpx
import msgspec
import pytest

from scoring.contest.file import ContestFile
from tests.contests import called, marking, small_plan
from tests.web.hall import JSON, Hall


def sheet(**changes: object) -> dict[str, Any]:
    command: dict[str, Any] = {
        "type": "enter_marks", "id": "tablet:1", "stage": "final", "entrant": "e1", "seat": "J1",
        "after": 0, "marks": [{"criterion": "overall", "mark": "95.99"}],
    }  # fmt: skip
    return {**command, **changes}


def marked(text: object) -> bytes:
    return json.dumps(sheet(marks=[{"criterion": "overall", "mark": text}])).encode()


BAD_SHEETS = {
    "out of range": (marked("100.01"), 422, "marks[0].mark", ["0 to 100"], "0 到 100"),
    "below range": (marked("-0.01"), 422, "marks[0].mark", ["0 to 100"], "0 到 100"),
    "too many decimals": (marked("95.999"), 422, "marks[0].mark", ["at most 2"], "最多 2 位"),
    "NaN as text": (marked("NaN"), 422, "marks[0].mark", ["NaN", "95.99"], "95.99"),
    "1e9999 as text": (marked("1e9999"), 422, "marks[0].mark", ["1e9999", "95.99"], "95.99"),
    "NaN as a number": (
        (b'{"type":"enter_marks","id":"tablet:1","stage":"final","entrant":"e1","seat":"J1",'
        b'"after":0,"marks":[{"criterion":"overall","mark":NaN}]}'),
        400, "", ["JSON"], "JSON",
    ),
    "1e9999 as a number": (
        json.dumps(sheet()).replace('"95.99"', "1e9999").encode(),
        422, "marks[0].mark", ["too large"], "marks[0].mark",
    ),
    "a number for a mark": (marked(95.99), 422, "marks[0].mark", ["a text"], "文本"),
    "a huge whole number": (marked(10**30), 422, "marks[0].mark", ["a text"], "文本"),
    "an endless text": (marked("9" * 5000), 422, "marks[0].mark", ["17"], "17"),
    "twice in one sheet": (
        json.dumps(
            sheet(
                marks=[
                    {"criterion": "overall", "mark": "95"},
                    {"criterion": "overall", "mark": "96"},
                ]
            )
        ).encode(),
        422, "marks[1].criterion", ["twice"], "两次",
    ),
    "a field twice": (
        json.dumps(sheet()).replace('"mark": "95.99"', '"mark": "95", "mark": "96"').encode(),
        400, "mark", ["twice"], "两次",
    ),
    "unknown criterion": (
        json.dumps(sheet(marks=[{"criterion": "hair", "mark": "95"}])).encode(),
        422, "marks[0].criterion", ["overall"], "overall",
    ),
    "no marks": (
        json.dumps(sheet(marks=[])).encode(), 422, "marks", ["Overall has no mark yet"], "综合",
    ),
    "no such stage": (json.dumps(sheet(stage="heat")).encode(), 404, "stage", ["final"], "final"),
    "no such entrant": (json.dumps(sheet(entrant="e99")).encode(), 404, "entrant", ["e99"], "e99"),
    "not called yet": (
        json.dumps(sheet(entrant="e2")).encode(), 409, "entrant", ["not been called"], "歌手2",
    ),
    "an id of another shape": (
        json.dumps(sheet(id="tap 1")).encode(), 422, "id", ["tablet-7:42"], "tablet-7:42",
    ),
    "no id": (
        json.dumps({k: v for k, v in sheet().items() if k != "id"}).encode(),
        422, "", ["lacks the field id"], "id",
    ),
    "unknown field": (
        json.dumps(sheet(colour="red")).encode(), 422, "", ["colour"], "colour",
    ),
    "unknown command": (
        json.dumps(sheet(type="explode")).encode(), 422, "type", ["enter_marks"], "enter_marks",
    ),
    "negative revision": (json.dumps(sheet(after=-1)).encode(), 422, "after", ["0 or more"], "0"),
    "broken JSON": (b'{"type": "enter_marks"', 400, "", ["JSON"], "JSON"),
    "no JSON at all": (b"\xff\xfe\x00", 400, "", ["JSON"], "JSON"),
    "nothing": (b"", 400, "", ["JSON"], "JSON"),
    "a list of numbers": (b"[1, 2]", 422, "[0]", ["an object"], "对象"),
    "deep nesting": (b"[" * 100_000, 422, "[0]", ["an object"], "对象"),
    "deep nesting in a field": (
        b'{"type":"register","plan":' * 3_000, 422, "plan", ["not known here"], "plan",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_SHEETS)
async def test_a_bad_sheet_is_refused_in_words_and_changes_nothing(hall: Hall, case: str) -> None:
    body, status, field, english, chinese = BAD_SHEETS[case]
    await hall.register(called(small_plan(), [1]))
    before = await hall.service.store.read("small")
    headers = await hall.seat("small", "J1")
    for lang, wanted in (("en", english), ("zh", [chinese])):
        answer = await hall.client.post(
            f"/api/contests/small/commands?lang={lang}", content=body, headers=headers
        )
        assert answer.status_code == status, answer.text
        told = answer.json()
        assert told["problems"][0]["field"] == field
        for part in wanted:
            assert part in told["message"]
    assert await hall.service.store.read("small") == before


async def test_a_seat_that_is_not_on_the_panel_of_the_stage_is_refused(hall: Hall) -> None:
    plan = small_plan()
    stage = msgspec.structs.replace(plan.judged[0], panel=plan.judged[0].panel[:5])
    await hall.register(called(msgspec.structs.replace(plan, stages=(stage,)), [1]))
    command = marking("tablet:1", 1, "J7", "95.00")
    answer = await hall.give("small", command, await hall.seat("small", "J7"))
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "seat"
    assert "Judge 1" in answer.json()["message"]


@pytest.mark.parametrize(
    ("signed", "contest", "seat", "words"),
    [
        ("small", "small", "J2", "signed in to seat J1"),
        ("small", "other", "J1", "signed in to the contest small"),
    ],
    ids=["another seat", "another contest"],
)
async def test_a_device_marks_for_its_own_seat_and_contest_only(
    hall: Hall, signed: str, contest: str, seat: str, words: str
) -> None:
    for name in ("small", "other"):
        await hall.register(called(small_plan(contest=name), [1]))
    answer = await hall.give(
        contest, marking("tablet:1", 1, seat, "95.00"), await hall.seat(signed, "J1")
    )
    assert answer.status_code == 403
    assert words in answer.json()["message"]


async def test_a_closed_performance_takes_no_marks(hall: Hall) -> None:
    await hall.register(called(small_plan(judges=3), [1]))
    for seat in ("J1", "J2", "J3"):
        given = marking(f"tablet-{seat}:1", 1, seat, "95.00")
        answer = await hall.give("small", given, await hall.seat("small", seat))
        assert answer.is_success
    close = {"type": "close_performance", "id": "desk:99", "stage": "final", "entrant": "e1"}
    organizer = await hall.organizer()
    url = "/api/contests/small/commands?lang=en"
    assert (await hall.client.post(url, json=close, headers=organizer)).is_success
    late = marking("tablet-J1:2", 1, "J1", "99.00", after=1)
    answer = await hall.give("small", late, await hall.seat("small", "J1"))
    assert answer.status_code == 409
    assert "is closed" in answer.json()["message"]


def file_with(**plan: object) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(ContestFile(plan=small_plan()))
    built["plan"].update(plan)
    return built


def two_entrants_with_one_number() -> dict[str, Any]:
    built = file_with()
    built["plan"]["entrants"][1]["number"] = 1
    return built


def cut_larger_than_the_field() -> dict[str, Any]:
    built = file_with()
    built["plan"]["stages"][0]["advancement"][0]["rules"] = [{"type": "top", "count": 30}]
    return built


def a_mark_among_many_is_bad() -> dict[str, Any]:
    built = file_with()
    call = {"type": "call", "id": "desk:1", "stage": "final", "entrant": "e1"}
    built["commands"] = [call, sheet(marks=[{"criterion": "overall", "mark": "101"}])]
    return built


BAD_FILES = {
    "unknown field": (
        file_with(colour="red"), "plan", ["colour"],
    ),
    "two entrants with one number": (
        two_entrants_with_one_number(), "plan.entrants[1].number", ["歌手1", "歌手2"],
    ),
    "cut larger than the field": (
        cut_larger_than_the_field(),
        "plan.stages[0].advancement[0].rules[0].count",
        ["between 1 and 4"],
    ),
    "unknown sport": (file_with(sport="chess"), "plan.sport", ["chess", "singing"]),
    "a label without text": (file_with(name={"zh": " "}), "plan.name", ["zh"]),
    "a date of another shape": (file_with(date="6 July"), "plan.date", ["2024-07-06"]),
    "an id with a space": (file_with(id="my contest"), "plan.id", ["letters"]),
    "a bad mark among many commands": (
        a_mark_among_many_is_bad(), "commands[1].marks[0].mark", ["0 to 100"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_FILES)
async def test_a_bad_contest_file_is_refused_whole(hall: Hall, case: str) -> None:
    file, field, words = BAD_FILES[case]
    answer = await hall.client.post(
        "/api/contests?lang=en", json=file, headers=await hall.organizer()
    )
    assert answer.status_code == 422, answer.text
    fields = {one["field"]: one["message"] for one in answer.json()["problems"]}
    assert field in fields
    for word in words:
        assert word in fields[field]
    assert hall.service.desk.contests() == []
    assert await hall.service.store.logs() == []


async def test_a_body_of_20_megabytes_is_refused(hall: Hall) -> None:
    headers = await hall.organizer()
    body = b'{"plan": "' + b"x" * 20 * 2**20 + b'"}'
    try:
        answer = await hall.client.post("/api/contests?lang=en", content=body, headers=headers)
    except httpx.WriteError:
        pytest.fail("the answer must reach a client that is still sending")
    assert answer.status_code == 413
    assert "8 MB" in answer.json()["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_only_json_is_taken(hall: Hall, kind: str) -> None:
    await hall.register(called(small_plan(), [1]))
    headers = {**await hall.seat("small", "J1"), "Content-Type": kind}
    answer = await hall.client.post(
        "/api/contests/small/commands?lang=en", content=marked("95.00"), headers=headers
    )
    assert answer.status_code == 415
    assert "application/json" in answer.json()["message"]


async def test_without_a_key_nothing_is_taken(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    for headers in (JSON, {**JSON, "Authorization": "Bearer guessed"}):
        answer = await hall.give("small", marking("tablet:1", 1, "J1", "95.00"), headers)
        assert answer.status_code == 401
    assert (await hall.client.post("/api/contests", json=file_with())).status_code == 401


async def test_a_contest_that_is_not_there_is_404(hall: Hall) -> None:
    answer = await hall.give("ghost", marking("t:1", 1, "J1", "95.00"), await hall.organizer())
    assert answer.status_code == 404
    for path in ("/contests/ghost", "/contests/ghost/live", "/api/contests/ghost/board"):
        assert (await hall.client.get(path)).status_code == 404
