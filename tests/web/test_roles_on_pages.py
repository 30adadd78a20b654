"""Every page of the desk offers what this person's role may do, and nothing else."""

import html
import json
import re
from collections.abc import AsyncGenerator
from itertools import pairwise
from typing import Any

import pytest

from scoring.access import Role, rights
from scoring.contest.ids import MeetId
from scoring.web.rendering import template_names, template_text
from tests.browser.everything import ROLES, everything
from tests.web.hall import Hall, running_hall
from tests.web.officials import browser

PAGES = (
    "/contests/small/desk",
    "/contests/before/desk",
    "/contests/halls/desk",
    "/contests/tied/desk",
    "/contests/onward/desk",
    "/contests/small/desk/entrants/e1",
    "/contests/small/desk/entrants/e5",
    "/contests/small/desk/entrants/e4",
    "/contests/small/desk/history",
    "/contests/before/desk/plan",
    "/contests/pool/desk",
    "/contests/pool/desk/matches/groups/B-1-1",
    "/contests/teams/desk/matches/teams/main-1-1",
    "/contests/teams/desk/matches/teams/main-1-2",
    "/contests/undrawn/desk/draw",
    "/contests/drawn/desk/draw",
    "/contests/league/desk",
    "/contests/bracket/desk/matches/draw/main-2-1",
    "/contests/pool/desk/times",
)
BUTTON = re.compile(r"<(?:button|form|details|a)\b[^>]*>")
GIVEN = re.compile(r"data-(?:commands|reasoned|command|also)=(?:'([^']*)'|\"([^\"]*)\")")
OTHERWISE: dict[str, str] = {
    'id="open-draw"': "draw_order",
    'id="open-hand"': "set_order",
    'id="open-panels"': "assign_panels",
    'id="open-seal"': "seal_cut",
    'data-open="panels"': "assign_panels",
    'data-open="settle"': "settle_tie",
    'data-open="replace"': "replace",
    'data-open="advance': "advance",
    'data-open="values"': "record_values",
    'data-open="calling"': "open_match",
    'id="late-open"': "enter",
    "data-call=": "call",
    "data-link=": "give_seats",
    'id="all-links"': "give_seats",
    "data-result=": "enter_result",
    "data-record=": "record",
    "data-undo=": "undo",
    "data-choose=": "amend",
    "data-sheet": "amend",
    'id="move-form"': "move_sheets",
    'id="plan-form"': "revise",
    'id="plan-file"': "revise",
    'id="announce-form"': "announce_draw",
    'id="draw-form"': "draw",
    'id="lines-form"': "set_lines",
    'id="swap-form"': "swap_lines",
    'id="fill-form"': "schedule",
    "data-slot=": "schedule",
    "/lineups/": "see_secrets",
    'class="push export"': "see_secrets",
}
"""What opens a form or a dialog, and what is given by it."""


@pytest.fixture
async def hall() -> AsyncGenerator[Hall]:
    async with running_hall(None) as running:
        await everything(running)
        yield running


def types(value: Any) -> set[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return {one for each in value for one in types(each)}
    return {value["type"]}


def offered(page: str) -> set[str]:
    """All that the buttons and forms of a page give, but for those in closed dialogs."""
    shown = re.sub(r"<dialog\b.*?</dialog>", "", page, flags=re.DOTALL)
    found: set[str] = set()
    for tag in BUTTON.findall(shown):
        for single, double in GIVEN.findall(tag):
            found |= types(json.loads(html.unescape(single or double)))
        found |= {need for mark, need in OTHERWISE.items() if mark in tag}
    return found


async def seen_by(hall: Hall, role: Role) -> set[str]:
    found: set[str] = set()
    async with browser(hall, role) as client:
        for path in PAGES:
            answer = await client.get(f"{path}?lang=en")
            assert answer.status_code == 200, (path, answer.text)
            found |= offered(answer.text)
    return found


@pytest.mark.parametrize("role", ROLES)
async def test_what_a_role_may_not_do_is_not_offered(hall: Hall, role: Role) -> None:
    assert await seen_by(hall, role) - rights((role,)) == set()


async def test_all_that_an_owner_may_do_is_offered_somewhere(hall: Hall) -> None:
    """So that the other test looks for the right marks."""
    seen = await seen_by(hall, "owner")
    assert set(OTHERWISE.values()) - seen == set()
    assert seen >= {"close_performance", "confirm_result", "reopen_stage", "withdraw"}


async def test_a_scorer_confirms_and_sends_back(hall: Hall) -> None:
    assert await seen_by(hall, "scorer") == {
        "close_performance", "reopen_performance", "confirm_result", "reopen_match",
    }  # fmt: skip


async def test_a_scorer_closes_but_does_not_call_the_next(hall: Hall) -> None:
    async with browser(hall, "scorer") as client:
        page = (await client.get("/contests/small/desk?lang=en")).text
        assert 'id="go"' in page
        assert "call next" not in page


async def test_a_reader_has_nothing_to_press(hall: Hall) -> None:
    assert await seen_by(hall, "reader") == set()


async def test_a_frame_is_that_of_the_role(hall: Hall) -> None:
    """Also a frame that another has just had drawn, and whose tag another's browser kept."""
    path, tags = "/contests/small/desk/frame?lang=en", set[str]()
    for role in ROLES:
        async with browser(hall, role) as client:
            answer = await client.get(path, headers={"If-None-Match": ", ".join(tags)})
            assert answer.status_code == 200
            assert offered(answer.text) <= rights((role,))
            assert ("call" in offered(answer.text)) == ("call" in rights((role,)))
            tags.add(answer.headers["ETag"])


async def test_a_stream_ends_when_the_role_changes(hall: Hall) -> None:
    async with (
        browser(hall, "organizer") as client,
        client.stream("GET", "/contests/small/desk/live?lang=en") as stream,
    ):
        lines = stream.aiter_lines()
        first = [await anext(lines) for _ in range(40)]
        assert "desk" in first[0]
        await hall.service.accounts.set_role("organizer", MeetId("test-meet"), "reader")
        rest = [line async for line in lines]
        assert rest[-1] == ""
        answer = await client.get("/contests/small/desk/frame?lang=en")
        assert offered(answer.text) == set()


def test_templates_ask_for_rights_that_there_are() -> None:
    known = rights(("owner",))
    texts = [template_text(name) for name in template_names()]
    asked = {one for text in texts for one in re.findall(r'"(\w+)" (?:not )?in may\b', text)}
    assert len(asked) > 20
    assert asked - known == set()


def test_a_role_above_may_do_all_that_one_below_may() -> None:
    for less, more in pairwise(ROLES):
        assert rights((less,)) < rights((more,))
