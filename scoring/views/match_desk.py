"""The organizer's desk of a contest of matches: what needs somebody, the courts, every match."""

from collections import Counter
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.encounters import Encounter
from scoring.contest.formats import Groups, Swiss
from scoring.contest.ids import EntrantId, GroupId, SeatId, StageId
from scoring.contest.match_outlook import Look, match_outlook
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.contest.tables import (
    PlayedRank,
    PlayedStandings,
    PlayedStatus,
    played_standings,
)
from scoring.views.desk_rows import DeskMatch, desk_match
from scoring.views.head import Card, card
from scoring.views.match_head import MatchHead, match_head, stage_in_play
from scoring.views.match_needs import (
    MatchNeed,
    draw_is_due,
    free_courts,
    match_needs,
    may_close,
    round_is_due,
)
from scoring.views.onward import StageEnd, stage_end
from scoring.views.releasing import ReleasePart, matches_to_approve
from scoring.views.result_form import ResultForm, result_forms
from scoring.views.rows import Row
from scoring.views.words import Words
from scoring.wording import say

_ON_COURT = {"called", "live", "over"}


class StageTab(Struct, frozen=True):
    """One stage of the contest, to choose from."""

    stage: StageId
    name: str
    here: bool


class CourtLane(Struct, frozen=True, kw_only=True):
    """A court: what is on it, and what may be called onto it next."""

    court: SeatId
    name: str
    now: tuple[DeskMatch, ...]
    elsewhere: str
    """The stage that a match of another stage on this court belongs to; mostly empty."""
    next: DeskMatch | None
    """The next match that is booked here and ready; else the first ready one on no court."""
    booked: int
    """How many matches of this stage are still to be played here."""


class DeskEntrant(Struct, frozen=True, kw_only=True):
    """One entrant of the stage."""

    card: Card
    status: PlayedStatus
    reason: str
    place: int | None
    """None as long as nothing tells anybody of the group apart."""
    group: str
    qualifying: bool
    members: tuple[str, ...]


class MatchDeskScreen(Struct, frozen=True, kw_only=True):
    """The organizer's cockpit."""

    head: MatchHead
    seq: int
    chosen: bool
    """Whether somebody asked for this stage; otherwise the desk follows the contest."""
    stages: tuple[StageTab, ...]
    needs: tuple[MatchNeed, ...]
    release: ReleasePart
    drawable: bool
    """Whether this stage is drawn at all, or its order set."""
    draw_due: bool
    drawn: bool
    announced: bool
    pairing: int | None
    """The number of the Swiss round that can be paired now."""
    courts: tuple[CourtLane, ...]
    matches: tuple[DeskMatch, ...]
    """In the order of play: by time, then as they are numbered."""
    order: tuple[DeskEntrant, ...]
    """Everybody of the stage, by group and place."""
    forms: tuple[ResultForm, ...]
    values: tuple[Literal["conduct", "ranking"], ...]
    """What the rule book looks at beside the results, and somebody has to record."""
    recorded: dict[str, dict[EntrantId, int]]
    may_close: bool
    may_enter: bool
    groups: tuple[tuple[GroupId, str], ...]
    seats: tuple[tuple[SeatId, str], ...]
    end: StageEnd
    earlier: tuple[StageEnd, ...]


def match_desk_screen(
    contest: Contest,
    words: Words,
    rank: PlayedRank = played_standings,
    asked: StageId | None = None,
    look: Look = match_outlook,
) -> MatchDeskScreen:
    """The organizer's view of one stage; of the one in play unless another is asked for."""
    stage = next((one for one in contest.plan.played if one.id == asked), stage_in_play(contest))
    result = rank(contest, stage)
    play = contest.play[stage.id]
    decided = look(result).decided
    found = [
        replace(
            desk_match(contest, stage, result.encounters, one, words), decided=one.id in decided
        )
        for one in in_order_of_play(result)
    ]
    end = stage_end(contest, result, _rows(contest, result, words), words)
    earlier = _earlier(contest, stage, words, rank)
    swiss = isinstance(stage.format, Swiss)
    return MatchDeskScreen(
        head=match_head(contest, stage, result.encounters, words),
        seq=contest.seq,
        chosen=asked == stage.id,
        stages=_tabs(contest, stage, words),
        needs=match_needs(contest, _ends(contest, end, words, rank), words, rank),
        release=matches_to_approve(contest, stage, result.encounters, words),
        drawable=draw_is_due(contest, stage) or bool(play.lines) or swiss,
        draw_due=draw_is_due(contest, stage),
        drawn=bool(play.lines),
        announced=play.announced is not None,
        pairing=len(play.rounds) + 1 if round_is_due(contest, stage) else None,
        courts=_lanes(contest, result, found, words, rank),
        matches=tuple(one for one in found if one.card.phase != "passed"),
        order=_entrants(contest, result, words),
        forms=result_forms(stage, words),
        values=_values(stage),
        recorded={"conduct": dict(play.conduct), "ranking": dict(play.ranking)},
        may_close=may_close(contest, result),
        may_enter=not contest.stage(contest.plan.played[0].id).closed
        and contest.plan.is_first(stage),
        groups=tuple((group.id, words.label(group.name)) for group in contest.plan.groups),
        seats=tuple((seat.id, words.label(seat.name)) for seat in contest.plan.seats),
        end=end,
        earlier=earlier,
    )


