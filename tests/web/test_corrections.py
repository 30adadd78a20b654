"""Corrections over HTTP: weighed first, then in the history; for organizers only."""

from collections.abc import Sequence

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.commands import Amend, ClosePerformance, Command, Mark, Undo
from scoring.contest.ids import CommandId, SeatId
from tests.contests import OVERALL, STAGE, called, entrant_id, marking, small_plan
from tests.web.hall import JSON, Hall

PREVIEW = "/api/contests/small/preview"
SEATS = ("J1", "J2", "J3")


async def sung(hall: Hall, marks: dict[int, str]) -> dict[str, str]:
    """Four singers, three judges; those with a mark have performed. The organizer's headers."""
    await hall.register(called(small_plan(entrants=4, judges=3), list(marks)))
    organizer = await hall.organizer()
    for entrant, mark in marks.items():
        for seat in SEATS:
            given = marking(f"tablet-{seat}:{entrant}", entrant, seat, mark)
            assert (await hall.give("small", given, await hall.seat("small", seat))).is_success
        close = ClosePerformance(
            id=CommandId(f"closing:{entrant}"), stage=STAGE, entrant=entrant_id(entrant)
        )
        assert (await hall.give("small", close, organizer)).is_success
    return organizer


def amend(entrant: int, mark: str, *, after: int = 1, reason: str = "Digits swapped") -> Amend:
    return Amend(
        id=CommandId(f"amending:{entrant}"),
        stage=STAGE,
        entrant=entrant_id(entrant),
        seat=SeatId("J2"),
        after=after,
        marks=(Mark(criterion=OVERALL, mark=mark),),
        reason=reason,
    )


def amend_two(entrant: int, mark: str) -> list[Command]:
    """Two of three, so that the middle one that counts changes."""
    first = amend(entrant, mark)
    return [first, replace(first, id=CommandId(f"amending-too:{entrant}"), seat=SeatId("J1"))]


async def weighed(
    hall: Hall, commands: Command | Sequence[Command], headers: dict[str, str], lang: str = "en"
) -> httpx.Response:
    content = msgspec.json.encode(commands)
    return await hall.client.post(f"{PREVIEW}?lang={lang}", content=content, headers=headers)


async def test_a_preview_names_who_moves_and_stores_nothing(hall: Hall) -> None:
    organizer = await sung(hall, {1: "95.00", 2: "93.00", 3: "92.00", 4: "90.00"})
    rows = len(await hall.service.store.read("small"))
    answer = await weighed(hall, amend_two(3, "95.00"), organizer)
    assert answer.status_code == 200
    told = answer.json()
    assert not told["nothing_changes"]
    (stage,) = told["stages"]
    third = next(one for one in stage["moves"] if one["number"] == 3)
    assert (third["score"], third["place"]) == (["92.00", "95.00"], [3, 1])
    assert third["qualifying"] == [None, "City round"]
    assert third["said"] == "No. 3 歌手3: 92.00 → 95.00, place 3 → 1"
    assert [one["number"] for one in stage["joining"]] == [3]
    assert [one["number"] for one in stage["leaving"]] == [2]
    assert stage["said"] == [
        "In: No. 3 歌手3.", "Out: No. 2 歌手2.", "The line to City round: 93.00 → 95.00.",
    ]  # fmt: skip
    assert stage["opened"] is False
    assert len(await hall.service.store.read("small")) == rows


async def test_the_desk_goes_on_after_a_preview_as_if_there_had_been_none(hall: Hall) -> None:
    organizer = await sung(hall, {1: "95.00", 2: "93.00"})
    before = list(hall.service.contest("small").history)
    for _ in range(2):
        assert (await weighed(hall, amend(2, "99.00"), organizer)).is_success
    assert (await hall.give("small", amend(2, "94.00"), organizer)).is_success
    history = list(hall.service.contest("small").history)
    assert history[:-1] == before
    assert getattr(history[-1], "marks", None) == {OVERALL: 9400}


async def test_a_preview_in_chinese_reads_like_chinese(hall: Hall) -> None:
    organizer = await sung(hall, {1: "95.00", 2: "93.00"})
    told = (await weighed(hall, amend_two(2, "99.00"), organizer, "zh")).json()
    assert told["stages"][0]["moves"][0]["said"] == "2 号 歌手2：93.00 → 99.00，名次 2 → 1"


async def test_what_changes_nothing_says_so(hall: Hall) -> None:
    organizer = await sung(hall, {1: "95.00"})
    told = (await weighed(hall, amend(1, "95.00"), organizer)).json()
    assert told == {
        "stages": [],
        "nothing_changes": True,
        "said": "No score and no place changes, and the same ones go on.",
    }


