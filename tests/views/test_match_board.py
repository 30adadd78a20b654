"""What the audience sees of matches: lists, tables, brackets, single matches, the wall."""

import msgspec
import pytest

from scoring.contest.ids import EntrantId, StageId
from scoring.languages import words
from scoring.rules.outcomes import Score
from scoring.views.drawing import Box
from scoring.views.match import MatchScreen, match_screen
from scoring.views.match_board import MatchBoardScreen, match_board_screen
from scoring.views.match_bracket import on_walls
from scoring.views.match_entrant import entrants_matches, match_entrant_screen
from scoring.views.match_wall import match_wall_screen
from tests.played import (
    SINGLES,
    Played,
    basketball,
    both,
    groups_then_knock_out,
    knock_out,
    swiss,
    team_event,
    team_groups,
)

ENGLISH = words("en")


def board(of: Played, stage: str = "") -> MatchBoardScreen:
    return match_board_screen(of.now, StageId(stage), ENGLISH)


def page(of: Played, match: str, place: int = 0) -> MatchScreen:
    return match_screen(of.now, (of.stage(place).id, match), ENGLISH)


def first_round(shown: MatchBoardScreen) -> list[Box]:
    return [box for box in shown.bracket if box.round.part == "main" and box.round.number == 1]


def drawn(made: Played) -> Played:
    made.draw()
    return made


def test_before_the_draw_everybody_entered_is_listed_the_seeds_first() -> None:
    of = Played(knock_out(11))
    shown = board(of)
    assert shown.head.phase == "before"
    assert (shown.bracket, shown.rounds, shown.draw.state) == ((), (), "none")
    assert [row.card.number for row in shown.draw.field] == list(range(1, 12))


def test_what_is_on_court_comes_in_the_order_of_the_courts_with_its_score() -> None:
    of = drawn(Played(knock_out(16)))
    first, second, third = of.matches()[:3]
    of.call(first, "court-3")
    of.call(second, "court-1")
    of.rallies(second, 30)
    shown = board(of).on_court
    assert [row.card.court for row in shown] == ["Court 1", "Court 3"]
    live, called = shown
    assert live.card.phase == "live"
    assert live.scores == (*live.card.games, live.card.live)
    assert sum(map(sum, live.scores)) == 30
    assert called.scores == ()
    assert third.id not in {row.card.id for row in shown}


def test_a_live_score_is_in_no_table_and_decides_nothing() -> None:
    of = drawn(Played(groups_then_knock_out()))
    one = of.matches()[0]
    of.call(one)
    of.rallies(one, 500)
    assert board(of).on_court[0].card.phase == "over"
    assert {row.played for table in board(of).tables for row in table.rows} == {0}
    of.confirm(one)
    assert sum(row.played for table in board(of).tables for row in table.rows) == 2


def test_tables_tell_what_the_rule_book_compares_and_who_goes_on() -> None:
    of = drawn(Played(groups_then_knock_out()))
    before = board(of).tables[0]
    assert {row.place for row in before.rows} == {None}
    assert {row.fate for row in before.rows} == {None}
    assert before.line == 2
    of.play_all()
    shown = board(of)
    assert [table.name for table in shown.tables] == ["Group A", "Group B", "Group C", "Group D"]
    table = shown.tables[0]
    assert table.columns == ("Games", "Difference")
    assert table.points_name == ""
    assert [row.place for row in table.rows] == [1, 2, 3, 4]
    assert [row.fate for row in table.rows] == ["qualifying", "qualifying", None, None]
    assert all(row.won + row.lost == row.played == 3 for row in table.rows)
    assert [len(one.rows) for one in table.rounds] == [2, 2, 2]
    of.close()
    assert board(of, "groups").tables[0].rows[0].fate == "advancing"
    assert board(of, "groups").routes[0].recorded


def test_the_next_stage_shows_places_until_their_names_are_known() -> None:
    of = drawn(Played(groups_then_knock_out()))
    assert board(of).head.stage == "groups"
    later = board(of, "finals")
    assert {line.known for box in later.bracket for line in box.lines} == {False}
    assert "1st of group A" in {line.text for box in later.bracket for line in box.lines}
    of.play_all()
    of.close()
    now = board(of)
    assert now.head.stage == "finals"
    first = first_round(now)
    assert all(line.known for box in first for line in box.lines)
    assert {line.seed[1] for box in first for line in box.lines} == {"1", "2"}


