"""What waits for somebody in a contest of matches, most urgent first."""

from collections.abc import Iterator
from typing import Literal, TypeAlias, get_args

from msgspec import Struct

from scoring.contest.encounters import Encounter, encounters
from scoring.contest.formats import DoubleElimination, Drawn, Groups, KnockOut, Swiss
from scoring.contest.ids import SeatId, StageId
from scoring.contest.plan import PlayedStage
from scoring.contest.play import NO_LINEUPS
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedRank, PlayedStandings
from scoring.contest.tie_breaks import settlement
from scoring.contest.timetabling import all_conflicts
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.views.desk_rows import contested_rubbers, is_overtaken, score_line, versus
from scoring.views.head import card
from scoring.views.match_card import match_card, match_name
from scoring.views.onward import RouteScreen, StageEnd
from scoring.views.ties import Tie
from scoring.views.words import Words
from scoring.wording import Message, say

NeedKind: TypeAlias = Literal[
    "contested", "overtaken", "confirm", "draw", "pair", "lineups", "reveal", "court",
    "conflict", "tie", "close", "advance", "absent", "differs",
]  # fmt: skip


class MatchNeed(Struct, frozen=True, kw_only=True):
    """Something that waits for somebody."""

    kind: NeedKind
    text: str
    stage: StageId
    match: MatchId | None = None
    rubber: int = 0
    revision: int = 0
    """Of the record that is to be confirmed."""
    tie: Tie | None = None
    route: RouteScreen | None = None


def match_needs(
    contest: Contest, ends: tuple[StageEnd, ...], words: Words, rank: PlayedRank
) -> tuple[MatchNeed, ...]:
    """Of every stage; `ends` are how those stages end of which somebody goes on."""
    found = [
        need
        for stage in contest.plan.played
        for need in _of_stage(contest, rank(contest, stage), words)
    ]
    found += [need for end in ends for need in _of_end(end, words)]
    count = len(all_conflicts([contest], 0))
    if count:
        text = say("Conflicts in the order of play: {count}.", count=count)
        stage = contest.plan.played[0].id
        found.append(MatchNeed(kind="conflict", text=words(text), stage=stage))
    order = get_args(NeedKind)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _of_stage(contest: Contest, result: PlayedStandings, words: Words) -> Iterator[MatchNeed]:
    stage = result.stage
    if contest.stage(stage.id).closed:
        yield from _ties(contest, result, words)
        return
    yield from _draw(contest, stage, words)
    for one in result.encounters:
        yield from _of_match(contest, result, one, words)
    yield from _courts(result, words)
    yield from _ties(contest, result, words)
    if may_close(contest, result):
        text = say("{stage}: everything has been played. Close the stage.", stage=stage.name)
        yield MatchNeed(kind="close", text=words(text), stage=stage.id)


def draw_is_due(contest: Contest, stage: PlayedStage) -> bool:
    """Whether who meets whom waits for a draw."""
    if contest.play[stage.id].lines or len(contest.present_field(stage)) < 2:  # noqa: PLR2004 - it takes two to meet
        return False
    match stage.format:
        case KnockOut(entry=entry) | DoubleElimination(entry=entry):
            return isinstance(entry, Drawn)
        case Groups(names=names):
            return len(names) > 1
        case Swiss():
            return False


def round_is_due(contest: Contest, stage: PlayedStage) -> bool:
    """Whether the next round of a Swiss system waits to be paired."""
    if not isinstance(stage.format, Swiss) or len(contest.present_field(stage)) < 2:  # noqa: PLR2004 - it takes two to meet
        return False
    rounds = len(contest.play[stage.id].rounds)
    return rounds < stage.format.rounds and encounters(contest, stage).complete


def _draw(contest: Contest, stage: PlayedStage, words: Words) -> Iterator[MatchNeed]:
    if draw_is_due(contest, stage):
        announced = contest.play[stage.id].announced is not None
        text = (
            say("{stage}: the draw is announced and waits for the word said in the hall.",
                stage=stage.name)
            if announced
            else say("{stage}: the draw has not been made.", stage=stage.name)
        )  # fmt: skip
        yield MatchNeed(kind="draw", text=words(text), stage=stage.id)
    if round_is_due(contest, stage):
        number = len(contest.play[stage.id].rounds) + 1
        text = say("{stage}: round {round} can be paired.", stage=stage.name, round=number)
        yield MatchNeed(kind="pair", text=words(text), stage=stage.id)


def _of_match(
    contest: Contest, result: PlayedStandings, one: Encounter, words: Words
) -> Iterator[MatchNeed]:
    stage, play = result.stage, contest.play[result.stage.id]
    name = match_name(one.where, one.number)
    for rubber in contested_rubbers(stage, play, one):
        text = say("{match}: two tablets recorded it differently. Compare.", match=name)
        yield MatchNeed(
            kind="contested", text=words(text), stage=stage.id, match=one.id, rubber=rubber
        )
    if is_overtaken(play, one):
        text = (
            say("{match}: after a correction others play here; call it again.", match=name)
            if one.entrants
            else say("{match}: after a correction it is open who plays here.", match=name)
        )
        yield MatchNeed(kind="overtaken", text=words(text), stage=stage.id, match=one.id)
        return
    yield from _unconfirmed(contest, result, one, words)
    if isinstance(stage.match, TieRules):
        yield from _lineups(contest, result, one, words)


