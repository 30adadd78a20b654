"""What a contest waits for at each seat now: marks of performances, or matches on its court."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.encounters import Encounter, encounters
from scoring.contest.ids import SeatId, StageId
from scoring.contest.sheets import missing, seats
from scoring.contest.stage_result import Rank
from scoring.contest.state import Contest
from scoring.presence import About
from scoring.rules.slots import MatchId
from scoring.views.head import Card, stage_in_progress
from scoring.views.lanes import lanes, off_stage
from scoring.views.match_card import MatchCard, match_card
from scoring.views.match_head import stage_in_play
from scoring.views.panel import Cell, PerformancePanel
from scoring.views.words import Words

Given: TypeAlias = Literal["marked", "missing", "absent", "contested", "optional"]
_PLAYING = ("called", "live", "over")


class Turn(Struct, frozen=True):
    """A performance that is open, and how far one seat is with it."""

    stage: StageId
    card: Card
    on_stage: bool
    """Else somebody else is on stage by now."""
    given: Given
    """contested: two versions came. optional: there is a score without it, too."""


class Waiting(Struct, frozen=True):
    """All that is going on, seat by seat."""

    stage_name: str
    wanted: frozenset[SeatId]
    """Who has something to do in the stage at all."""
    turns: dict[SeatId, tuple[Turn, ...]]
    courts: dict[SeatId, tuple[MatchCard, ...]]
    """Called onto this court and not confirmed."""
    matches: dict[tuple[StageId, MatchId], str]
    """What the matches are called that tablets can be at."""


def waiting(contest: Contest, words: Words, rank: Rank) -> Waiting:
    """What is going on in the stage in progress, or on all courts."""
    return _courts(contest, words) if contest.plan.played else _panels(contest, words, rank)


def _panels(contest: Contest, words: Words, rank: Rank) -> Waiting:
    stage = stage_in_progress(contest)
    result = rank(contest, stage)
    shown = lanes(contest, result, words)
    on_stage = [lane.current for lane in shown if lane.current]
    still_open = off_stage(contest, result, shown, words)
    taking_part = (*seats(stage), *stage.trainees)
    return Waiting(
        stage_name=words.label(stage.name),
        wanted=frozenset(taking_part),
        turns={
            seat: (
                *_turns(on_stage, stage.id, seat, on_stage=True),
                *_turns(still_open, stage.id, seat, on_stage=False),
            )
            for seat in taking_part
        },
        courts={},
        matches={},
    )


def _turns(
    panels: Iterable[PerformancePanel], stage: StageId, seat: SeatId, *, on_stage: bool
) -> Iterator[Turn]:
    for panel in panels:
        cells = (*panel.cells, *(one.cell for one in panel.trainees))
        own = [cell for cell in cells if cell.seat == seat]
        if own:
            yield Turn(stage, panel.card, on_stage, _given(own, waits=seat in panel.missing))


def _given(own: Sequence[Cell], *, waits: bool) -> Given:
    states = {cell.state for cell in own}
    if "contested" in states:
        return "contested"
    if waits:
        return "missing"
    if "marked" in states:
        return "marked"
    return "absent" if "absent" in states else "optional"


def _courts(contest: Contest, words: Words) -> Waiting:
    courts: dict[SeatId, list[MatchCard]] = {}
    matches: dict[tuple[StageId, MatchId], str] = {}
    wanted: set[SeatId] = set()
    for stage in contest.plan.played:
        wanted.update(stage.courts)
        found = encounters(contest, stage)
        for one in found:
            if one.court is None or not _is_playing(one):
                continue
            drawn = match_card(contest, stage, found, one, words)
            courts.setdefault(one.court, []).append(drawn)
            matches[stage.id, one.id] = drawn.name
    return Waiting(
        stage_name=words.label(stage_in_play(contest).name),
        wanted=frozenset(wanted),
        turns={},
        courts={seat: tuple(those) for seat, those in courts.items()},
        matches=matches,
    )


def _is_playing(one: Encounter) -> bool:
    return one.phase in _PLAYING


def awaited(found: Waiting, seat: SeatId) -> Turn | None:
    """The first performance that this seat keeps waiting, the one on stage before others."""
    return next((turn for turn in found.turns.get(seat, ()) if turn.given == "missing"), None)


def is_awaited(contest: Contest, seat: SeatId, about: About) -> bool:
    """Whether this seat's mark for a performance has not come yet."""
    stage = contest.plan.judged_stage(about.stage)
    if stage is None:
        return False
    performance = contest.stage(stage.id).performances.get(about.entrant)
    if performance is None or performance.phase != "open":
        return False
    return any(one == seat for one, _ in missing(contest, stage, about.entrant, performance))
