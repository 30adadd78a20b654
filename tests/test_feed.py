"""The feed: whoever has one version and gets patches has, letter for letter, the newest."""

import json
from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring.contest.commands import (
    Call,
    ClosePerformance,
    CloseStage,
    Command,
    Disqualify,
    RecordNoShow,
    Register,
    ReopenPerformance,
    Withdraw,
)
from scoring.contest.decide import decide
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.state import Contest
from scoring.feed import Patch, difference, patched, tag
from scoring.languages import words
from scoring.live import Drawing, Frame, Message
from scoring.views.board import board_screen
from scoring.web.lined import lined
from scoring.web.rendering import drawn
from tests.contests import STAGE, entrant_id, marking, small_plan
from tests.deciding import fresh

Step: TypeAlias = tuple[int, int, int]
"""A singer, what happens to them, and a mark."""
SINGERS = 5
PLAN = small_plan(SINGERS, judges=3)
STEPS = st.lists(
    st.tuples(st.integers(1, SINGERS), st.integers(0, 11), st.integers(0, 4)), max_size=10
)


def commands(step: Step) -> list[Command]:
    """What a step asks for; much of it is refused, as in a hall."""
    singer, what, mark = step
    entrant = entrant_id(singer)
    call = Call(id=fresh(), stage=STAGE, entrant=entrant)
    marks = [marking(fresh(), singer, seat, f"9{mark}.00") for seat in ("J1", "J2", "J3")]
    close = ClosePerformance(id=fresh(), stage=STAGE, entrant=entrant)
    match what:
        case 0 | 1 | 2 | 3 | 4:
            return [call, *marks, close]
        case 5:
            return [call]
        case 6:
            return [marks[mark % 3]]
        case 7:
            return [ReopenPerformance(id=fresh(), stage=STAGE, entrant=entrant, reason="again")]
        case 8:
            return [Withdraw(id=fresh(), entrant=entrant, reason="ill")]
        case 9:
            return [RecordNoShow(id=fresh(), stage=STAGE, entrant=entrant)]
        case 10:
            return [Disqualify(id=fresh(), stage=STAGE, entrant=entrant, reason="rule 4")]
        case _:
            return [CloseStage(id=fresh(), stage=STAGE)]


def versions(steps: Sequence[Step]) -> list[Contest]:
    """The contest at each version of its public board."""
    contest = None
    found: list[Contest] = []
    asked = (one for step in steps for one in commands(step))
    for one in (Register(id=fresh(), plan=PLAN), *asked):
        decision = decide(contest, one)
        for event in () if isinstance(decision, Rejected) else decision:
            contest = evolve(contest, event)
        if contest is not None and (not found or found[-1].version != contest.version):
            found.append(contest)
    return found


def as_html(contest: Contest) -> str:
    return drawn("partials/board.html", "zh", screen=board_screen(contest, words("zh")))


def as_json(contest: Contest) -> str:
    return lined(board_screen(contest, words("en")))


def frames(texts: Sequence[tuple[int, str]]) -> list[Frame]:
    """Each drawn after the one before, as in a running hall."""
    found: list[Frame] = []
    for version, text in texts:
        before = found[-1] if found else None
        found.append(Frame("board", Drawing(version, text), before))
    return found


class Screen:
    """Somebody who watches, as docs/feed.md says how."""

    def __init__(self) -> None:
        self.tag, self.text = "", ""
        self.bytes = 0

    def take(self, message: Message) -> None:
        self.bytes += len(message.plain)
        lines = message.plain.decode().removesuffix("\n\n").split("\n")
        event, new_tag = lines[0].removeprefix("event: "), lines[1].removeprefix("id: ")
        data = "\n".join(line.removeprefix("data: ") for line in lines[2:])
        if event == "patch":
            patch = json.loads(data)
            assert (patch["from"], patch["to"]) == (self.tag, new_tag)
            self.text = "\n".join(patched(self.text.split("\n"), patch["lines"]))
        else:
            self.text = data
        self.tag = new_tag


def check(found: Sequence[Frame]) -> None:
    """From every version, whoever joined there, straight to every later one and step by step."""
    follower = Screen()
    for newest, frame in enumerate(found):
        follower.take(frame.after(follower.tag or None))
        assert (follower.tag, follower.text) == (frame.tag, frame.text)
        for joined in found[:newest]:
            woken = Screen()
            woken.tag, woken.text = joined.tag, joined.text
            if frame.tag != woken.tag:
                woken.take(frame.after(woken.tag))
            assert (woken.tag, woken.text) == (frame.tag, frame.text)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("draw", [as_html, as_json])
@settings(max_examples=1000, deadline=None)
@given(steps=STEPS)
def test_a_board_followed_by_patches_is_the_board(
    draw: Callable[[Contest], str], steps: list[Step]
) -> None:
    check(frames([(one.version, draw(one)) for one in versions(steps)]))


LINES = st.lists(
    st.sampled_from(["", "a", "b", "<li>", "</li>", "0", "1", "2", "9", "10", "07", "999999999"])
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(LINES.map("\n".join), min_size=1, max_size=7))
def test_whatever_is_drawn_can_be_followed(texts: list[str]) -> None:
    check(frames(list(enumerate(texts))))


@given(st.lists(st.text()), st.lists(st.text()))
@example(["7"], ["07"])
@example(["٣"], ["٤"])
@example(["999999999"], ["1000000000"])
@example(["1", "a", "5"], ["3", "a", "6"])
def test_a_difference_leads_from_any_lines_to_any_others(old: list[str], new: list[str]) -> None:
    parts = msgspec.json.decode(
        msgspec.json.encode(Patch("1", "2", difference(old, new))), type=Patch
    ).lines
    assert patched(old, parts) == new


def test_somebody_new_in_the_middle_travels_alone() -> None:
    """Hundreds of places go on by one; they do so in one part of the patch."""
    old = [line for place in range(1, 501) for line in (f"<li id=r-{place}>", str(place), "</li>")]
    new = [*old[:300], "<li id=r-new>", "101", "</li>"]
    for place in range(101, 501):
        new += (f"<li id=r-{place}>", str(place + 1), "</li>")
    parts = difference(old, new)
    assert patched(old, parts) == new
    assert len(msgspec.json.encode(parts)) < 80


def test_a_row_that_moves_does_not_travel_again() -> None:
    old = [f"row {name}" for name in "abcdefgh"]
    new = [f"row {name}" for name in "abfcdegh"]
    assert difference(old, new) == ((0, 2), (5, 1), (2, 3), (6, 2))


def test_a_patch_is_never_longer_than_the_whole() -> None:
    first = Frame("pulse", Drawing(1, "1"))
    second = Frame("pulse", Drawing(2, "2"), first)
    assert second.after(first.tag) is second.whole


def test_whoever_is_too_far_behind_gets_the_whole() -> None:
    found = frames([(number, f"{'x' * 500}\n{'y' * 500} {number}") for number in range(40)])
    newest = found[-1]
    known = [frame.tag for frame in found if newest.after(frame.tag) is not newest.whole]
    assert known == [frame.tag for frame in found[-17:-1]]
    assert newest.after("39-00000000") is newest.whole
    assert newest.after("") is newest.whole


def test_a_tag_tells_texts_of_one_version_apart() -> None:
    assert tag(3, "a") != tag(3, "b")
    assert tag(3, "中") == "3-d5d15a8b"