@pytest.mark.parametrize("as_list", [False, True])
async def test_a_refusal_reads_as_for_the_command_itself(hall: Hall, *, as_list: bool) -> None:
    organizer = await sung(hall, {1: "95.00"})
    for command in (amend(1, "101"), amend(1, "96", after=0), amend(1, "96", reason=" ")):
        given = [command] if as_list else command
        preview = await weighed(hall, given, organizer)
        refused = await hall.give("small", given, organizer)
        assert preview.status_code == refused.status_code >= 400
        assert preview.json() == refused.json()


async def test_a_preview_is_for_organizers(hall: Hall) -> None:
    await sung(hall, {1: "95.00"})
    assert (await weighed(hall, amend(1, "96"), JSON)).status_code == 401
    seat = await hall.seat("small", "J1")
    assert (await weighed(hall, amend(1, "96"), seat)).status_code == 403
    organizer = await hall.organizer()
    content = msgspec.json.encode(amend(1, "96"))
    other = await hall.client.post("/api/contests/other/preview", content=content,
                                   headers=organizer)  # fmt: skip
    assert other.status_code == 404


@pytest.mark.parametrize("page", ["desk/history", "desk/statistics", "desk/entrants/e1"])
async def test_the_records_are_for_organizers(hall: Hall, page: str) -> None:
    await sung(hall, {1: "95.00"})
    address = f"/contests/small/{page}?lang=en"
    assert (await hall.client.get(address)).status_code == 401
    seat = await hall.seat("small", "J1")
    assert (await hall.client.get(address, headers=seat)).status_code == 403
    assert (await hall.client.get(address, headers=await hall.organizer())).status_code == 200


async def test_the_history_tells_who_what_why_and_offers_undo(hall: Hall) -> None:
    organizer = await sung(hall, {1: "95.00"})
    await hall.give("small", amend(1, "98.00"), organizer)
    page = await hall.client.get("/contests/small/desk/history?lang=en", headers=organizer)
    assert "Judge 2: sheet of No. 1 歌手1 corrected." in page.text
    assert "<s>95.00</s> → <b>98.00</b>" in page.text
    assert "“Digits swapped”" in page.text
    assert "Judge 3</span>" in page.text
    seq = hall.service.contest("small").seq
    assert f'data-undo="{seq}"' in page.text
    undo = Undo(id=CommandId("undoing:1"), seq=seq, reason="It was right")
    assert (await hall.give("small", undo, organizer)).is_success
    page = await hall.client.get("/contests/small/desk/history?lang=en", headers=organizer)
    assert "<s>Judge 2: sheet of No. 1 歌手1 corrected.</s>" in page.text
    assert "Bring back" in page.text


async def test_the_history_of_nobody_teaches(hall: Hall) -> None:
    organizer = await sung(hall, {1: "95.00"})
    address = "/contests/small/desk/history?lang=en"
    nobody = await hall.client.get(f"{address}&number=77", headers=organizer)
    assert "there is nobody with this number" in nobody.text
    nothing = await hall.client.get(f"{address}&kind=decisions", headers=organizer)
    assert "Nothing like this has been recorded so far" in nothing.text
    odd = await hall.client.get(f"{address}&number=one", headers=organizer)
    assert odd.status_code == 422


async def test_the_statistics_as_page_and_json(hall: Hall) -> None:
    organizer = await sung(hall, {})
    page = "/contests/small/desk/statistics?lang=en"
    empty = await hall.client.get(page, headers=organizer)
    assert "No performance has been closed yet" in empty.text
    for entrant, mark in ((1, "95.00"), (2, "93.00")):
        call = called(small_plan(), [entrant]).commands[0]
        await hall.give("small", replace(call, id=CommandId(f"c:{entrant}")),
                        organizer)  # fmt: skip
        for seat in SEATS:
            given = marking(f"tablet-{seat}:{entrant}", entrant, seat, mark)
            await hall.give("small", given, await hall.seat("small", seat))
        close = ClosePerformance(
            id=CommandId(f"closing:{entrant}"), stage=STAGE, entrant=entrant_id(entrant)
        )
        await hall.give("small", close, organizer)
    full = await hall.client.get(page, headers=organizer)
    assert "agree very strongly" in full.text
    api = "/api/contests/small/statistics?lang=en"
    told = (await hall.client.get(api, headers=organizer)).json()
    assert told["panels"][0]["w"]["value"] == "1.00"
    assert (await hall.client.get(api)).status_code == 401
    assert (await hall.client.get(f"{api}&stage=none", headers=organizer)).status_code == 404
