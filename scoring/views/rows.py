"""The lines of a ranking, and the cut line between them."""

from collections import Counter
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.advancement import Advancement
from scoring.contest.advancement_words import rule_text, tie_text
from scoring.contest.ids import EntrantId
from scoring.contest.names import outcome_label
from scoring.contest.outlook import Certainty, certainty
from scoring.contest.standings import StageStandings, Standing, Status
from scoring.contest.state import Contest
from scoring.views.head import Card, card
from scoring.views.words import Words
from scoring.wording import Message, say

Fate: TypeAlias = Literal["qualifying", "advancing", "out"]
"""By the rule inside the cut line so far; recorded as going on; neither."""


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


class CutLine(Struct, frozen=True):
    """Where the cut line runs: below the first `after` rows of the board."""

    after: int
    to: str
    rule: str
    recorded: bool
    """Whether who goes on has been decided; before that the line may still move."""


def ranking_rows(contest: Contest, result: StageStandings, words: Words) -> tuple[Row, ...]:
    sharing = Counter(one.place for one in result.standings)
    routes = {
        one: route for route in range(len(result.cuts)) for one in _inside(contest, result, route)
    }
    decided = bool(contest.stage(result.stage.id).advanced)

    def fate(standing: Standing) -> Fate | None:
        if not result.cuts or (standing.place is None and standing.entrant not in routes):
            return None
        if standing.entrant not in routes:
            return "out"
        return "advancing" if decided else "qualifying"

    sure = _certainty(contest, result)

    def to(standing: Standing) -> str:
        route = routes.get(standing.entrant)
        return "" if route is None else words.label(result.stage.advancement[route].to)

    return tuple(
        Row(
            card=card(contest, one.entrant, words),
            status=one.status,
            place=one.place,
            shared=one.place is not None and sharing[one.place] > 1,
            score=str(one.score) if one.score else None,
            outcome=words(outcome_label(one.outcome)) if one.outcome else "",
            fate=fate(one),
            to=to(one),
            certainty=sure.get(one.entrant) if one.place is not None else None,
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


def _inside(contest: Contest, result: StageStandings, route: int) -> tuple[EntrantId, ...]:
    """Who goes on by a route: as recorded, or before that by the rule."""
    state = contest.stage(result.stage.id)
    if route in state.advanced:
        return state.advanced[route].entrants
    return () if state.advanced else result.cuts[route].qualifying


def cut_lines(
    contest: Contest, result: StageStandings, rows: tuple[Row, ...], words: Words
) -> tuple[CutLine, ...]:
    lines: list[CutLine] = []
    for number, route in enumerate(result.stage.advancement):
        going = set(_inside(contest, result, number))
        inside = [index for index, row in enumerate(rows) if row.card.entrant in going]
        lines.append(
            CutLine(
                after=inside[-1] + 1 if inside else 0,
                to=words.label(route.to),
                rule=words(route_text(route)),
                recorded=number in contest.stage(result.stage.id).advanced,
            )
        )
    return tuple(lines)


def route_text(route: Advancement) -> Message:
    """A route's rules and its policy for a tie, in one sentence."""
    rules = tuple(rule_text(rule) for rule in route.rules)
    return say("{rules}. {policy}", rules=rules, policy=tie_text(route.tie))
