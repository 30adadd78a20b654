"""Paper over the web: printed by its page, typed in by code, compared, and decided by role."""

import re
from collections.abc import AsyncGenerator

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.commands import Amend, Command, EnterPaper, KeepRecorded
from scoring.contest.encounters import Encounter, encounters
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId, MeetId, SeatId
from scoring.contest.paper_codes import OfPerformance, match_code, sheet_code
from scoring.contest.plan import Meet
from tests.contests import STAGE, called, entrant_id, marking, small_plan
from tests.played import SINGLES, Played, knock_out
from tests.web.hall import Hall
from tests.web.officials import browser, employ

J1, J2, E1 = SeatId("J1"), SeatId("J2"), entrant_id(1)
PAGE, ENTRY = "/contests/small/paper?lang=en", "/contests/small/paper/entry?lang=en"


@pytest.fixture
async def small(hall: Hall) -> Hall:
    """Two judges have marked the first of four singers."""
    assert (await hall.register(called(small_plan(), [1]))).is_success
    for seat in ("J1", "J2"):
        given = marking(f"tablet-{seat}:1", 1, seat, "95.50")
        assert (await hall.give("small", given, await hall.seat("small", seat))).is_success
    for role in ("organizer", "head_judge", "scorer", "reader"):
        await employ(hall, role, role)
    return hall


@pytest.fixture
async def scorer(small: Hall) -> AsyncGenerator[httpx.AsyncClient]:
    async with browser(small, "scorer") as client:
        yield client


def code(hall: Hall, seat: SeatId = J1) -> str:
    return sheet_code(hall.service.contest("small"), OfPerformance(STAGE, E1, seat))


def paper(text: str, number: int = 1, seat: SeatId = J1) -> EnterPaper:
    given = marking("desk:1", 1, seat, text)
    return EnterPaper(
        id=CommandId(f"clerk:{number}"), stage=STAGE, entrant=E1, seat=seat, marks=given.marks
    )


async def type_in(client: httpx.AsyncClient, *commands: Command) -> httpx.Response:
    return await client.post(
        "/api/contests/small/commands?lang=en", content=msgspec.json.encode(commands)
    )


async def text(client: httpx.AsyncClient, address: str) -> str:
    answer = await client.get(address)
    assert answer.is_success, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", answer.text, flags=re.DOTALL))


async def test_a_judges_stack_of_blank_sheets_has_every_singer_with_a_code(small: Hall) -> None:
    async with browser(small, "reader") as reader:
        page = (await reader.get(PAGE)).text
        assert page.count('class="paper-slip"') == 4
        assert page.count("<svg") == 4
        assert code(small) in page
        assert code(small, J2) not in page
        everybody = (await reader.get(f"{PAGE}&seat=all")).text
        assert everybody.count('class="paper-slip"') == 4 * 7
        some = (await reader.get(f"{PAGE}&seat=J2&first=2&last=3")).text
        assert some.count('class="paper-slip"') == 2
        assert "95.50" not in page + everybody + some


async def test_filled_sheets_say_what_was_recorded_by_whom(small: Hall) -> None:
    async with browser(small, "reader") as reader:
        page = await text(reader, f"{PAGE}&what=filled&seat=all")
    assert page.count("95.50") == 2
    assert "Version 1 · Judge 1 ·" in page
    assert code(small) in page


async def test_numbers_that_are_none_and_stages_that_are_not_there_are_told(small: Hall) -> None:
    async with browser(small, "reader") as reader:
        assert (await reader.get(f"{PAGE}&first=many")).status_code == 422
        assert (await reader.get(f"{PAGE}&stage=nowhere")).status_code == 404


async def test_a_reader_may_print_but_not_type_in(small: Hall) -> None:
    async with browser(small, "reader") as reader:
        assert (await reader.get(PAGE)).is_success
        assert "/paper/entry" not in (await reader.get(PAGE)).text
        assert (await reader.get(ENTRY)).status_code == 403
        assert (await type_in(reader, paper("95.50"))).status_code == 403


async def test_the_form_asks_for_the_sheet_and_does_not_say_what_the_tablet_has(
    small: Hall, scorer: httpx.AsyncClient
) -> None:
    """A second entry is made blind."""
    page = await text(scorer, f"{ENTRY}&code={code(small)}")
    assert "歌手1" in page
    assert "Judge 1" in page
    assert "95.50" not in page


@pytest.mark.parametrize("wrong", ["48213-12-3-08", "hello", "1"])
async def test_a_mistyped_code_is_told(scorer: httpx.AsyncClient, wrong: str) -> None:
    page = await text(scorer, f"{ENTRY}&code={wrong}")
    assert "This code is mistyped" in page


async def test_a_sheet_of_another_contest_is_told_with_the_way_there(
    small: Hall, scorer: httpx.AsyncClient
) -> None:
    await small.register(ContestFile(plan=small_plan(contest="other")))
    there = sheet_code(small.service.contest("other"), OfPerformance(STAGE, E1, J1))
    page = (await scorer.get(f"{ENTRY}&code={there}")).text
    assert "This sheet is of another contest: Small song contest." in page
    assert f'href="/contests/other/paper/entry?code={there}"' in page


async def test_contests_of_other_meets_are_not_told(
    small: Hall, scorer: httpx.AsyncClient
) -> None:
    plan = small_plan(contest="secret")
    elsewhere = replace(plan, meet=Meet(id=MeetId("far"), name=plan.name))
    await small.register(ContestFile(plan=elsewhere))
    there = sheet_code(small.service.contest("secret"), OfPerformance(STAGE, E1, J1))
    assert "No sheet has this code." in await text(scorer, f"{ENTRY}&code={there}")


