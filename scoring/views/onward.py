"""The routes onward as the organizer sees them: who qualifies, who goes, whom a tie holds up."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.advancement import Advancement
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.plan import JudgedStage, Stage
from scoring.contest.scoring import Better
from scoring.contest.stage_result import StageStandings
from scoring.contest.state import Advanced, Contest
from scoring.contest.tables import PlayedStandings
from scoring.rules.cuts import Cut
from scoring.views.head import Card, card
from scoring.views.rows import Row, route_text
from scoring.views.ties import By, SettledTie, settled_by, settled_ties
from scoring.views.words import Words

Result: TypeAlias = StageStandings | PlayedStandings

_NEXT = 12
_CANDIDATES = 60


class Choice(Struct, frozen=True):
    """Somebody who may be recorded as going on by a route."""

    row: Row
    why: Literal["rule", "tie", "next"]
    """Qualifies; is held up by a tie; is among the next in the ranking."""
    elsewhere: str
    """Where the entrant goes already by an earlier route; mostly empty."""


class RouteScreen(Struct, frozen=True):
    """One route onward."""

    number: int
    to: str
    rule: str
    turn: bool
    """Whether it is the one to be recorded now: the stage is closed, earlier routes are done."""
    choices: tuple[Choice, ...]
    """Whom to choose from; empty unless it is this route's turn."""
    qualifying: tuple[Card, ...]
    undecided: tuple[Card, ...]
    """Held up by a tie that waits for a lot or a run-off."""
    settle: By | None
    """How the plan settles such a tie."""
    alternates: tuple[Card, ...]
    recorded: bool
    reason: str
    """Why the recorded list was another than by the rule; mostly empty."""
    advanced: tuple[Card, ...]
    let_in: tuple[Card, ...]
    """By decision, when the list was recorded, and not by the rule."""
    left_out: tuple[Card, ...]
    """Qualified when the list was recorded, and by decision does not go on."""
    replaced: tuple[tuple[Card, Card], ...]
    """Who left and who came in instead."""
    absentees: tuple[Card, ...]
    """Recorded as going on, and withdrawn since: somebody may come in."""
    joining: tuple[Card, ...]
    """Qualify since a correction, and are not recorded as going on."""
    leaving: tuple[Card, ...]
    """Recorded as going on, and since a correction do not qualify any more."""
    candidates: tuple[Card, ...]
    """Who may come in for somebody else, the next in line first."""


class StageEnd(Struct, frozen=True):
    """How a stage ends: its routes onward, and the lots and run-offs that it took."""

    stage: StageId
    name: str
    closed: bool
    may_reopen: bool
    """Whether nothing has begun that it leads to."""
    begun: bool
    routes: tuple[RouteScreen, ...]
    settled: tuple[SettledTie, ...]


def stage_end(
    contest: Contest, result: Result, rows: Mapping[EntrantId, Row], words: Words
) -> StageEnd:
    """`rows` are the lines of the ranking, needed as long as routes are to be recorded."""
    stage, state = result.stage, contest.stage(result.stage.id)
    begun = any(
        contest.has_begun(later.id) or contest.stage(later.id).closed
        for later in _later(contest, stage)
    )
    left = [route for route in range(len(stage.advancement)) if route not in state.advanced]
    turn = left[0] if left and state.closed else None
    return StageEnd(
        stage=stage.id,
        name=words.label(stage.name),
        closed=state.closed,
        may_reopen=state.closed and not begun,
        begun=begun,
        routes=tuple(
            _route(contest, result, number, rows if number == turn else {}, words)
            for number in range(len(stage.advancement))
        ),
        settled=settled_ties(contest, result, words),
    )


def _later(contest: Contest, stage: Stage) -> list[Stage]:
    """The stages that a stage leads to."""
    return [
        later
        for later in contest.plan.stages
        if any(earlier.id == stage.id for earlier, _ in contest.plan.routes_to(later))
    ]


