"""A public page that somebody sends on says what it is: Open Graph."""

import re

import pytest

from tests.contests import called, small_plan
from tests.played import SINGLES, Played, knock_out
from tests.web.hall import Hall


@pytest.fixture
async def both(hall: Hall) -> Hall:
    """A contest of each kind."""
    played = Played(knock_out(field=4, match=SINGLES))
    played.draw()
    for file in (called(small_plan(), [1]), played.file):
        assert (await hall.register(file)).is_success
    return hall


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/contests/small", "Small song contest"),
        ("/contests/small/entrants/e1", "No. 1 歌手1"),
        ("/contests/small/results", "The results of Small song contest"),
        ("/contests/matches", "Badminton men&#39;s doubles"),
        ("/contests/matches/entrants/p1", "No. 1 黄佳怡"),
        ("/contests/matches/matches/draw/main-1-1", " against "),
        ("/contests/matches/results", "The results of Badminton men&#39;s doubles"),
    ],
)
async def test_a_public_page_says_what_it_is(both: Hall, address: str, title: str) -> None:
    page = (await both.client.get(f"{address}?lang=en")).text
    found = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))
    assert title in found["title"]
    assert found["description"]
    assert found["type"] in {"website", "article"}
