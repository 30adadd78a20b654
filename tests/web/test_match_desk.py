"""The organizer's desk of matches over HTTP: pages, results as text, the announced draw, times."""

import json
from hashlib import sha256
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.encounters import encounters
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId
from scoring.contest.state import Contest
from tests.contest.playing import RALLIES, TIE, Wire, command, drawn, plan, stage
from tests.web.hall import JSON, Hall

SF1, SF2, FINAL = "main-1-1", "main-1-2", "main-2-1"
DESK = "/contests/games/desk"
API = "/api/contests/games"
FIRST: list[Wire] = [{"type": "set_games", "games": [[2, 0], [2, 0]]}]


def wire(kind: str, number: int, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return command(kind, number, stage="cup", **fields)


LINES = wire("set_lines", 1, lines=[["t1", "t2", "t3", "t4"]], reason="Lots")
RESULTS = [
    wire("enter_result", number, match=one, result=FIRST)
    for number, one in enumerate((SF1, SF2), start=2)
]
CALLED = wire("open_match", 8, match=FINAL, court="court-1")


async def held(
    hall: Hall, *commands: Command, rules: Wire = RALLIES, lines: bool = True
) -> dict[str, str]:
    """Four teams in a knock-out. The organizer's headers."""
    made = plan(4, stage("cup", drawn(), rules))
    given = (*((LINES,) if lines else ()), *commands)
    answer = await hall.register(ContestFile(plan=made, commands=given))
    assert answer.is_success, answer.text
    return await hall.organizer()


def contest(hall: Hall) -> Contest:
    return hall.service.contest("games")


async def page(hall: Hall, address: str, headers: dict[str, str], lang: str = "en") -> str:
    joint = "&" if "?" in address else "?"
    answer = await hall.client.get(f"{address}{joint}lang={lang}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


async def posted(
    hall: Hall, path: str, body: object, headers: dict[str, str], lang: str = "en"
) -> httpx.Response:
    content = json.dumps(body)
    return await hall.client.post(f"{API}/{path}?lang={lang}", content=content, headers=headers)


PAGES = (
    DESK, f"{DESK}/frame", f"{DESK}/draw", f"{DESK}/times", f"{DESK}/history",
    f"{DESK}/matches/cup/{SF1}", f"{DESK}/matches/cup/{SF1}/lineups/t1",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_pages_are_for_organizers(hall: Hall, address: str, lang: str) -> None:
    organizer = await held(hall, rules=TIE)
    assert await page(hall, address, organizer, lang)
    assert (await hall.client.get(address)).status_code == 401
    seat = await hall.seat("games", "court-1")
    assert (await hall.client.get(address, headers=seat)).status_code == 403


@pytest.mark.parametrize(
    "address",
    [f"{DESK}?stage=none", f"{DESK}/draw?stage=none", f"{DESK}/matches/none/{SF1}",
     f"{DESK}/matches/cup/main-9-9", f"{DESK}/matches/cup/{SF1}/lineups/t3",
     f"{DESK}/matches/cup/{SF1}/lineups/t1", f"{DESK}/statistics"],
)  # fmt: skip
async def test_what_is_not_there_is_not_found(hall: Hall, address: str) -> None:
    organizer = await held(hall)
    assert (await hall.client.get(address, headers=organizer)).status_code == 404


async def test_an_entrant_of_matches_is_the_public_page(hall: Hall) -> None:
    organizer = await held(hall)
    answer = await hall.client.get(f"{DESK}/entrants/t1", headers=organizer)
    assert answer.headers["location"] == "/contests/games/entrants/t1"


async def test_the_desk_shows_courts_matches_and_what_is_next(hall: Hall) -> None:
    organizer = await held(hall, *RESULTS)
    text = await page(hall, DESK, organizer)
    assert "Cup: one match is ready and on no court." in text
    assert "Call onto Court 1" in text
    assert 'id="m-main-2-1"' in text
    frame = await page(hall, f"{DESK}/frame", organizer)
    assert f'data-seq="{contest(hall).seq}"' in frame


# Results as text.


def typed(match: str, score: str, **fields: object) -> dict[str, object]:
    return {"stage": "cup", "match": match, "score": score, **fields}


async def test_a_typed_result_is_read_and_weighed_and_nothing_is_stored(hall: Hall) -> None:
    organizer = await held(hall)
    seq = contest(hall).seq
    answer = await posted(hall, "result", typed(SF1, "２：０，　２－１"), organizer)
    told = answer.json()
    assert told["said"] == "Team 1 wins: 2–0 2–1"
    assert told["result"] == [{"type": "set_games", "games": [[2, 0], [2, 1]], "handicap": None}]
    assert told["preview"]["stages"][0]["moves"][0]["said"] == (
        "Final: No. 1 Team 1 instead of Winner of SF 1"
    )
    assert contest(hall).seq == seq
    enter = {"type": "enter_result", "id": "d:1", "stage": "cup", "match": SF1,
             "result": told["result"]}  # fmt: skip
    assert (await posted(hall, "commands", enter, organizer)).is_success


async def test_a_correction_lists_what_must_be_accepted(hall: Hall) -> None:
    organizer = await held(hall, *RESULTS, CALLED)
    answer = await posted(hall, "result", typed(SF1, "0-2 0-2", after=1), organizer)
    told = answer.json()
    assert told["preview"]["accept"] == [
        {"match": FINAL, "said": "Final has been called; it must be called anew."}
    ]
    enter = {"type": "enter_result", "id": "d:1", "stage": "cup", "match": SF1, "after": 1,
             "result": told["result"], "reason": "Mixed up"}  # fmt: skip
    refused = await posted(hall, "commands", enter, organizer)
    assert refused.status_code == 409
    accepted = await posted(hall, "commands", {**enter, "id": "d:2", "accept": [FINAL]}, organizer)
    assert accepted.is_success
    final = encounters(contest(hall), contest(hall).plan.played[0]).by_id[FINAL]
    assert final.entrants == ("t2", "t3")


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (typed(SF1, "two to nil"), 422, "“two” is no score."),
        (typed(SF1, "3-0 2-0"), 422, "3-0 cannot end game 1"),
        (typed(SF1, "2-0"), 422, "By this score the match is not over."),
        (typed(SF1, "2-0 2-0", after=4), 409, "The match has gone on meanwhile"),
        (typed(SF1, "", ended="walkover"), 422, "Say which side it was."),
        (typed(FINAL, "2-0 2-0"), 409, "It is not known yet who plays this match."),
        (typed("main-9-9", "2-0 2-0"), 404, "There is no match main-9-9 here."),
        (typed(SF1, "2-0", stage="none"), 404, ""),
    ],
)
async def test_what_cannot_be_a_result_is_said(
    hall: Hall, body: dict[str, object], status: int, message: str
) -> None:
    organizer = await held(hall)
    answer = await posted(hall, "result", body, organizer)
    assert answer.status_code == status
    assert message in answer.json()["message"]


async def test_a_match_may_be_given_up_and_a_tie_rubber_by_rubber(hall: Hall) -> None:
    organizer = await held(hall, rules=TIE)
    given_up = typed(SF1, "", ended="walkover", by="b")
    told = (await posted(hall, "result", given_up, organizer)).json()
    assert told["said"] == "Team 1 wins: walkover by B"
    whole = await posted(hall, "result", typed(SF1, "3-0"), organizer)
    assert "rubber by rubber" in whole.json()["message"]


async def test_the_preview_of_any_command_is_told_of_matches(hall: Hall) -> None:
    organizer = await held(hall, *RESULTS)
    body = {"type": "withdraw", "id": "p:1", "entrant": "t1", "reason": "Hurt"}
    told = (await posted(hall, "preview", body, organizer)).json()
    assert "No. 1 Team 1: withdrawn" in [one["said"] for one in told["stages"][0]["moves"]]
    reopen = {"type": "reopen_match", "id": "p:2", "stage": "cup", "match": SF1, "reason": "x"}
    assert (await posted(hall, "preview", reopen, organizer)).json()["accept"] == []
    bad = await posted(hall, "preview", {**reopen, "match": "main-9-9"}, organizer)
    assert bad.status_code == 404


async def test_an_undo_from_the_history_is_weighed_like_any_command(hall: Hall) -> None:
    organizer = await held(hall)
    text = await page(hall, f"{DESK}/history", organizer)
    assert "Cup: a draw made elsewhere was recorded." in text
    assert 'data-undo="2"' in text
    undo = {"type": "undo", "id": "p:1", "seq": 2, "reason": "Other lots"}
    told = (await posted(hall, "preview", undo, organizer)).json()
    assert "SF 1 is no longer there" in [one["said"] for one in told["stages"][0]["moves"]]
    assert (await posted(hall, "commands", {**undo, "id": "d:1"}, organizer)).is_success
    assert "Cup: the draw has not been made." in await page(hall, DESK, organizer)


# The draw.


async def test_an_announced_draw_keeps_its_secret_until_it_is_made(hall: Hall) -> None:
    organizer = await held(hall, lines=False)
    answer = await posted(hall, "announcement", {"stage": "cup", "seeded": ["t2"]}, organizer)
    told = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    play = contest(hall).play[contest(hall).plan.played[0].id]
    assert play.announced is not None
    assert told["commitment"] == play.announced.commitment
    given = f"{told['secret']}\n{play.announced.terms}"
    assert sha256(given.encode()).hexdigest() == told["commitment"]
    for address in (f"{DESK}/draw", f"{API}/log"):
        text = (await hall.client.get(address, headers=organizer)).text
        assert told["secret"] not in text
    draw = {"type": "draw", "id": "d:1", "stage": "cup", "secret": told["secret"],
            "word": "osmanthus"}  # fmt: skip
    assert (await posted(hall, "commands", draw, organizer)).is_success
    text = await page(hall, f"{DESK}/draw", organizer)
    assert "Secret and terms give the hash that was published." in text
    assert "Terms, secret and word give exactly these lines." in text


async def test_two_announcements_have_two_secrets_and_the_last_counts(hall: Hall) -> None:
    organizer = await held(hall, lines=False)
    secrets = [
        (await posted(hall, "announcement", {"stage": "cup"}, organizer)).json()["secret"]
        for _ in range(2)
    ]
    assert len(set(secrets)) == 2
    draw = {"type": "draw", "stage": "cup", "word": "osmanthus"}
    first = await posted(hall, "commands", {**draw, "id": "d:1", "secret": secrets[0]}, organizer)
    assert first.json()["message"] == "This is not the secret that was announced by its hash."
    last = await posted(hall, "commands", {**draw, "id": "d:2", "secret": secrets[1]}, organizer)
    assert last.is_success


async def test_who_may_not_announce(hall: Hall) -> None:
    organizer = await held(hall)
    body = {"stage": "cup"}
    drawn_ = await posted(hall, "announcement", body, organizer)
    assert drawn_.json()["message"] == "The draw has been made already."
    unknown = await posted(hall, "announcement", {**body, "seeded": ["t9"]}, organizer)
    assert unknown.status_code == 404
    seat = await hall.seat("games", "court-1")
    assert (await posted(hall, "announcement", body, seat)).status_code == 403
    assert (await posted(hall, "announcement", body, JSON)).status_code == 401


# The order of play.


FILL = {"stage": "cup", "start": "2026-11-28T09:00", "courts": ["court-1"], "minutes": 40,
        "rest": 10}  # fmt: skip


async def test_times_are_proposed_and_then_given_as_one_command(hall: Hall) -> None:
    organizer = await held(hall)
    told = (await posted(hall, "times", FILL, organizer)).json()
    assert [(one["match"], one["start"][11:]) for one in told["matches"]] == [
        (SF1, "09:00"), (SF2, "09:40"), (FINAL, "10:30"),
    ]  # fmt: skip
    give = {"type": "schedule", "id": "d:1", "stage": "cup", "matches": told["matches"]}
    assert (await posted(hall, "commands", give, organizer)).is_success
    text = await page(hall, f"{DESK}/times?rest=10", organizer)
    assert "No player and no court is taken twice" in text
    short = await page(hall, f"{DESK}/times?rest=30", organizer)
    assert "has only 10 minutes of rest" in short


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"start": "2026-02-30T09:00"}, "There is no such day or time: 2026-02-30T09:00."),
        ({"courts": ["court-9"]}, "court-9 is no court of this stage."),
        ({"courts": []}, "courts needs 1 entries or more."),
        ({"minutes": 0}, "minutes must be 1 or more."),
    ],
)
async def test_what_cannot_be_proposed_is_said(
    hall: Hall, changed: dict[str, object], message: str
) -> None:
    organizer = await held(hall)
    answer = await posted(hall, "times", {**FILL, **changed}, organizer)
    assert (answer.status_code, answer.json()["message"]) == (422, message)