def test_byes_leave_no_box_and_slots_are_named_by_where_they_come_from() -> None:
    of = drawn(Played(knock_out(11)))
    shown = board(of)
    assert len(first_round(shown)) == 3
    assert shown.head.total == len(shown.bracket) == 11
    open_ = {line.text for box in shown.bracket for line in box.lines if not line.known}
    assert "Winner of QF 1" in open_
    assert "Loser of SF 1" in open_
    fed = {box.id: set(filter(None, box.feeders)) for box in shown.bracket}
    assert fed["main-4-1"] == {"main-3-1", "main-3-2"}
    assert fed["places_3-1-1"] == set(), "whoever lost comes there, not whoever won"


def test_a_result_moves_the_winner_on_in_the_drawing() -> None:
    of = drawn(Played(knock_out(8)))
    one = of.matches()[0]
    of.result(one, lean=1)
    boxes = {box.id: box for box in board(of).bracket}
    box = boxes[one.id]
    won = next(line for line in box.lines if line.won)
    assert box.state == "confirmed"
    assert won.scores == ("21", "21")
    assert won.text in {line.text for line in boxes["main-2-1"].lines}
    assert box.href == f"/contests/matches/matches/draw/{one.id}"
    assert won.text in box.title


def test_places_that_are_certain_are_listed_with_their_span() -> None:
    of = drawn(Played(knock_out(8)))
    assert board(of).places == ()
    of.play_all()
    places = board(of).places
    assert [(row.best, row.worst) for row in places] == [
        (1, 1), (2, 2), (3, 3), (4, 4), (5, 8), (5, 8), (5, 8), (5, 8),
    ]  # fmt: skip


def test_a_swiss_table_has_its_tie_breaks_and_byes_by_round() -> None:
    of = Played(swiss(7, 3))
    assert board(of).tables[0].rows[0].place is None
    for _ in range(2):
        of.tell("pair_round", stage="swiss")
        of.play_all()
    shown = board(of)
    (table,) = shown.tables
    assert table.columns == ("Buchholz without the lowest", "Buchholz")
    assert sorted(int(row.points) for row in table.rows) == [0, 2, 2, 2, 2, 4, 4]
    assert [len(one.rows) for one in shown.rounds] == [3, 3]
    assert all(one.bye for one in shown.rounds)


def test_the_order_of_play_lists_what_is_still_to_come_by_time() -> None:
    of = drawn(Played(knock_out(8)))
    of.schedule()
    shown = board(of)
    assert [slot.time for slot in shown.timetable] == ["09:00", "09:40"]
    assert shown.upcoming[0].card.start == "2024-11-02T09:00"
    of.call(of.matches()[0])
    assert len(board(of).timetable[0].rows) == 3


NOVEMBER = [f"2024-11-0{day}T09:00" for day in (2, 2, 9, 9)]


@pytest.mark.parametrize(
    ("date", "starts", "english", "chinese"),
    [
        (None, NOVEMBER[:2], "09:00", "09:00"),
        ("2024-11-02", NOVEMBER[:2], "09:00", "09:00"),
        ("2024-10-26", NOVEMBER[:2], "2 Nov 09:00", "11月2日 09:00"),
        ("2024-11-02", NOVEMBER, "2 Nov 09:00", "11月2日 09:00"),
        (None, NOVEMBER, "2 Nov 09:00", "11月2日 09:00"),
    ],
    ids=["one day", "the contest's day", "another day", "several days", "no day of the contest"],
)
def test_a_time_comes_with_its_day_unless_there_is_only_one(
    date: str | None, starts: list[str], english: str, chinese: str
) -> None:
    of = drawn(Played(msgspec.structs.replace(knock_out(8), date=date)))
    slated = [
        {"match": one.id, "court": "court-1", "start": start}
        for one, start in zip(of.matches(), starts, strict=False)
    ]
    of.tell("schedule", stage=of.stage(0).id, matches=slated)
    first = of.matches()[0].id
    for language, told in (("en", english), ("zh", chinese)):
        shown = match_board_screen(of.now, StageId(""), words(language))
        lines = {row.card.id: row.card.when for one in shown.rounds for row in one.rows}
        assert lines[first] == told
        headings = {box.id: box.heading for box in shown.bracket}
        assert f" · {told} · " in headings[first]