def _route(
    contest: Contest,
    result: Result,
    number: int,
    rows: Mapping[EntrantId, Row],
    words: Words,
) -> RouteScreen:
    route, cut = result.stage.advancement[number], result.cuts[number]
    advanced = contest.stage(result.stage.id).advanced.get(number)
    decided = advanced or Advanced((), (), "")
    listed = _as_listed(decided)
    change = _change(contest, decided, cut)

    def cards(entrants: Iterable[EntrantId]) -> tuple[Card, ...]:
        return tuple(card(contest, one, words) for one in entrants)

    return RouteScreen(
        number=number,
        to=words.label(route.to),
        rule=words(route_text(route, _better(result.stage))),
        turn=bool(rows),
        choices=_choices(contest, result, number, rows, words),
        qualifying=cards(cut.qualifying),
        undecided=cards(cut.undecided),
        settle=_settled_by(route, result.stage),
        alternates=cards(one for group in cut.alternates for one in group),
        recorded=advanced is not None,
        reason=decided.reason,
        advanced=cards(decided.entrants),
        let_in=cards(one for one in listed if one not in decided.qualifying),
        left_out=cards(one for one in decided.qualifying if one not in listed),
        replaced=tuple(
            (card(contest, left, words), card(contest, came, words))
            for left, came in decided.replaced
        ),
        absentees=cards(_absentees(contest, result.stage, decided)),
        joining=cards(change.joining) if advanced else (),
        leaving=cards(change.leaving),
        candidates=cards(_candidates(contest, result, cut)) if advanced else (),
    )


def _better(stage: Stage) -> Better:
    return stage.scoring.better if isinstance(stage, JudgedStage) else "higher"


def _settled_by(route: Advancement, stage: Stage) -> By | None:
    if isinstance(stage, JudgedStage):
        return settled_by(route, stage.scoring)
    return "lot" if route.tie == "lots" else None


def _as_listed(decided: Advanced) -> tuple[EntrantId, ...]:
    """The list as it was recorded, before anybody was replaced."""
    listed = list(decided.entrants)
    for left, came in reversed(decided.replaced):
        listed[listed.index(came)] = left
    return tuple(listed)


class _Change(Struct, frozen=True):
    joining: tuple[EntrantId, ...]
    leaving: tuple[EntrantId, ...]


def _change(contest: Contest, decided: Advanced, cut: Cut[EntrantId]) -> _Change:
    """Whom the rule would send now and did not when the list was recorded, and the reverse.

    Whoever withdrew, or came in out of turn, has moved somebody up by that; this is no change.
    """
    going = decided.entrants
    gone = {one for one in going if one in contest.withdrawn}
    out_of_turn = {came for _, came in decided.replaced if came in going} - {*cut.qualifying}
    moved_up = len(gone | out_of_turn)
    known, staying = {*going, *decided.qualifying}, {*cut.qualifying, *gone}
    joining = [one for one in cut.qualifying if one not in known]
    return _Change(
        joining=tuple(joining[moved_up:]),
        leaving=tuple(one for one in going if one in decided.qualifying and one not in staying),
    )


def _absentees(contest: Contest, stage: Stage, decided: Advanced) -> list[EntrantId]:
    """Who withdrew before being called in a stage that this one leads to."""
    later = _later(contest, stage)
    return [
        one
        for one in decided.entrants
        if one in contest.withdrawn and not any(contest.has_appeared(to.id, one) for to in later)
    ]


def _candidates(contest: Contest, result: Result, cut: Cut[EntrantId]) -> tuple[EntrantId, ...]:
    """Who goes on by no route: those who qualify, the next in line, then the ranking."""
    state = contest.stage(result.stage.id)
    going = {one for decided in state.advanced.values() for one in decided.entrants}
    taken = {*going, *contest.withdrawn}
    ranked = (one for group in result.ranking.groups for one in group)
    line = (*cut.qualifying, *(one for group in cut.alternates for one in group), *ranked)
    left = [one for one in dict.fromkeys(line) if one not in taken]
    return tuple(one for one in left if not contest.entrants[one].guest)[:_CANDIDATES]


def _choices(
    contest: Contest,
    result: Result,
    number: int,
    rows: Mapping[EntrantId, Row],
    words: Words,
) -> tuple[Choice, ...]:
    """By the rule, held up by a tie, and the next in the ranking who are free to go."""
    if not rows:
        return ()
    cut = result.cuts[number]
    state = contest.stage(result.stage.id)
    elsewhere = {
        one: words.label(result.stage.advancement[route].to)
        for route, decided in state.advanced.items()
        for one in decided.entrants
    }
    named = {*cut.qualifying, *cut.undecided, *elsewhere, *contest.withdrawn}
    free = [
        one
        for group in result.ranking.groups
        for one in group
        if one not in named and not contest.entrants[one].guest
    ]
    whys: tuple[tuple[Literal["rule", "tie", "next"], Iterable[EntrantId]], ...] = (
        ("rule", cut.qualifying),
        ("tie", cut.undecided),
        ("next", free[:_NEXT]),
    )
    return tuple(
        Choice(rows[one], why, elsewhere.get(one, "")) for why, those in whys for one in those
    )