def _unconfirmed(
    contest: Contest, result: PlayedStandings, one: Encounter, words: Words
) -> Iterator[MatchNeed]:
    stage, play = result.stage, contest.play[result.stage.id]
    if one.phase == "over":
        shown = match_card(contest, stage, result.encounters, one, words)
        text = say(
            "{match} is over and waits for the umpire's confirmation: {who}, {score}.",
            match=match_name(one.where, one.number),
            who=versus(shown),
            score=score_line(shown),
        )
        yield MatchNeed(
            kind="confirm",
            text=words(text),
            stage=stage.id,
            match=one.id,
            revision=play.record(one.id).revision,
        )
    if not isinstance(stage.match, TieRules) or one.phase != "live":
        return
    for number, rubber in enumerate(stage.match.rubbers, start=1):
        record = play.record(one.id, number)
        if record.outcome is not None and not record.confirmed:
            text = say(
                "{match}, {rubber} is over and waits for the umpire's confirmation.",
                match=match_name(one.where, one.number),
                rubber=rubber.name,
            )
            yield MatchNeed(
                kind="confirm",
                text=words(text),
                stage=stage.id,
                match=one.id,
                rubber=number,
                revision=record.revision,
            )


def _lineups(
    contest: Contest, result: PlayedStandings, one: Encounter, words: Words
) -> Iterator[MatchNeed]:
    """Once called: before that a team may take its time."""
    play = contest.play[result.stage.id]
    opened = play.opened.get(one.id)
    lineups = play.lineups.get(one.id, NO_LINEUPS)
    if opened is None or lineups.order is not None or one.phase not in {"called", "live"}:
        return
    missing = [side for side in opened.sides if side not in lineups.by_side]
    name = match_name(one.where, one.number)
    if missing:
        who = tuple(contest.entrants[side].name for side in missing)
        text = say("{match}: line-ups are missing: {teams}.", match=name, teams=who)
        yield MatchNeed(kind="lineups", text=words(text), stage=result.stage.id, match=one.id)
    else:
        text = say("{match}: both line-ups are in; reveal them.", match=name)
        yield MatchNeed(kind="reveal", text=words(text), stage=result.stage.id, match=one.id)


def _courts(result: PlayedStandings, words: Words) -> Iterator[MatchNeed]:
    stage = result.stage
    waiting = [one for one in result.encounters if one.phase == "ready" and one.court is None]
    if stage.courts and waiting:
        text = (
            say("{stage}: one match is ready and on no court.", stage=stage.name)
            if len(waiting) == 1
            else say("{stage}: {count} matches are ready and on no court.",
                     stage=stage.name, count=len(waiting))
        )  # fmt: skip
        yield MatchNeed(kind="court", text=words(text), stage=stage.id)


def free_courts(contest: Contest, rank: PlayedRank) -> frozenset[SeatId]:
    """The courts on which no match of any stage is."""
    taken = {
        one.court
        for stage in contest.plan.played
        for one in rank(contest, stage).encounters
        if one.phase in {"called", "live", "over"}
    }
    courts = {court for stage in contest.plan.played for court in stage.courts}
    return frozenset(courts.difference(taken))


def _ties(contest: Contest, result: PlayedStandings, words: Words) -> Iterator[MatchNeed]:
    stage, state = result.stage, contest.stage(result.stage.id)
    if stage.advancement and len(state.advanced) == len(stage.advancement):
        return
    for group in result.ties:
        if settlement(state.ties, "lot", group) is not None:
            continue
        who = tuple(say("No. {number}", number=contest.entrants[one].number) for one in group)
        standing = result.of(group[0])
        tie = Tie(
            by="lot",
            place=(standing.place if standing else None) or 0,
            score="",
            entrants=tuple(card(contest, one, words) for one in group),
            to="",
            spots=0,
        )
        text: Message = say("{stage}: only lots can tell {who} apart.", stage=stage.name, who=who)
        yield MatchNeed(kind="tie", text=words(text), stage=stage.id, tie=tie)


def may_close(contest: Contest, result: PlayedStandings) -> bool:
    """Whether everything of the stage has been played."""
    stage = result.stage
    rounds = len(contest.play[stage.id].rounds)
    if isinstance(stage.format, Swiss) and rounds < stage.format.rounds:
        return False
    found = result.encounters
    return bool(found.by_id) and found.complete and not contest.stage(stage.id).closed


def _of_end(end: StageEnd, words: Words) -> Iterator[MatchNeed]:
    due = next((one for one in end.routes if not one.recorded), None) if end.closed else None
    for route in end.routes:
        if route is due:
            text = say("{stage}: record who goes on to {to}.", stage=end.name, to=route.to)
            yield MatchNeed(kind="advance", text=words(text), stage=end.stage, route=route)
        if not route.recorded:
            continue
        if not end.begun:
            for absent in route.absentees:
                text = say("{who} has withdrawn and cannot come to {to}.",
                           who=say("No. {number} {name}", number=absent.number, name=absent.name),
                           to=route.to)  # fmt: skip
                yield MatchNeed(kind="absent", text=words(text), stage=end.stage, route=route)
        if route.joining or route.leaving:
            text = say(
                "After a correction the list of who goes on to {to} no longer fits the ranking.",
                to=route.to,
            )
            yield MatchNeed(kind="differs", text=words(text), stage=end.stage, route=route)