def test_a_retired_match_shows_the_published_and_the_true_score() -> None:
    of = drawn(Played(knock_out(8, SINGLES)))
    one = of.matches()[0]
    of.call(one)
    for winner in "aaaaaaabbbbb":
        of.rallies(one, 0)
        of.tap(one, {"type": "rally", "winner": winner})
    of.tap(one, {"type": "stop", "outcome": {"type": "conceded", "by": "a", "how": "retired"}})
    assert page(of, one.id).row.card.phase == "over"
    of.confirm(one)
    shown = page(of, one.id)
    assert shown.row.card.note == "retired"
    assert shown.row.scores == (Score(7, 21), Score(0, 21))
    assert shown.true_games == (Score(7, 5),)
    assert shown.next is not None and shown.next.name == "SF 1"


def test_a_walkover_was_never_played() -> None:
    of = drawn(Played(knock_out(8, SINGLES)))
    one = of.matches()[0]
    stop = {"type": "stop", "outcome": {"type": "conceded", "by": "b", "how": "walkover"}}
    of.tell("enter_result", stage="draw", match=one.id, result=[stop])
    shown = page(of, one.id)
    assert shown.row.card.note == "walkover"
    assert (shown.true_games, shown.graphs) == ((), ())


def test_the_graph_has_a_bar_for_every_point_of_every_game() -> None:
    of = drawn(Played(knock_out(8, SINGLES)))
    one = of.matches()[0]
    of.call(one)
    of.rallies(one, 60)
    shown = page(of, one.id)
    assert sum(len(graph.bars) for graph in shown.graphs) == 60
    first, second = shown.graphs
    assert first.score == shown.row.card.games[0]
    assert (second.score, second.live) == (shown.row.card.live, True)
    last = first.bars[-1]
    assert last.leader == first.score.leader() == last.scored
    for graph in shown.graphs:
        assert all(bar.y >= 0 and bar.y + bar.h <= graph.height for bar in graph.bars)
        assert all(bar.x < graph.width for bar in graph.bars)
    assert {mark.kind for mark in first.rules} == {"interval"}


def test_an_undone_rally_leaves_the_graph() -> None:
    of = drawn(Played(knock_out(8, SINGLES)))
    one = of.matches()[0]
    of.call(one)
    of.rallies(one, 5)
    of.tap(one, {"type": "undo"})
    assert len(page(of, one.id).graphs[0].bars) == 4


def test_cards_and_intervals_are_told_with_the_score_they_came_at() -> None:
    of = drawn(Played(knock_out(8)))
    one = of.matches()[0]
    of.call(one)
    of.rallies(one, 3)
    of.tap(one, {"type": "card", "side": "a", "card": "yellow", "player": "2"})
    of.rallies(one, 20)
    card, interval = page(of, one.id).moments
    second = of.now.entrants[both(one)[0]].members[1].name
    assert (card.kind, card.text, card.side) == ("card", f"Yellow card {second}", "a")
    assert card.score is not None and sum(card.score) == 3
    assert interval.kind == "interval"
    assert interval.score is not None and max(interval.score) == 11


def test_quarters_fouls_and_scorers_of_basketball() -> None:
    of = Played(basketball())
    one = of.matches()[0]
    of.call(one)
    of.tap(one, {"type": "begin"})
    for side, points, player in (("a", 2, "4"), ("a", 3, "4"), ("b", 2, "5"), ("a", 1, "6")):
        of.tap(one, {"type": "goal", "side": side, "points": points, "player": player})
    of.tap(one, {"type": "period_over"})
    for _ in range(5):
        of.tap(one, {"type": "foul", "side": "b", "player": "5"})
    shown = page(of, one.id)
    assert [(part.name, part.score, part.live) for part in shown.parts] == [
        ("Quarter 1", Score(6, 2), False),
        ("Quarter 2", Score(0, 0), True),
    ]
    assert shown.fouls is not None
    assert (shown.fouls.count, shown.fouls.penalised) == (Score(0, 5), ("b",))
    best = shown.players[0]
    assert (best.side, best.points, best.name.split()[0]) == ("a", 5, "4")
    assert [line.out for line in shown.players if line.side == "b"] == [True]
    assert len(shown.graphs[0].bars) == 4
    assert shown.row.scores == (Score(6, 2),)
    assert shown.moments == (), "baskets are too many to be told one by one"


def test_nobody_is_named_for_a_rubber_before_the_lineups_are_revealed() -> None:
    of = drawn(Played(team_event()))
    one = of.matches()[0]
    of.call(one)
    before = msgspec.json.encode((page(of, one.id), board(of)))
    of.lineups(one)
    assert page(of, one.id).lineups == "secret"
    after = msgspec.json.encode((page(of, one.id), board(of)))
    assert after == before
    of.tell("reveal_lineups", stage="teams", match=one.id)
    shown = page(of, one.id)
    assert shown.lineups == "revealed"
    assert [len(rubber.row.a) for rubber in shown.rubbers] == [1, 1, 2, 2, 2]