def in_order_of_play(result: PlayedStandings) -> list[Encounter]:
    """By time; those without one as they are numbered, after the others."""
    return sorted(result.encounters, key=lambda one: (one.start is None, one.start or ""))


def _tabs(contest: Contest, here: PlayedStage, words: Words) -> tuple[StageTab, ...]:
    return tuple(
        StageTab(one.id, words.label(one.name), one.id == here.id) for one in contest.plan.played
    )


def _ends(
    contest: Contest, here: StageEnd, words: Words, rank: PlayedRank
) -> tuple[StageEnd, ...]:
    """How every stage ends that is over, whichever is looked at."""
    return tuple(
        here if one.id == here.stage else stage_end(contest, rank(contest, one), {}, words)
        for one in contest.plan.played
        if contest.stage(one.id).closed
    )


def _earlier(
    contest: Contest, stage: PlayedStage, words: Words, rank: PlayedRank
) -> tuple[StageEnd, ...]:
    before = contest.plan.played[: contest.plan.played.index(stage)]
    return tuple(
        stage_end(contest, rank(contest, one), {}, words)
        for one in reversed(before)
        if contest.stage(one.id).closed
    )


def _rows(contest: Contest, result: PlayedStandings, words: Words) -> dict[EntrantId, Row]:
    """The lines to choose from when the list of who goes on is recorded."""
    places = [(one.group, one.place) for one in result.standings if one.place is not None]
    return {
        one.entrant: Row(
            card=card(contest, one.entrant, words),
            status="ranked",
            place=one.place,
            shared=one.place is not None and places.count((one.group, one.place)) > 1,
            score="" if one.group is None else words(say("Group {group}", group=one.group)),
            outcome="",
            fate=None,
            to="",
        )
        for one in result.standings
    }


def _lanes(
    contest: Contest,
    result: PlayedStandings,
    found: list[DeskMatch],
    words: Words,
    rank: PlayedRank,
) -> tuple[CourtLane, ...]:
    stage = result.stage
    if contest.stage(stage.id).closed:
        return ()
    names = {seat.id: words.label(seat.name) for seat in contest.plan.seats}
    free = free_courts(contest, rank)
    ready = [one for one in found if one.card.phase == "ready"]
    unplaced = [one for one in ready if one.court is None]
    lanes: list[CourtLane] = []
    for court in stage.courts:
        now = tuple(one for one in found if one.court == court and one.card.phase in _ON_COURT)
        here = [one for one in ready if one.court == court]
        coming = here[0] if here else None
        if coming is None and not now and unplaced:
            coming = unplaced.pop(0)
        lanes.append(
            CourtLane(
                court=court,
                name=names[court],
                now=now,
                elsewhere="" if now or court in free else _taken_by(contest, court, rank, words),
                next=coming,
                booked=sum(
                    one.court == court and one.card.phase in {"ready", "waiting"} for one in found
                ),
            )
        )
    return tuple(lanes)


def _taken_by(contest: Contest, court: SeatId, rank: PlayedRank, words: Words) -> str:
    return next(
        words.label(stage.name)
        for stage in contest.plan.played
        for one in rank(contest, stage).encounters
        if one.court == court and one.phase in _ON_COURT
    )


def _entrants(contest: Contest, result: PlayedStandings, words: Words) -> tuple[DeskEntrant, ...]:
    qualifying = set(result.qualifying)
    out = contest.stage(result.stage.id).disqualified
    lines = {one.entrant: one for one in result.standings}
    found: list[DeskEntrant] = []
    for one in dict.fromkeys((*lines, *contest.field(result.stage))):
        line = lines.get(one)
        status: PlayedStatus = "withdrawn" if one in contest.withdrawn else "playing"
        if line is not None:
            status = line.status
        if one in out:
            status = "disqualified"
        found.append(
            DeskEntrant(
                card=card(contest, one, words),
                status=status,
                reason=out.get(one) or contest.withdrawn.get(one, ""),
                place=None if line is None else line.place,
                group="" if line is None or line.group is None else line.group,
                qualifying=one in qualifying,
                members=tuple(who.name for who in contest.entrants[one].members),
            )
        )
    level = Counter((one.group, one.place) for one in found)
    sizes = Counter(one.group for one in found)
    found = [
        replace(one, place=None) if level[one.group, one.place] == sizes[one.group] else one
        for one in found
    ]
    has_places = any(one.place is not None for one in found)
    found.sort(
        key=lambda one: (
            one.group, (one.place is None, one.place or 0) if has_places else (False, 0),
            one.card.number,
        )
    )  # fmt: skip
    return tuple(found)


def _values(stage: PlayedStage) -> tuple[Literal["conduct", "ranking"], ...]:
    if not isinstance(stage.format, Groups):
        return ()
    book = stage.format.book
    clauses = [clause for block in book.blocks for clause in block.clauses]
    used = {clause.measure for clause in (*clauses, *book.across)}
    both: tuple[Literal["conduct", "ranking"], ...] = ("conduct", "ranking")
    return tuple(one for one in both if one in used)
