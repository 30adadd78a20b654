"""One entrant of a contest of matches: place and why, the matches played and the next one."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from scoring.contest.encounters import Encounter
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.match_outlook import Look, MatchOutlook, match_outlook
from scoring.contest.match_why import match_why
from scoring.contest.plan import Member, PlayedStage
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedRank, PlayedStandings, PlayedStatus, played_standings
from scoring.rules.propagation import Known
from scoring.rules.slots import MatchId, Span
from scoring.views.head import Card, card
from scoring.views.match_bracket import seed_numbers
from scoring.views.match_chances import (
    ChanceShown,
    Sureness,
    chances_shown,
    path_lines,
    sureness_of,
)
from scoring.views.match_head import MatchHead, match_head, stage_in_play
from scoring.views.match_rows import MatchRow, match_row
from scoring.views.match_tables import fates_of
from scoring.views.rows import Fate
from scoring.views.words import Words


class MemberRow(Struct, frozen=True):
    """A player of a pair or a team."""

    name: str
    number: str


class StageOfEntrant(Struct, frozen=True, kw_only=True):
    """How somebody does in one stage."""

    stage: StageId
    name: str
    status: PlayedStatus
    group: str = ""
    place: int | None = None
    """In the group where there are groups; None before anything is certain or played."""
    span: Span | None = None
    """The places that can still be reached in a bracket, or the place that it came to."""
    fate: Fate | None = None
    seed: int | None = None
    matches: tuple[MatchRow, ...]
    """In the order in which they are played."""
    why: tuple[str, ...]
    sure: Sureness | None = None
    """How sure it is to go on, by whichever route; None where nobody does, or it is recorded."""
    chances: tuple[ChanceShown, ...] = ()
    """For each route onward: what is needed, and the proof."""
    path: tuple[str, ...] = ()
    """In a bracket: whom one would meet, which places can be reached."""


class MatchEntrantScreen(Struct, frozen=True, kw_only=True):
    """One entrant for the audience; who plays which rubber of a tie is with its match."""

    head: MatchHead
    card: Card
    members: tuple[MemberRow, ...]
    next: MatchRow | None
    """What is being played now, or the next match."""
    stages: tuple[StageOfEntrant, ...]
    """Those reached so far, the last one first."""


def match_entrant_screen(
    contest: Contest,
    entrant: EntrantId,
    words: Words,
    rank: PlayedRank = played_standings,
    look: Look = match_outlook,
) -> MatchEntrantScreen:
    """An entrant, who must exist, in every stage that this entrant reached."""
    current = stage_in_play(contest)
    results = [rank(contest, one) for one in contest.plan.played]
    own = [
        _in_stage(look(result), entrant, words)
        for result in results
        if entrant in contest.field(result.stage)
    ]
    found = rank(contest, current).encounters
    return MatchEntrantScreen(
        head=match_head(contest, current, found, words),
        card=card(contest, entrant, words),
        members=tuple(_member(one) for one in contest.entrants[entrant].members),
        next=_next(row for stage in own for row in stage.matches),
        stages=tuple(reversed(own)),
    )


def entrants_matches(contest: Contest, entrant: EntrantId) -> set[tuple[StageId, MatchId]]:
    """The matches that an entrant was called to."""
    return {
        (stage, match)
        for stage, play in contest.play.items()
        for match, opened in play.opened.items()
        if entrant in opened.sides
    }


def _member(one: Member) -> MemberRow:
    return MemberRow(one.name, one.number)


def _next(rows: Iterable[MatchRow]) -> MatchRow | None:
    """The match in play before those called and those to come."""
    order = {"live": 0, "over": 0, "called": 1, "ready": 2, "waiting": 3}
    open_ = [row for row in rows if row.card.phase in order]
    return min(
        open_,
        key=lambda row: (order[row.card.phase], not row.card.start, row.card.start),
        default=None,
    )


def _in_stage(outlook: MatchOutlook, entrant: EntrantId, words: Words) -> StageOfEntrant:
    result = outlook.result
    contest, stage = result.contest, result.stage
    standing = result.of(entrant)
    rows = tuple(_rows(contest, stage, result, entrant, words))
    played = any(row.card.phase == "confirmed" for row in rows)
    return StageOfEntrant(
        stage=stage.id,
        name=words.label(stage.name),
        status="playing" if standing is None else standing.status,
        group="" if standing is None else standing.group or "",
        place=None if standing is None or not played else standing.place,
        span=None if standing is None else standing.span,
        fate=fates_of(result).get(entrant),
        seed=seed_numbers(contest.play[stage.id]).get(entrant),
        matches=rows,
        why=tuple(words(line) for line in match_why(result, entrant)),
        sure=sureness_of(outlook).get(entrant),
        chances=() if contest.stage(stage.id).advanced else chances_shown(outlook, entrant, words),
        path=path_lines(outlook, entrant, words),
    )


def _rows(
    contest: Contest,
    stage: PlayedStage,
    result: PlayedStandings,
    entrant: EntrantId,
    words: Words,
) -> Iterator[MatchRow]:
    for one in result.encounters:
        if _is_own(one, entrant) and one.phase != "passed":
            yield match_row(contest, stage, result.encounters, one, words)


def _is_own(one: Encounter, entrant: EntrantId) -> bool:
    return any(isinstance(side, Known) and side.entrant == entrant for side in one.sides)
