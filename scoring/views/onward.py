"""The routes onward as the organizer sees them: who qualifies, who goes, whom a tie holds up."""

from typing import Literal

from msgspec import Struct

from scoring.contest.ids import EntrantId
from scoring.contest.plan import JudgedStage
from scoring.contest.standings import StageStandings
from scoring.contest.state import Contest, StageState
from scoring.views.head import Card, card
from scoring.views.rows import route_text
from scoring.views.words import Words


class RouteScreen(Struct, frozen=True):
    """One route onward."""

    number: int
    to: str
    rule: str
    may_advance: bool
    """Whether who goes on is to be recorded now."""
    qualifying: tuple[Card, ...]
    undecided: tuple[Card, ...]
    """Held up by a tie that waits for a lot or a run-off."""
    settle: Literal["lot", "run_off"] | None
    """How the plan settles such a tie."""
    tied: tuple[Card, ...]
    """Tied across the line, whether or not the policy has settled it."""
    alternates: tuple[Card, ...]
    recorded: bool
    advanced: tuple[Card, ...]
    replaced: tuple[tuple[Card, Card], ...]
    """Who left and who came in instead."""
    absentees: tuple[Card, ...]
    """Recorded as going on, and withdrawn since: somebody may come in."""
    joining: tuple[Card, ...]
    """Qualify now, and are not recorded as going on."""
    leaving: tuple[Card, ...]
    """Recorded as going on, and do not qualify any more."""


def may_advance(stage: JudgedStage, state: StageState) -> bool:
    """Whether some route onward waits for its decision."""
    return state.closed and len(state.advanced) < len(stage.advancement)


def route_screens(
    contest: Contest, result: StageStandings, words: Words
) -> tuple[RouteScreen, ...]:
    """Every route of the stage, in the order of the plan."""
    routes = range(len(result.stage.advancement))
    return tuple(_route(contest, result, number, words) for number in routes)


def _route(contest: Contest, result: StageStandings, number: int, words: Words) -> RouteScreen:
    route, cut = result.stage.advancement[number], result.cuts[number]
    state = contest.stage(result.stage.id)
    advanced = state.advanced.get(number)
    going = advanced.entrants if advanced else ()
    settle: Literal["lot", "run_off"] | None = None
    if route.tie in ("lots", "run_off"):
        settle = "lot" if route.tie == "lots" else "run_off"

    def cards(entrants: tuple[EntrantId, ...]) -> tuple[Card, ...]:
        return tuple(card(contest, one, words) for one in entrants)

    return RouteScreen(
        number=number,
        to=words.label(route.to),
        rule=words(route_text(route)),
        may_advance=state.closed and advanced is None,
        qualifying=cards(cut.qualifying),
        undecided=cards(cut.undecided),
        settle=settle,
        tied=cards(cut.tied_at_line),
        alternates=cards(tuple(one for group in cut.alternates for one in group)),
        recorded=advanced is not None,
        advanced=cards(going),
        replaced=tuple(
            (card(contest, left, words), card(contest, came, words))
            for left, came in (advanced.replaced if advanced else ())
        ),
        absentees=cards(tuple(one for one in going if one in contest.withdrawn)),
        joining=cards(tuple(one for one in cut.qualifying if advanced and one not in going)),
        leaving=cards(tuple(one for one in going if one not in cut.qualifying)),
    )