async def test_a_scorer_types_in_and_sees_but_the_head_judge_decides(
    small: Hall, scorer: httpx.AsyncClient
) -> None:
    assert (await type_in(scorer, paper("95.50"), paper("59.50", 2, J2))).is_success
    page = await text(scorer, f"{ENTRY}&done={code(small, J2)}")
    assert "7 sheets: 1 agree, 1 differ, 0 not yet on paper. 5 on neither." in page
    assert "Tablet 95.50 Paper 59.50" in page
    assert "The head judge decides." in page
    kept = KeepRecorded(
        id=CommandId("clerk:3"), stage=STAGE, entrant=E1, seat=J2, after=1, reason="Misread"
    )
    taken = Amend(
        id=CommandId("clerk:4"), stage=STAGE, entrant=E1, seat=J2, after=1,
        marks=paper("59.50").marks, reason="From the paper",
    )  # fmt: skip
    assert (await type_in(scorer, kept)).status_code == 403
    assert (await type_in(scorer, taken)).status_code == 403
    async with browser(small, "head_judge") as judge:
        page = await text(judge, ENTRY)
        assert "Keep the tablet&#39;s" in page
        assert "Take the paper&#39;s" in page
        assert (await type_in(judge, taken)).is_success
        assert "2 agree, 0 differ" in await text(judge, ENTRY)


async def test_agreement_is_told_after_each_sheet(small: Hall, scorer: httpx.AsyncClient) -> None:
    assert (await type_in(scorer, paper("95.50"))).is_success
    assert "Paper and tablet agree." in await text(scorer, f"{ENTRY}&done={code(small)}")


async def test_paper_is_in_the_history_and_nowhere_in_public(
    small: Hall, scorer: httpx.AsyncClient
) -> None:
    before = await small.client.get("/api/contests/small/board?lang=en")
    assert (await type_in(scorer, paper("59.50"))).is_success
    after = await small.client.get("/api/contests/small/board?lang=en")
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
    history = await text(scorer, "/contests/small/desk/history?lang=en")
    assert "Typed in from paper: sheet of Judge 1 for No. 1 歌手1." in history
    assert "scorer" in history


# Matches.


class Cup:
    """A bracket whose first match was played 21-15 21-18."""

    def __init__(self, hall: Hall, played: Played, first: Encounter) -> None:
        self.hall, self.played, self.id = hall, played, first.id
        self.stage = played.stage()
        number = [one.id for one in encounters(played.now, self.stage)].index(first.id) + 1
        self.code = match_code(played.now, self.stage.id, number, first)

    def asked(self, score: str, **more: str) -> bytes:
        of = {"stage": self.stage.id, "match": self.id, "score": score, **more}
        return msgspec.json.encode(of)


@pytest.fixture
async def cup(hall: Hall) -> Cup:
    played = Played(knock_out(field=4, match=SINGLES))
    played.draw()
    first = played.matches()[0]
    played.tell(
        "enter_result",
        stage="draw",
        match=first.id,
        result=[{"type": "set_games", "games": [[21, 15], [21, 18]]}],
    )
    assert (await hall.register(played.file)).is_success
    await employ(hall, "scorer", "scorer", "games")
    return Cup(hall, played, first)


async def test_score_sheets_are_printed_for_matches_to_come_and_filled_for_those_played(
    cup: Cup,
) -> None:
    async with browser(cup.hall, "scorer") as scorer:
        blank = (await scorer.get("/contests/matches/paper?lang=en")).text
        filled = (await scorer.get("/contests/matches/paper?lang=en&what=filled")).text
    assert blank.count('class="paper-slip paper-match"') == 1
    assert cup.code not in blank
    assert cup.code in filled
    assert re.findall(r"<td>([0-9]+)</td>", filled) == ["21", "21", "15", "18"]


async def test_a_result_is_typed_in_as_it_is_written_and_compared(cup: Cup) -> None:
    async with browser(cup.hall, "scorer") as scorer:
        address = "/contests/matches/paper/entry?lang=en"
        assert "Game by game" in await text(scorer, f"{address}&code={cup.code}")
        read = await scorer.post(
            "/api/contests/matches/paper/result?lang=en", content=cup.asked("21:15，19:21 21:18")
        )
        assert read.is_success, read.text
        command = {
            "type": "enter_paper_result", "id": "clerk:1", "stage": cup.stage.id,
            "match": cup.id, "result": read.json()["result"],
        }  # fmt: skip
        given = await scorer.post(
            "/api/contests/matches/commands?lang=en", content=msgspec.json.encode(command)
        )
        assert given.is_success, given.text
        page = await text(scorer, f"{address}&done={cup.code}")
        assert "Tablet 21–15 21–18 Paper 21–15 19–21 21–18" in page
        assert "1 sheets: 0 agree, 1 differ, 0 not yet on paper." in page


@pytest.mark.parametrize(
    ("score", "why"),
    [
        ("21-15", "By this score the match is not over."),
        ("22-19 21-18", "22-19 cannot end game 1: it was over at 21-19."),
        ("", "Type the games"),
    ],
)
async def test_a_score_that_cannot_be_is_refused_in_words(cup: Cup, score: str, why: str) -> None:
    async with browser(cup.hall, "scorer") as scorer:
        answer = await scorer.post(
            "/api/contests/matches/paper/result?lang=en", content=cup.asked(score)
        )
    assert answer.status_code == 422
    assert answer.json()["message"].startswith(why)
