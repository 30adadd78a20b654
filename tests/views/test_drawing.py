"""Brackets as drawings: nothing overlaps, ways lead from edge to edge, names stay whole."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec.structs import replace

from scoring.languages import words
from scoring.rules.brackets import Bracket, Playing, single_elimination
from scoring.rules.double_elimination import double_elimination
from scoring.rules.slots import BYE, Round, Seed, Slot, Winner
from scoring.views.drawing import Box, Drawing, DrawnBox, Line, drawing
from scoring.views.drawing_layout import Point
from scoring.views.fitting import broken, fitted, text_width
from scoring.views.round_words import match_words, slot_words
from tests.rules.knock_out import lines

EN, ZH = words("en"), words("zh")
TEMPLATES = Path(__file__).parents[2] / "templates"
LONG = "中铁十二局集团第三工程有限公司工会羽毛球队"
NAMES = (
    "李伟", "欧阳娜娜", "张三/李四", "买买提·吐尔逊江", LONG, "山" * 40, "W" * 40,
    "Kim Astrup / Anders Skaarup Rasmussen", "محمد صلاح",
)  # fmt: skip
FINAL = Round(part="main", number=1, of=1)


def boxes(bracket: Bracket, names: Sequence[str] = NAMES) -> list[Box]:
    """Every match, waiting to be played; whoever stands on a line has a name."""
    matches = {match.id: match for match in bracket.matches}

    def line(slot: Slot) -> Line:
        if isinstance(slot, Seed):
            return Line(text=names[slot.number % len(names)], seed=str(slot.number))
        return Line(text=EN(slot_words(slot, matches)), known=False)

    return [
        Box(
            id=match.id,
            round=match.round,
            number=match.number,
            feeders=(feeder(match.sides[0]), feeder(match.sides[1])),
            heading=EN(match_words(match.round, match.number)),
            lines=(line(match.sides[0]), line(match.sides[1])),
            state="waiting",
            href=f"/matches/{match.id}",
            title=match.id,
        )
        for match in bracket.matches
    ]


def feeder(slot: Slot) -> str | None:
    return slot.match if isinstance(slot, Winner) else None


def final(a: Line, b: Line, **more: str) -> Box:
    box = Box(
        id="main-1-1", round=FINAL, number=1, heading="Final", lines=(a, b), state="ready",
        title="The final",
    )  # fmt: skip
    return replace(box, **more)


def every(shown: Drawing) -> list[DrawnBox]:
    return [one for part in shown.parts for one in part.boxes]


def brackets() -> Iterator[tuple[str, Bracket]]:
    """Of each size a few shapes, for the larger sizes fewer."""
    kinds: tuple[Playing, ...] = ("none", "third", "all")
    for entries in (*range(2, 34), 47, 63, 64, 65, 130):
        for playing in kinds if entries < 34 else ("third",):
            yield f"{entries}-{playing}", single_elimination(lines(entries, "bwf"), playing)
        yield f"{entries}-double", double_elimination(lines(entries))
        yield (
            f"{entries}-consolation",
            single_elimination(lines(entries), "third", "first_match"),
        )


ALL = dict(brackets())


@pytest.mark.parametrize("name", ALL)
def test_nothing_overlaps_and_everything_is_inside(name: str) -> None:
    shown = drawing(boxes(ALL[name]), EN)
    rectangles = [(one.x, one.y, one.w, one.h) for one in every(shown)]
    rectangles += [(one.x, one.y, one.w, one.h) for part in shown.parts for one in part.headings]
    rectangles += [(part.x, part.y, 80, 26) for part in shown.parts if part.title]
    assert len(every(shown)) == len(ALL[name].matches)
    for x, y, w, h in rectangles:
        assert x >= 0 and y >= 0 and x + w <= shown.width and y + h <= shown.height
    columns = sorted(rectangles)
    for a, b in combinations(columns, 2):
        if b[0] >= a[0] + a[2]:
            continue
        assert a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1], (a, b)


@pytest.mark.parametrize("name", ALL)
def test_ways_lead_from_edge_to_edge_and_cross_no_match(name: str) -> None:
    of = boxes(ALL[name])
    shown = drawing(of, EN)
    at = {one.box.id: one for one in every(shown)}
    fed = {(start, one.id) for one in of for start in one.feeders if start is not None}
    assert {(way.start, way.end) for way in shown.ways} == fed
    for way in shown.ways:
        start, end = at[way.start], at[way.end]
        out, into = way.points[0], way.points[-1]
        assert out == Point(start.x + start.w, start.y + shown.form.head + shown.form.row)
        assert into == Point(end.x, end.y + shown.form.head + shown.form.row)
        for leg in pairwise(way.points):
            assert leg[0].x == leg[1].x or leg[0].y == leg[1].y
            assert not [one.box.id for one in at.values() if inside(one, *leg)]


def inside(box: DrawnBox, start: Point, end: Point) -> bool:
    """Whether an upright or level line runs through a box, its edges left out."""
    left, right = sorted((start.x, end.x))
    upper, lower = sorted((start.y, end.y))
    return left < box.x + box.w and right > box.x and upper < box.y + box.h and lower > box.y


@pytest.mark.parametrize("entries", [4, 8, 13, 16, 64])
def test_a_match_is_between_its_feeders_and_level_with_a_single_one(entries: int) -> None:
    shown = drawing(boxes(single_elimination(lines(entries))), EN)
    at = {one.box.id: one.y for one in every(shown)}
    for one in every(shown):
        fed = [at[start] for start in one.box.feeders if start]
        if fed:
            assert one.y == (min(fed) + max(fed)) // 2


def test_byes_leave_no_gap() -> None:
    """33 entrants: one match of the first round, beside the match that it leads to."""
    shown = drawing(boxes(single_elimination(lines(33))), EN)
    sixteen = drawing(boxes(single_elimination(lines(32))), EN)
    assert shown.height == sixteen.height
    first = next(one for one in every(shown) if one.box.round.number == 1)
    second = next(one for one in every(shown) if first.box.id in one.box.feeders)
    assert (first.y, first.x < second.x) == (second.y, True)


def test_third_place_is_under_the_final_and_says_so() -> None:
    shown = drawing(boxes(single_elimination(lines(16), "third")), ZH)
    main, third = shown.parts
    last = main.boxes[-1]
    assert (third.boxes[0].x, third.boxes[0].y > last.y) == (last.x, True)
    assert [one.text for one in third.headings] == ["三四名决赛"]
    names = ["16强赛", "四分之一决赛", "半决赛", "决赛"]
    assert [one.text for one in main.headings] == names


def test_places_played_out_are_parts_of_their_own_each_with_its_last_matches() -> None:
    shown = drawing(boxes(single_elimination(lines(8), "all")), EN)
    assert [[one.text for one in part.headings] for part in shown.parts] == [
        ["Quarter-final", "Semi-final", "Final"],
        ["Third place"],
        ["Places 5–8", "Places 5–6"],
        ["Places 7–8"],
    ]
    assert shown.parts[3].boxes[0].x == shown.parts[2].boxes[-1].x


def test_a_grand_final_is_right_of_both_parts_and_between_them() -> None:
    shown = drawing(boxes(double_elimination(lines(12))), EN)
    upper, lower, grand = shown.parts
    assert [part.title for part in shown.parts] == ["Winners' part", "Losers' part", ""]
    assert [one.text for one in upper.headings] == ["Round 1", "Round 2", "Round 3", "Final"]
    assert [one.text for one in grand.headings] == ["Grand final", "Deciding grand final"]
    first, again = grand.boxes
    assert first.x > max(one.x + one.w for one in (*upper.boxes, *lower.boxes))
    assert upper.boxes[-1].y < first.y == again.y < lower.boxes[-1].y


def test_some_rounds_can_be_drawn_alone() -> None:
    """As for a wall: no way comes from a match that is not shown; one part needs no title."""
    late = [one for one in boxes(single_elimination(lines(64))) if one.round.number > 3]
    shown = drawing(late, EN)
    assert [one.text for one in shown.parts[0].headings] == [
        "Quarter-final", "Semi-final", "Final",
    ]  # fmt: skip
    assert len(shown.ways) == 6
    losers = [one for one in boxes(double_elimination(lines(8))) if one.round.part == "losers"]
    (part,) = drawing(losers, EN).parts
    assert (part.title, part.headings[0].text) == ("", "Losers' round 1")
    grand = [one for one in boxes(double_elimination(lines(8))) if one.round.part == "grand_final"]
    assert [one.y for one in every(drawing(grand, EN))] == [46, 46]
    assert (drawing([], EN).parts, drawing([], EN).ways) == ((), ())


def test_single_matches_for_places_need_a_part_to_stand_beside() -> None:
    third = [
        one for one in boxes(single_elimination(lines(8), "third")) if one.round.part == "places"
    ]
    (part,) = drawing(third, EN).parts
    assert [one.text for one in part.headings] == ["Third place"]


def test_a_fixed_draw_with_more_byes_than_entrants() -> None:
    taken = (Seed(1), BYE, BYE, BYE, Seed(4), BYE, Seed(3), Seed(2))
    shown = drawing(boxes(single_elimination(taken, "all")), EN)
    assert [part.id for part in shown.parts] == ["main-1"]
    assert [one.text for one in shown.parts[0].headings] == [
        "Quarter-final", "Semi-final", "Final",
    ]  # fmt: skip


# Text


@given(st.text(min_size=1, max_size=60), st.integers(40, 300))
def test_a_text_is_never_cut(text: str, room: int) -> None:
    set_ = fitted(text, room, (15, 14, 13), (13, 12, 11), bold=True)
    assert re.sub(r"\s", "", "".join(set_.lines)) == re.sub(r"\s", "", text)
    assert len(set_.lines) <= 2
    if set_.squeezed is None:
        assert all(text_width(line, set_.size, bold=True) <= room for line in set_.lines)
    else:
        assert (set_.squeezed, set_.size) == (room, 11)


@pytest.mark.parametrize("name", [*NAMES, "李伟" * 20, "Bo " * 13])
def test_names_of_2_to_40_characters_find_room(name: str) -> None:
    shown = drawing([final(Line(text=name, scores=("21", "19", "21")), Line(text="李伟"))], EN, 3)
    line = every(shown)[0].lines[0]
    form = shown.form
    assert "".join(one.text for one in line.rows).replace(" ", "") == name.replace(" ", "")
    room = form.score_xs[0] - 18 - form.name_x
    for one in line.rows:
        if line.squeezed is None:
            assert text_width(one.text, line.size, bold=True) <= room
    assert line.squeezed is None or (line.squeezed <= room and name == "W" * 40)
    assert all(form.head < one.y < form.head + form.row for one in line.rows)
    assert form.width <= 400


@pytest.mark.parametrize(
    "name", ["李伟", "欧阳娜娜", "买买提·吐尔逊江", "P. V. Sindhu", "An Se-young"]
)
def test_names_of_usual_length_stand_in_one_line_of_the_usual_size(name: str) -> None:
    shown = drawing([final(Line(text=name, scores=("21", "19", "21")), Line(text="李伟"))], EN, 3)
    line = every(shown)[0].lines[0]
    assert (len(line.rows), line.size) == (1, 15)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("欧阳娜娜/司马相如", ("欧阳娜娜/", "司马相如")),
        ("买买提·吐尔逊江", ("买买提·", "吐尔逊江")),
        (
            "Kim Astrup / Anders Skaarup Rasmussen",
            ("Kim Astrup /", "Anders Skaarup Rasmussen"),
        ),
        (LONG, ("中铁十二局集团第三工", "程有限公司工会羽毛球队")),
        ("黄河村（老年组）代表队", ("黄河村", "（老年组）代表队")),
        ("Wolverhampton", ("Wolverhampton",)),
        ("山 ", ("山 ",)),
    ],
)
def test_two_lines_break_between_names_before_words_before_letters(
    name: str, expected: tuple[str, ...]
) -> None:
    assert broken(name) == expected


def test_marks_take_no_room_and_stay_with_their_letter() -> None:
    assert text_width("e\u0301", 100) == text_width("e", 100)
    assert all(
        not line.startswith("\u0301") for line in broken("山e\u0301山e\u0301山e\u0301山e\u0301")
    )


# States


@pytest.mark.parametrize(
    ("state", "word", "shape"),
    [
        ("live", "进行中", "dot"), ("called", "已检录", "triangle"), ("over", "待确认", "diamond"),
        ("passed", "轮空", "dash"), ("not_needed", "未赛", "dash"),
    ],
)  # fmt: skip
def test_a_state_is_told_by_word_and_shape(state: str, word: str, shape: str) -> None:
    heading = "1/4决赛第2场 · 第一体育馆2号场 14:30"
    shown = drawing([final(Line(text="a"), Line(text="b"), state=state, heading=heading)], ZH)
    (one,) = every(shown)
    assert one.mark and (one.mark.word, one.mark.shape) == (word, shape)
    (text,) = one.heading.lines
    wide = one.heading.squeezed or text_width(text, one.heading.size)
    assert shown.form.edge + wide < one.mark.x
    assert one.mark.x + one.mark.width < one.w


@pytest.mark.parametrize("state", ["waiting", "ready", "confirmed"])
def test_what_is_to_come_or_confirmed_needs_no_word(state: str) -> None:
    (one,) = every(drawing([final(Line(text="a"), Line(text="b"), state=state)], EN))
    assert one.mark is None


def test_a_way_is_gone_once_its_match_is_confirmed_and_then_drawn_last() -> None:
    of = boxes(single_elimination(lines(4)))
    shown = drawing([replace(of[0], state="confirmed"), *of[1:]], EN)
    assert [(way.start, way.gone) for way in shown.ways] == [
        ("main-1-2", False), ("main-1-1", True),
    ]  # fmt: skip


def test_no_box_changes_its_width_when_another_game_begins() -> None:
    def width(*scores: str) -> int:
        return drawing([final(Line(text="a", scores=scores), Line(text="b"))], EN, 3).form.width

    assert width() == width("21") == width("21", "19", "21")
    assert width("21", "19", "21", "9") > width("21")


# The page


def page(shown: Drawing, room: str = "pan") -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    source = "{% import 'partials/bracket.html' as b %}{{ b.bracket(shown, label, room=room) }}"
    return environment.from_string(source).render(shown=shown, label="Men's singles", room=room)


def test_names_are_data_and_never_markup() -> None:
    evil = '<script>alert("1")</script>&'
    text = page(
        drawing(
            [final(Line(text=evil, seed=evil, scores=(evil,)), Line(text="b"), heading=evil,
                   title=evil, href=f"/{evil}", span=evil)],
            EN,
        )
    )  # fmt: skip
    assert "<script" not in text
    svg = ET.fromstring(text)  # noqa: S314 - written by the test
    assert evil in {one.text for one in svg.iter("title")}
    assert [one.get("href") for one in svg.iter("a")] == [f"/{evil}"]


def test_each_match_is_a_link_with_a_title_and_real_text() -> None:
    of = boxes(single_elimination(lines(8), "third"))
    svg = ET.fromstring(page(drawing(of, EN)))  # noqa: S314 - written by the test
    assert [one.get("href") for one in svg.iter("a")] == [one.href for one in of]
    assert [one.text for one in svg.iter("title")] == [one.title for one in of]
    ids = [one.get("id") for one in svg.iter() if one.get("id")]
    assert len(set(ids)) == len(ids)
    assert "bracket-main-1-1" in ids
    shown = {"".join(one.itertext()) for one in svg.iter("text")}
    assert {line.text.replace(" ", "") for one in of for line in one.lines} <= {
        text.replace(" ", "") for text in shown
    }


def test_a_bracket_scrolls_in_itself_or_fits() -> None:
    shown = drawing(boxes(single_elimination(lines(4))), EN)
    panned, fit = (
        ET.fromstring(page(shown, room))  # noqa: S314 - written by the test
        for room in ("pan", "fit")
    )
    assert (panned.get("class"), panned.get("role"), panned.get("tabindex")) == (
        "bracket pan", "group", "0",
    )  # fmt: skip
    assert (fit.get("class"), fit.get("tabindex")) == ("bracket fit", None)
    assert fit[0].get("viewBox") == f"0 0 {shown.width} {shown.height}"


def test_the_sides_of_a_live_match() -> None:
    a = Line(text="李伟", seed="1", scores=("21", "11"), serving=True)
    b = Line(text="王秀英", scores=("19", "9"))
    svg = page(drawing([final(a, b, state="live")], ZH, 3))
    assert 'class="match live"' in svg
    assert svg.count('class="serving"') == 1
    assert re.findall(r'class="score([ a-z]*)"[^>]*>(\d+)<', svg) == [
        ("", "21"), (" running", "11"), ("", "19"), (" running", "9"),
    ]  # fmt: skip


def test_who_won_and_who_lost_is_told_apart_by_more_than_colour() -> None:
    svg = page(drawing([final(Line(text="a", won=True), Line(text="b", won=False))], EN))
    assert re.findall(r'class="side([ a-z]*)"', svg) == [" won", " lost"]
    assert svg.count('class="arrow"') == 1


def test_ways_are_rounded_but_end_where_their_points_do() -> None:
    shown = drawing(boxes(single_elimination(lines(8))), EN)
    for way in shown.ways:
        start, end = way.points[0], way.points[-1]
        assert way.d.startswith(f"M{start.x} {start.y}L")
        assert way.d.endswith(f"L{end.x} {end.y}")
        assert way.d.count("Q") == len(way.points) - 2
