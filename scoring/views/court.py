"""An umpire's tablet: the matches of one court, and where each of them stands."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from scoring.contest.encounters import Encounter, Encounters, encounters
from scoring.contest.ids import ContestId, EntrantId, SeatId
from scoring.contest.match_results import tie_of
from scoring.contest.names import seat_label
from scoring.contest.plan import PlayedStage
from scoring.contest.play import NO_LINEUPS
from scoring.contest.state import Contest
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Score
from scoring.rules.rally import allows_handicap
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.views.court_sheet import CourtSheet, course_name, court_sheet, court_side
from scoring.views.match_card import MatchCard, match_card
from scoring.views.words import Words

_NEXT, _PAST = 12, 8
_COURSE = re.compile(r"(?P<rules>[0-9a-f]+)(-(?P<a>[0-9]{1,3})-(?P<b>[0-9]{1,3}))?", re.ASCII)


class CourtMatch(Struct, frozen=True, kw_only=True):
    """A match of this court."""

    card: MatchCard
    stage_name: str
    tie: bool
    lineups: bool
    """Whether it is known who plays which rubber; true where there are no rubbers."""
    sheets: tuple[CourtSheet, ...] = ()
    """Of the match, or of its rubbers in the order of play; none while nobody knows who plays."""


class CourtScreen(Struct, frozen=True, kw_only=True):
    """A court's tablet."""

    contest: ContestId
    name: str
    seq: int
    seat: SeatId
    seat_name: str
    in_use: bool
    """Whether matches are played on this court at all."""
    current: tuple[CourtMatch, ...]
    """Called onto this court and not finished; those that have begun come first."""
    next: tuple[CourtMatch, ...]
    """Still to be called onto this court, in the order of play."""
    free: tuple[CourtMatch, ...]
    """On no court, in stages without an order of play: whoever is free takes one."""
    past: tuple[CourtMatch, ...]
    """Finished on this court, the newest first."""


def court_screen(contest: Contest, seat: SeatId, words: Words) -> CourtScreen:
    """One court's tablet. The seat must exist."""
    current: list[CourtMatch] = []
    following: list[CourtMatch] = []
    free: list[CourtMatch] = []
    past: list[CourtMatch] = []
    stages = [stage for stage in contest.plan.played if seat in stage.courts]
    for stage in stages:
        found = encounters(contest, stage)
        unscheduled = not contest.play[stage.id].bookings
        for one in sorted(found, key=lambda one: (one.start is None, one.start or "")):
            if one.court is None and one.phase == "ready" and unscheduled:
                free.append(_match(contest, stage, found, one, words))
            elif one.court != seat:
                continue
            elif one.phase == "confirmed":
                past.append(_match(contest, stage, found, one, words))
            elif one.phase in {"called", "live", "over"}:
                current.append(_match(contest, stage, found, one, words))
            elif one.phase in {"ready", "waiting"}:
                following.append(_match(contest, stage, found, one, words))
    return CourtScreen(
        contest=contest.plan.id,
        name=words.label(contest.plan.name),
        seq=contest.seq,
        seat=seat,
        seat_name=words.label(seat_label(contest.plan, seat)),
        in_use=bool(stages),
        current=tuple(sorted(current, key=lambda one: one.card.phase == "called")),
        next=tuple(sorted(following, key=lambda one: one.card.start or "~"))[:_NEXT],
        free=tuple(free[:_NEXT]),
        past=tuple(reversed(past))[:_PAST],
    )


def find_course(contest: Contest, name: str) -> tuple[RallyRules, Score] | None:
    """The rules and the handicap whose course is called so, if they are of this contest."""
    found = _COURSE.fullmatch(name)
    if found is None:
        return None
    handicap = Score(int(found["a"] or 0), int(found["b"] or 0))
    of = (one for one in _played_by(contest) if course_name(one) == found["rules"])
    rules = next(of, None)
    return None if rules is None or not allows_handicap(rules, handicap) else (rules, handicap)


def _played_by(contest: Contest) -> Iterator[RallyRules]:
    for stage in contest.plan.played:
        rubbers = stage.match.rubbers if isinstance(stage.match, TieRules) else ()
        for rules in (stage.match, *(one.rules for one in rubbers)):
            if isinstance(rules, RallyRules):
                yield rules


def _match(
    contest: Contest, stage: PlayedStage, found: Encounters, one: Encounter, words: Words
) -> CourtMatch:
    lineups = contest.play[stage.id].lineups.get(one.id, NO_LINEUPS)
    tie = isinstance(stage.match, TieRules)
    return CourtMatch(
        card=match_card(contest, stage, found, one, words),
        stage_name=words.label(stage.name),
        tie=tie,
        lineups=not tie or lineups.order is not None,
        sheets=tuple(_sheets(contest, stage, one.id, one.entrants, words)),
    )


def _sheets(
    contest: Contest,
    stage: PlayedStage,
    match: MatchId,
    entrants: tuple[EntrantId, EntrantId] | None,
    words: Words,
) -> Iterator[CourtSheet]:
    play = contest.play[stage.id]
    if entrants is None:
        return
    if isinstance(stage.match, TieRules):
        yield from _rubbers(contest, stage, stage.match, match, entrants, words)
        return
    a, b = (court_side(contest, one) for one in entrants)
    yield court_sheet(stage.match, play.record(match), (a, b))


def _rubbers(  # noqa: PLR0913, PLR0917 - a rubber brings everything together
    contest: Contest,
    stage: PlayedStage,
    rules: TieRules,
    match: MatchId,
    entrants: Sequence[EntrantId],
    words: Words,
) -> Iterator[CourtSheet]:
    play = contest.play[stage.id]
    lineups = play.lineups.get(match, NO_LINEUPS)
    outcomes = tie_of(rules, play, match).rubbers if lineups.order is not None else ()
    for number in lineups.order or range(1, len(rules.rubbers) + 1):
        rubber = rules.rubbers[number - 1]
        known = [{} if lineups.order is None else lineups.by_side.get(one, {}) for one in entrants]
        a, b = (
            court_side(contest, one, lineup.get(rubber.id, ()))
            for one, lineup in zip(entrants, known, strict=True)
        )
        yield court_sheet(
            rubber.rules,
            play.record(match, number),
            (a, b),
            rubber=number,
            name=words.label(rubber.name),
            settled=outcomes[number - 1] if outcomes else None,
        )
