"""The public board of a contest of matches: what is on court, then tables or bracket, results."""

from msgspec import Struct

from scoring.contest.encounters import InGroup
from scoring.contest.formats import DoubleElimination, Groups, KnockOut
from scoring.contest.ids import StageId
from scoring.contest.match_outlook import Look, match_outlook
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedRank, PlayedStandings, played_standings
from scoring.views.board import StageTab
from scoring.views.drawing import Box
from scoring.views.head import Card, card
from scoring.views.match_bracket import boxes, most_games
from scoring.views.match_draw import DrawShown, draw_shown
from scoring.views.match_head import MatchHead, match_head, stage_in_play
from scoring.views.match_rows import (
    Matches,
    MatchRow,
    RoundRows,
    TimeRows,
    latest,
    matches_of,
    on_court,
    rounds_of,
    timetable,
    upcoming,
)
from scoring.views.match_tables import (
    AcrossTable,
    RouteShown,
    Table,
    across_of,
    routes_of,
    tables_of,
)
from scoring.views.words import Words

_UPCOMING, _LATEST = 4, 4


class PlaceRow(Struct, frozen=True):
    """Who came where in a bracket; from the best to the worst place where several share it."""

    best: int
    worst: int
    card: Card


class MatchBoardScreen(Struct, frozen=True, kw_only=True):
    """The board of one stage. Line-ups that are not revealed are nowhere in it."""

    head: MatchHead
    stages: tuple[StageTab, ...]
    on_court: tuple[MatchRow, ...]
    """Called, being played, or waiting to be confirmed."""
    upcoming: tuple[MatchRow, ...]
    latest: tuple[MatchRow, ...]
    """The last results, the newest first."""
    tables: tuple[Table, ...]
    across: tuple[AcrossTable, ...]
    routes: tuple[RouteShown, ...]
    bracket: tuple[Box, ...]
    games: int
    """How many numbers may stand beside a name of the bracket."""
    places: tuple[PlaceRow, ...]
    """Of a bracket, as far as they are certain."""
    rounds: tuple[RoundRows, ...]
    """All matches but those of groups, which stand with their tables."""
    timetable: tuple[TimeRows, ...]
    draw: DrawShown


def match_board_screen(
    contest: Contest,
    asked: StageId,
    words: Words,
    rank: PlayedRank = played_standings,
    look: Look = match_outlook,
) -> MatchBoardScreen:
    """The board of a stage; of the one in play unless another is named."""
    stage = stage_asked(contest, asked)
    result = rank(contest, stage)
    outlook = look(result)
    matches = matches_of(contest, stage, result.encounters, words, outlook.decided)
    return MatchBoardScreen(
        head=match_head(contest, stage, result.encounters, words),
        stages=stage_tabs(contest, stage, words),
        on_court=on_court(matches),
        upcoming=upcoming(matches, _UPCOMING),
        latest=latest(matches, _LATEST),
        tables=tables_of(outlook, matches, words),
        across=across_of(result, words),
        routes=routes_of(result, words),
        bracket=bracket_of(matches, words),
        games=most_games(stage),
        places=places_of(result, words),
        rounds=rounds_of(
            matches, words, [one for one in matches.found if not isinstance(one.where, InGroup)]
        ),
        timetable=timetable(matches),
        draw=draw_shown(contest, stage, words),
    )


def stage_asked(contest: Contest, asked: StageId) -> PlayedStage:
    """The stage with this id, or the one in play."""
    found = next((one for one in contest.plan.played if one.id == asked), None)
    return found or stage_in_play(contest)


def stage_tabs(contest: Contest, shown: PlayedStage, words: Words) -> tuple[StageTab, ...]:
    """Every stage: what comes later has its bracket already, of places instead of names."""
    current = stage_in_play(contest)
    return tuple(
        StageTab(one.id, words.label(one.name), one == shown, one == current)
        for one in contest.plan.played
    )


def bracket_of(matches: Matches, words: Words) -> tuple[Box, ...]:
    """The boxes of a bracket, empty for other formats."""
    is_bracket = isinstance(matches.stage.format, KnockOut | DoubleElimination)
    return boxes(matches, words) if is_bracket else ()


def places_of(result: PlayedStandings, words: Words) -> tuple[PlaceRow, ...]:
    """The places that nothing can change any more, best first."""
    if isinstance(result.stage.format, Groups):
        return ()
    found = [
        PlaceRow(one.span.best, one.span.worst, card(result.contest, one.entrant, words))
        for one in result.standings
        if one.place is not None and one.span is not None
    ]
    return tuple(sorted(found, key=lambda row: (row.best, row.worst)))
