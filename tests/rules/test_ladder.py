"""A ladder that is continued is the ranking from scratch, and counts what it skips."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rules import ladder as module
from scoring.rules.ladder import Ladder, Leading, Level, ladder
from scoring.rules.ranking import Link, Ranking, ranked

Row = tuple[int | None, int, int]
NAMES = [f"e{number}" for number in range(40)]
ROWS = st.tuples(st.none() | st.integers(0, 12), st.integers(0, 1), st.integers(0, 1))
TABLES = st.dictionaries(st.sampled_from(NAMES), ROWS, max_size=40)
CHANGES = st.lists(st.tuples(st.sampled_from(NAMES), st.none() | ROWS), max_size=6)
SOME = st.frozensets(st.sampled_from(NAMES), max_size=8)


@pytest.fixture(autouse=True)
def small_flights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FLIGHT", 2)


def links(table: Mapping[str, Row]) -> list[Link[str]]:
    def column(number: int) -> Callable[..., Mapping[str, int | None]]:
        return lambda group: {one: table[one][number] for one in group}

    return [column(number) for number in range(3)]


def check(found: Ladder[str], scratch: Ranking[str]) -> None:
    assert found.ranking == scratch
    places = {one: level.place for level in found.levels() for one in level.group}
    assert places == scratch.places(found.guests)
    listed = [one for group in scratch.groups for one in group]
    for index, one in enumerate(listed):
        level = next(found.levels(index))
        assert level == found.level_of(one)
        assert level.before.listed <= index < level.before.listed + len(level.group)
        level_sharing = [each for each in level.group if each not in found.guests]
        assert found.shared(level) == (len(level_sharing) > 1)
    assert list(found.levels(len(listed))) == []
    assert found.level_of("nobody") is None


def check_competing(found: Ladder[str]) -> None:
    going = [one for group in found.ranking.groups for one in group if found.competes(one)]
    assert found.sums.competing == len(going)
    for spots in range(1, len(going) + 1):
        assert going[spots - 1] in next(found.levels_at(spots)).group
        check_leading(found, next(found.levels_at(spots)), going)
    assert list(found.levels_at(len(going) + 1)) == []
    check_leading(found, None, going)


def check_leading(found: Ladder[str], level: Level[str] | None, going: list[str]) -> None:
    ahead = len(going) if level is None else level.before.competing
    tied = tuple(one for one in going[ahead:] if level and one in level.group)[:1]
    leading = Leading(found, level, tied)
    expected = (*going[:ahead], *tied)
    assert leading == expected
    assert expected == leading
    assert len(leading) == len(expected)
    assert [one for one in NAMES if one in leading] == [one for one in NAMES if one in expected]
    assert leading[-1:] == expected[-1:]


@settings(deadline=None)
@given(table=TABLES, rounds=st.lists(CHANGES, max_size=5), guests=SOME, out=SOME)
def test_continuing_after_changes_is_ranking_from_scratch(
    table: dict[str, Row],
    rounds: list[list[tuple[str, Row | None]]],
    guests: frozenset[str],
    out: frozenset[str],
) -> None:
    now = {one: table[one] for one in NAMES if one in table}
    found = ladder([*now], links(now), guests, out)
    for changes in [[], *rounds]:
        new = {**now, **dict(changes)}
        now = {one: row for one in NAMES if (row := new.get(one)) is not None}
        changed = {one for one, _ in changes}
        position = {one: index for index, one in enumerate(NAMES)}
        entrants = [one for one in now if one in changed]
        found = found.continued(links(now), changed, entrants, position)
        check(found, ranked([*now], links(now)))
        check_competing(found)
        assert dict(found.values) == {one: row[0] for one, row in now.items()}
