"""A public page that somebody sends on says what it is: Open Graph."""

import re

import pytest

from scoring.web import card
from tests.contests import called, small_plan
from tests.played import SINGLES, Played, both, knock_out
from tests.web.hall import Hall

ADDRESSES = {
    "/contests/small": "Small song contest",
    "/contests/small/entrants/e1": "No. 1 歌手1",
    "/contests/small/results": "The results of Small song contest",
    "/contests/matches": "Badminton men&#39;s doubles",
    "/contests/matches/entrants/p1": "No. 1 黄佳怡",
    "/contests/matches/matches/draw/main-1-1": " against ",
    "/contests/matches/results": "The results of Badminton men&#39;s doubles",
}


@pytest.fixture
async def halls(hall: Hall) -> Hall:
    """A contest of each kind."""
    played = Played(knock_out(field=4, match=SINGLES))
    played.draw()
    for file in (called(small_plan(), [1]), played.file):
        assert (await hall.register(file)).is_success
    return hall


async def properties(hall: Hall, address: str, lang: str = "en") -> dict[str, str]:
    answer = await hall.client.get(f"{address}?lang={lang}")
    return dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', answer.text))


@pytest.mark.parametrize(("address", "title"), ADDRESSES.items())
async def test_a_public_page_says_what_it_is(halls: Hall, address: str, title: str) -> None:
    found = await properties(halls, address)
    assert title in found["title"]
    assert found["description"]
    assert found["type"] in {"website", "article"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
async def test_it_shows_the_picture_of_its_contest(
    halls: Hall, monkeypatch: pytest.MonkeyPatch, address: str, lang: str
) -> None:
    monkeypatch.setattr(card, "has_fonts", lambda: True)
    contest = "/".join(address.split("/")[:3])
    found = await properties(halls, address, lang)
    assert found["image"] == f"{halls.base}{contest}/card.png?lang={lang}"
    assert (found["image:width"], found["image:height"]) == ("1200", "630")


@pytest.mark.parametrize("address", ADDRESSES)
async def test_without_fonts_it_names_no_picture(
    halls: Hall, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(card, "has_fonts", lambda: False)
    assert "image" not in await properties(halls, address)


async def test_the_final_names_nobody_while_the_semi_finals_are_kept_back(hall: Hall) -> None:
    played = Played(knock_out(field=4, match=SINGLES, playing="none"))
    played.draw()
    played.tell("freeze", stage="draw")
    semis = played.matches()
    for one in semis:
        played.result(one)
    (final,) = played.matches()
    names = [played.now.entrants[one].name for one in both(final)]
    assert (await hall.register(played.file)).is_success
    shown = await properties(hall, f"/contests/matches/matches/draw/{final.id}")
    assert " against " in shown["title"]
    assert not [name for name in names if name in "".join(shown.values())]
    played.tell("thaw", stage="draw")
    thaw = played.commands[-1]
    assert (await hall.give("matches", thaw, await hall.organizer())).is_success
    shown = await properties(hall, f"/contests/matches/matches/draw/{final.id}")
    assert all(name in shown["title"] for name in names)
