"""The lines of a ranking, and the cut line between them."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.advancement import Advancement
from scoring.contest.advancement_words import rule_text, tie_text
from scoring.contest.ids import EntrantId
from scoring.contest.names import outcome_label
from scoring.contest.outlook import Certainty, verdicts
from scoring.contest.scoring import Better
from scoring.contest.stage_result import StageStandings, Standing, Status
from scoring.contest.state import Contest
from scoring.rules.ladder import Leading
from scoring.views.head import Card, card
from scoring.views.words import Words
from scoring.wording import Message, say

Fate: TypeAlias = Literal["qualifying", "advancing", "out"]
"""By the rule inside the cut line so far; recorded as going on; neither."""
Held: TypeAlias = Literal["tie", "lot", "run_off"]
"""Tied at the line: while others are still to come; waiting for a lot; for a run-off."""


class Cell(Struct, frozen=True):
    """A small number beside the score."""

    text: str
    counts: bool = True
    """Whether it goes into the score; a dropped attempt does not."""


class Row(Struct, frozen=True):
    """One line of the board; `place` and `score` are None until the performance is settled."""

    card: Card
    status: Status
    place: int | None
    shared: bool
    """Whether others have the same place."""
    score: str | None
    outcome: str
    """Why there is no score although the entrant performed; mostly empty."""
    fate: Fate | None
    to: str
    """Where the fate leads."""
    certainty: Certainty | None = None
    """Whether that is sure while others are still to come, for whichever route."""
    held: Held | None = None
    """What keeps the fate open for somebody tied at the line."""
    panel: str = ""
    """Which of several parallel panels judges this entrant."""
    cells: tuple[Cell, ...] = ()
    """The small numbers beside the score, one for each column of the board."""


class CutLine(Struct, frozen=True):
    """Where the cut line runs: below the first `after` rows of the board."""

    after: int
    to: str
    rule: str
    recorded: bool
    """Whether who goes on has been decided; before that the line may still move."""
    inside: int
    """How many go on by this route, or would as things stand."""
    gaps: bool
    """Whether somebody above the line does not go on, as with quotas or a jury's choice."""


def ranking_rows(
    contest: Contest,
    result: StageStandings,
    words: Words,
    lines: Iterable[Standing] | None = None,
) -> tuple[Row, ...]:
    """The ranked by place, then the others in running order; or some of these lines."""
    going = [inside(contest, result, route) for route in range(len(result.cuts))]
    state = contest.stage(result.stage.id)
    held = _held(contest, result)
    panels = {panel.id: words.label(panel.name) for panel in result.stage.panels}
    sure = verdicts(contest, result)

    def row(one: Standing) -> Row:
        route = next((number for number, those in enumerate(going) if one.entrant in those), None)
        onward = None if route is None else result.stage.advancement[route].to
        panel = state.panels.get(one.entrant)
        return Row(
            card=card(contest, one.entrant, words),
            status=one.status,
            place=one.place,
            shared=one.shared,
            score=str(one.score) if one.score else None,
            outcome=words(outcome_label(one.outcome)) if one.outcome else "",
            fate=_fate(contest, result, one, route),
            to=words.label(onward) if onward else "",
            certainty=sure(one.entrant) if one.place is not None else None,
            held=held.get(one.entrant),
            panel=panels.get(panel, "") if panel else "",
        )

    return tuple(map(row, result.standings if lines is None else lines))


def _fate(
    contest: Contest, result: StageStandings, standing: Standing, route: int | None
) -> Fate | None:
    if route is not None:
        recorded = contest.stage(result.stage.id).advanced
        return "advancing" if route in recorded else "qualifying"
    ranked = result.cuts and standing.place is not None
    return "out" if ranked and not standing.guest else None


def inside(contest: Contest, result: StageStandings, route: int) -> Collection[EntrantId]:
    """Who goes on by a route: as recorded, or before that by the rule; asked fast for anybody."""
    advanced = contest.stage(result.stage.id).advanced
    if route in advanced:
        return dict.fromkeys(advanced[route].entrants)
    qualifying = result.cuts[route].qualifying
    if isinstance(qualifying, Leading) and not advanced:
        return qualifying
    recorded = {one for decided in advanced.values() for one in decided.entrants}
    return dict.fromkeys(one for one in qualifying if one not in recorded)


def _held(contest: Contest, result: StageStandings) -> dict[EntrantId, Held]:
    """Those whom a tie at a line that is not recorded yet keeps waiting."""
    state = contest.stage(result.stage.id)
    found: dict[EntrantId, Held] = {}
    routes = zip(result.stage.advancement, result.cuts, strict=True)
    for number, (route, cut) in enumerate(routes):
        if number in state.advanced:
            continue
        held: Held = "tie"
        if state.closed and route.tie in ("lots", "run_off"):
            held = "lot" if route.tie == "lots" else "run_off"
        for one in cut.undecided:
            found.setdefault(one, held)
    return found


def cut_lines(contest: Contest, result: StageStandings, words: Words) -> tuple[CutLine, ...]:
    """Where the line of each route runs; of one that takes nobody, where the one before does."""
    going = [inside(contest, result, number) for number in range(len(result.cuts))]
    after: list[int] = []
    for entrants in going:
        last = last_listed(result, entrants)
        after.append(last if last is not None else (after[-1] if after else 0))
    recorded = contest.stage(result.stage.id).advanced
    return tuple(
        CutLine(
            after=end,
            to=words.label(route.to),
            rule=words(route_text(route, result.stage.scoring.better)),
            recorded=number in recorded,
            inside=len(going[number]),
            gaps=_has_gaps(result, going, after, end),
        )
        for number, (route, end) in enumerate(zip(result.stage.advancement, after, strict=True))
    )


def last_listed(result: StageStandings, going: Collection[EntrantId]) -> int | None:
    """The number of the row of the last of them who is ranked; None if nobody is."""
    those = going.at_end() if isinstance(going, Leading) else going
    indices = [index for one in those if (index := result.index(one)) is not None]
    return max(indices) + 1 if indices else None


def _has_gaps(
    result: StageStandings, going: Sequence[Collection[EntrantId]], after: list[int], end: int
) -> bool:
    """Whether somebody above a line goes on by none that runs there, or above it."""
    first = going[0].listed if len(going) == 1 and isinstance(going[0], Leading) else 0

    def goes(one: EntrantId) -> bool:
        ends = (line for line, entrants in zip(after, going, strict=True) if one in entrants)
        return any(line <= end for line in ends)

    lines = islice(result.lines(first), max(0, end - first))
    return any(competes(one) and not goes(one.entrant) for one in lines)


def competes(standing: Standing) -> bool:
    """Whether a place in the ranking may lead onward."""
    placed = standing.place is not None
    return placed and not standing.guest and standing.status != "withdrawn"


def route_text(route: Advancement, better: Better) -> Message:
    """A route's rules and its policy for a tie, in one sentence."""
    rules = tuple(rule_text(rule, better) for rule in route.rules)
    return say("{rules}. {policy}", rules=rules, policy=tie_text(route.tie))
