"""A team's line-up for a tie: whom each rubber lets play, and who was named."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from scoring.contest.encounters import encounters
from scoring.contest.ids import EntrantId, MemberId
from scoring.contest.plan import PlayedStage
from scoring.contest.play import NO_LINEUPS
from scoring.contest.state import Contest
from scoring.rules.slots import MatchId
from scoring.rules.ties import RubberPlan, TieRules
from scoring.views.desk_rows import DeskMatch, desk_match
from scoring.views.match_head import MatchHead, match_head
from scoring.views.words import Words
from scoring.wording import Message, say


class MemberChoice(Struct, frozen=True):
    """A player who may be named."""

    id: str
    name: str
    number: str


class RubberSlots(Struct, frozen=True, kw_only=True):
    """One rubber to be filled in."""

    id: str
    name: str
    who: str
    """Whom the plan lets play: two women."""
    members: tuple[MemberChoice, ...]
    chosen: tuple[str, ...]
    """As handed in before; empty texts where nobody is named."""


class LineupScreen(Struct, frozen=True, kw_only=True):
    """The line-up of one team at the desk."""

    head: MatchHead
    seq: int
    match: DeskMatch
    entrant: EntrantId
    team: str
    against: str
    rubbers: tuple[RubberSlots, ...]
    per_player: int
    handed_in: bool
    revealed: bool


def lineup_screen(
    contest: Contest, stage: PlayedStage, match: MatchId, team: EntrantId, words: Words
) -> LineupScreen | None:
    """None where there is no such team in this match, or no line-ups are handed in at all."""
    found = encounters(contest, stage)
    one = found.by_id.get(match)
    rules = stage.match
    if one is None or one.entrants is None or team not in one.entrants:
        return None
    if not isinstance(rules, TieRules):
        return None
    lineups = contest.play[stage.id].lineups.get(match, NO_LINEUPS)
    return LineupScreen(
        head=match_head(contest, stage, found, words),
        seq=contest.seq,
        match=desk_match(contest, stage, found, one, words),
        entrant=team,
        team=contest.entrants[team].name,
        against=contest.entrants[opponent(one.entrants, team)].name,
        rubbers=rubber_slots(contest, rules, team, lineups.by_side.get(team, {}), words),
        per_player=rules.per_player,
        handed_in=team in lineups.by_side,
        revealed=lineups.order is not None,
    )


def opponent(entrants: tuple[EntrantId, EntrantId], team: EntrantId) -> EntrantId:
    """The other of the two."""
    return entrants[0] if team == entrants[1] else entrants[1]


def rubber_slots(
    contest: Contest,
    rules: TieRules,
    team: EntrantId,
    named: Mapping[str, Sequence[MemberId]],
    words: Words,
) -> tuple[RubberSlots, ...]:
    """Every rubber of a tie for one team, with those it has `named` so far."""
    members = contest.entrants[team].members
    return tuple(
        RubberSlots(
            id=rubber.id,
            name=words.label(rubber.name),
            who=words(_who(rubber)),
            members=tuple(
                MemberChoice(one.id, one.name, one.number)
                for one in members
                if _may_play(rubber, one.gender)
            ),
            chosen=tuple((*named.get(rubber.id, ()), "", "")[: rubber.players]),
        )
        for rubber in rules.rubbers
    )


def _may_play(rubber: RubberPlan, gender: str | None) -> bool:
    return rubber.pairing in {None, "mixed"} or gender in {None, rubber.pairing}


def _who(rubber: RubberPlan) -> Message:
    match rubber.pairing, rubber.players:
        case "m", 1:
            return say("a man")
        case "m", _:
            return say("two men")
        case "f", 1:
            return say("a woman")
        case "f", _:
            return say("two women")
        case "mixed", _:
            return say("a man and a woman")
        case _, 1:
            return say("one player")
        case _:
            return say("two players")