def test_rubbers_after_the_decision_are_not_played_and_are_no_0_0() -> None:
    of = drawn(Played(team_event()))
    one = of.matches()[0]
    of.play_tie(one)
    shown = page(of, one.id)
    assert shown.row.card.phase == "confirmed"
    assert max(shown.row.card.score or ()) == 3
    dead = [rubber.row for rubber in shown.rubbers if rubber.row.phase == "not_needed"]
    assert dead
    assert all(row.scores == () and row.won is None for row in dead)


def test_of_a_tie_on_court_the_rubber_in_play_is_shown() -> None:
    of = drawn(Played(team_groups()))
    one = of.matches()[0]
    of.call(one)
    of.lineups(one)
    of.tell("reveal_lineups", stage="teams", match=one.id)
    assert board(of).on_court[0].rubber is None
    of.rallies(one, 7, rubber=2)
    rubber = board(of).on_court[0].rubber
    assert rubber is not None
    assert (rubber.id, sum(rubber.scores[-1])) == ("WS", 7)
    assert rubber.serving is not None


def test_an_entrants_page_tells_the_next_match_the_place_and_why() -> None:
    of = drawn(Played(groups_then_knock_out()))
    of.schedule()
    one = of.matches()[0]
    me = both(one)[0]
    shown = match_entrant_screen(of.now, me, ENGLISH)
    assert shown.next is not None and shown.next.card.id == one.id
    assert shown.next.card.court
    assert shown.stages[0].place is None
    of.play_all()
    of.close()
    shown = match_entrant_screen(of.now, me, ENGLISH)
    assert [stage.stage for stage in shown.stages][-1] == "groups"
    group = shown.stages[-1]
    assert group.place is not None
    assert len(group.matches) == 3
    assert len([line for line in group.why if line.startswith(("Beat", "Lost"))]) == 3


def test_rallies_of_others_leave_an_entrants_page_alone() -> None:
    of = drawn(Played(knock_out(8)))
    one = of.matches()[0]
    me = both(one)[0]
    assert entrants_matches(of.now, me) == set()
    of.call(one)
    assert entrants_matches(of.now, me) == {("draw", one.id)}


@pytest.mark.parametrize(("field", "pages"), [(8, 1), (16, 1), (32, 3), (64, 5)])
def test_a_bracket_on_the_wall_has_at_most_eight_matches_below_each_other(
    field: int, pages: int
) -> None:
    of = drawn(Played(knock_out(field, SINGLES, "none")))
    found = on_walls(board(of).bracket)
    assert len(found) == pages
    for drawn_page in found:
        rounds = [box.round.number for box in drawn_page]
        assert max(rounds.count(number) for number in rounds) <= 8
    assert {box.id for one in found for box in one} == {box.id for box in board(of).bracket}


def test_the_wall_drops_rounds_that_are_over_and_shows_every_court_in_use() -> None:
    of = drawn(Played(knock_out(16)))
    of.schedule()
    for one in of.matches():
        of.result(one, lean=1)
    of.call(of.matches()[0], "court-2")
    wall = match_wall_screen(of.now, StageId(""), ENGLISH)
    assert wall.playing
    assert wall.pages[0].show == "courts"
    court = next(one for one in wall.pages[0].courts if one.id == "court-2")
    assert court.now is not None and court.now.card.phase == "called"
    bracket = next(one for one in wall.pages if one.show == "bracket")
    assert min(box.round.number for box in bracket.bracket if box.round.part == "main") == 2


def test_a_long_table_is_cut_into_pages_for_the_wall() -> None:
    of = Played(swiss(30, 3))
    of.tell("pair_round", stage="swiss")
    wall = match_wall_screen(of.now, StageId(""), ENGLISH)
    parts = [one for one in wall.pages if one.show == "tables"]
    assert [len(one.tables[0].rows) for one in parts] == [10, 10, 10]
    assert [one.first for one in parts] == [0, 10, 20]


def test_everything_of_everybody_is_there_in_both_languages() -> None:
    of = drawn(Played(groups_then_knock_out()))
    of.play_all()
    for language in ("zh", "en"):
        for entrant in of.now.entrants:
            shown = match_entrant_screen(of.now, EntrantId(entrant), words(language))
            assert shown.stages
