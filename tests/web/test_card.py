"""The picture beside a shared link: who leads, as far as the public may know."""

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import AsyncGenerator

import pytest

from scoring.contest.ids import ContestId
from scoring.languages import words
from scoring.live import Channel
from scoring.views.board import BoardScreen
from scoring.views.card import CardLine, CardScreen, card_screen
from scoring.views.fitting import fitted
from scoring.views.match_board import MatchBoardScreen
from scoring.web import card
from scoring.web.rendering import drawn
from tests.browser.everything import LONG, everything
from tests.contests import called, small_plan
from tests.web.hall import Hall, running_hall

needs_fonts = pytest.mark.skipif(
    not card.has_fonts(), reason="no font with Chinese letters is installed"
)


@pytest.fixture
async def hall() -> AsyncGenerator[Hall]:
    """Contests in every state."""
    async with running_hall(None) as running:
        await everything(running)
        yield running


def shown(hall: Hall, contest: str) -> CardScreen:
    name = "match_board" if hall.service.public(contest).plan.played else "board"
    board = hall.service.screen(Channel(ContestId(contest), name, "en"))  # type: ignore[arg-type]
    assert isinstance(board, BoardScreen | MatchBoardScreen)
    return card_screen(board, words("en"))


def test_fonts_are_looked_for_by_two_letters_that_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    card.has_fonts.cache_clear()
    monkeypatch.setattr(card, "painted", len)
    assert not card.has_fonts()
    card.has_fonts.cache_clear()


async def test_it_names_the_contest_the_status_and_the_best(hall: Hall) -> None:
    found = shown(hall, "tied")
    assert found.status == "Ended"
    assert [line.place for line in found.lines] == ["1", "2", "2"]
    assert all(line.score for line in found.lines)
    running = shown(hall, "small")
    assert running.status == "In progress"
    matches = shown(hall, "pool")
    assert any(" – " in " ".join(line.name.lines) for line in matches.lines)


@needs_fonts
@pytest.mark.parametrize("contest", ["small", "before", "onward", "pool", "bracket", "teams"])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_it_is_a_picture_of_the_size_that_networks_want(
    hall: Hall, contest: str, lang: str
) -> None:
    answer = await hall.client.get(f"/contests/{contest}/card.png?lang={lang}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)
    again = await hall.client.get(
        f"/contests/{contest}/card.png?lang={lang}",
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304


@needs_fonts
async def test_the_board_names_its_picture(hall: Hall) -> None:
    for contest in ("small", "pool"):
        page = (await hall.client.get(f"/contests/{contest}?lang=en")).text
        named = re.search(r'property="og:image" content="([^"]+)"', page)
        assert named is not None
        assert named[1] == f"{hall.base}/contests/{contest}/card.png?lang=en"
        assert (await hall.client.get(named[1])).is_success


async def test_without_fonts_there_is_no_picture_and_it_is_said_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(card, "has_fonts", lambda: False)
    async with running_hall(None) as hall:
        await hall.register(called(small_plan(), [1]))
        answer = await hall.client.get("/contests/small/card.png?lang=en")
        assert answer.status_code == 404
        assert "no font with Chinese letters" in answer.text


@pytest.mark.parametrize("name", [*LONG, "<b>&\"'</b>"])
def test_any_name_stays_inside_its_room_and_is_only_text(name: str) -> None:
    fit = fitted(name, 700, (46, 40, 34), (30, 26), bold=True)
    screen = CardScreen(fit, fit, "", fit, (CardLine("1", fit, "95.99"),))
    root = ET.fromstring(  # noqa: S314 - our own
        drawn("card.svg", "en", screen=screen, families="any")
    )
    texts = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert all(line in texts for line in fit.lines)
