"""The lines of a ranking, and the cut line between them."""

from collections import Counter
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.advancement import Advancement
from scoring.contest.advancement_words import rule_text, tie_text
from scoring.contest.ids import EntrantId
from scoring.contest.names import outcome_label
from scoring.contest.outlook import Certainty, certainty
from scoring.contest.scoring import Better
from scoring.contest.standings import StageStandings, Standing, Status
from scoring.contest.state import Contest
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


def ranking_rows(contest: Contest, result: StageStandings, words: Words) -> tuple[Row, ...]:
    """The ranked by place, then the others in running order."""
    sharing = Counter(one.place for one in result.standings if not one.guest)
    routes = {
        one: route for route in range(len(result.cuts)) for one in inside(contest, result, route)
    }
    state = contest.stage(result.stage.id)
    held = _held(contest, result)
    panels = {panel.id: words.label(panel.name) for panel in result.stage.panels}

    def fate(standing: Standing) -> Fate | None:
        if not result.cuts or (standing.place is None and standing.entrant not in routes):
            return None
        if standing.entrant not in routes:
            return None if standing.guest else "out"
        return "advancing" if routes[standing.entrant] in state.advanced else "qualifying"

    sure = _certainty(contest, result)

    def to(standing: Standing) -> str:
        route = routes.get(standing.entrant)
        return "" if route is None else words.label(result.stage.advancement[route].to)

    return tuple(
        Row(
            card=card(contest, one.entrant, words),
            status=one.status,
            place=one.place,
            shared=one.place is not None and not one.guest and sharing[one.place] > 1,
            score=str(one.score) if one.score else None,
            outcome=words(outcome_label(one.outcome)) if one.outcome else "",
            fate=fate(one),
            to=to(one),
            certainty=sure.get(one.entrant) if one.place is not None else None,
            held=held.get(one.entrant),
            panel=panels.get(state.panels[one.entrant], "") if one.entrant in state.panels else "",
        )
        for one in result.standings
    )


def _certainty(contest: Contest, result: StageStandings) -> dict[EntrantId, Certainty]:
    """Over all routes: certain of one is certain, and out is only who is out of every one."""
    found: dict[EntrantId, Certainty] = {}
    for states in certainty(contest, result):
        for one, state in states.items():
            if state == "certain" or found.get(one, "out") == "out":
                found[one] = state
    return found


def inside(contest: Contest, result: StageStandings, route: int) -> tuple[EntrantId, ...]:
    """Who goes on by a route: as recorded, or before that by the rule."""
    advanced = contest.stage(result.stage.id).advanced
    if route in advanced:
        return advanced[route].entrants
    recorded = {one for decided in advanced.values() for one in decided.entrants}
    return tuple(one for one in result.cuts[route].qualifying if one not in recorded)


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


def cut_lines(
    contest: Contest, result: StageStandings, rows: tuple[Row, ...], words: Words
) -> tuple[CutLine, ...]:
    """Where the line of each route runs; of one that takes nobody, where the one before does."""
    placed = [row for row in rows if row.place is not None]
    going = [inside(contest, result, number) for number in range(len(result.cuts))]
    after: list[int] = []
    for entrants in map(frozenset, going):
        own = [index for index, row in enumerate(placed, 1) if row.card.entrant in entrants]
        after.append(own[-1] if own else (after[-1] if after else 0))
    ends = {one: end for entrants, end in zip(going, after, strict=True) for one in entrants}
    recorded = contest.stage(result.stage.id).advanced
    return tuple(
        CutLine(
            after=end,
            to=words.label(route.to),
            rule=words(route_text(route, result.stage.scoring.better)),
            recorded=number in recorded,
            inside=len(going[number]),
            gaps=any(
                competes(row) and not ends.get(row.card.entrant, end + 1) <= end
                for row in placed[:end]
            ),
        )
        for number, (route, end) in enumerate(zip(result.stage.advancement, after, strict=True))
    )


def competes(row: Row) -> bool:
    """Whether a place in the ranking may lead onward."""
    return row.place is not None and not row.card.guest and row.status != "withdrawn"


def route_text(route: Advancement, better: Better) -> Message:
    """A route's rules and its policy for a tie, in one sentence."""
    rules = tuple(rule_text(rule, better) for rule in route.rules)
    return say("{rules}. {policy}", rules=rules, policy=tie_text(route.tie))