async def test_the_times_page_looks_at_all_contests_of_the_meet(hall: Hall) -> None:
    slate = wire("schedule", 9, matches=[{"match": SF1, "court": "court-1",
                                          "start": "2026-11-28T09:00"}])  # fmt: skip
    organizer = await held(hall, slate)
    made = plan(4, stage("cup", drawn(), RALLIES))
    other = replace(made, id=ContestId("doubles"))
    later = wire("schedule", 9, matches=[{"match": SF1, "court": "court-2",
                                          "start": "2026-11-28T09:20"}])  # fmt: skip
    assert (await hall.register(ContestFile(plan=other, commands=(LINES, later)))).is_success
    text = await page(hall, f"{DESK}/times?rest=0", organizer)
    assert "Max 1 would play twice at once: SF 1 (09:00) and Games, SF 1 (09:20)." in text


# Line-ups.


async def test_the_page_of_one_team_shows_nothing_of_the_other(hall: Hall) -> None:
    lineup = {"MS": ["m1"], "WS": ["w1"], "S": ["m1"]}
    hand_in = wire("hand_in_lineup", 7, match=SF1, side="t1", lineup=lineup)
    organizer = await held(hall, hand_in, rules=TIE)
    own = await page(hall, f"{DESK}/matches/cup/{SF1}/lineups/t1", organizer)
    assert 'value="m1" selected' in own
    for address in (f"{DESK}/matches/cup/{SF1}/lineups/t2", f"{DESK}/matches/cup/{SF1}", DESK):
        text = await page(hall, address, organizer)
        assert '"m1"' not in text
