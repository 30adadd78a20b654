"""A match as every screen shows it: who meets whom, the score, and how far it is."""

from msgspec import Struct

from scoring.contest.encounters import Encounter, Encounters, InGroup, SwissRound, Where
from scoring.contest.encounters import Phase as MatchPhase
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.match_results import tie_of
from scoring.contest.names import seat_label
from scoring.contest.plan import PlayedStage
from scoring.contest.play import Play, State
from scoring.contest.state import Contest
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import BothOut, Conceded, Outcome, Score, Side, Unplayed, winner
from scoring.rules.propagation import Awaited, Known, Nobody, Occupant
from scoring.rules.rally_state import MatchState
from scoring.rules.slots import MatchId, Round
from scoring.rules.ties import TieRules
from scoring.views.dates import when
from scoring.views.round_words import match_words, slot_words
from scoring.views.words import Words
from scoring.wording import Message, say


class SideCard(Struct, frozen=True, kw_only=True):
    """One side of a match: an entrant, or where somebody will come from."""

    name: str
    """Of the entrant; or "Winner of QF 2", or that nobody comes."""
    entrant: EntrantId | None = None
    """None as long as it is not known who stands here, or nobody will."""
    number: int | None = None
    unit: str = ""
    members: tuple[str, ...] = ()
    won: bool | None = None
    """None as long as nobody has won."""
    serving: bool = False


class MatchCard(Struct, frozen=True, kw_only=True):
    """One match."""

    stage: StageId
    id: MatchId
    name: str
    """QF 2; Group A, round 1, match 2."""
    a: SideCard
    b: SideCard
    phase: MatchPhase
    phase_text: str
    games: tuple[Score, ...] = ()
    """Games, or the periods' goals, that are over; as published once the match is over."""
    score: Score | None = None
    """Games won, goals, or rubbers won; None before the start: unplayed is no 0-0."""
    live: Score | None = None
    """Points of the game in progress."""
    note: str = ""
    """How it ended if not by the score: retired, walkover."""
    court: str = ""
    start: str = ""
    """Date and time at the venue, "2024-11-02T09:30"; empty if not scheduled."""
    when: str = ""
    """The same in short: "09:30"; "2 Nov 09:30" unless the contest is all on one day."""


def match_card(
    contest: Contest, stage: PlayedStage, found: Encounters, one: Encounter, words: Words
) -> MatchCard:
    """The match as it stands now; live scores are those of the tablet, confirmed or not."""
    play = contest.play[stage.id]
    result = one.result
    outcome = None if result is None else result.outcome
    side = None if outcome is None else winner(outcome)
    games, score, live = shown_score(stage, play, one)
    state = play.record(one.id).state
    return MatchCard(
        stage=stage.id,
        id=one.id,
        name=words(match_name(_where(found, one), one.number)),
        a=_side(contest, found, one.sides[0], "a", side, state, words),
        b=_side(contest, found, one.sides[1], "b", side, state, words),
        phase=one.phase,
        phase_text=words(phase_text(one.phase)),
        games=games,
        score=score,
        live=live,
        note=words(text) if (text := outcome_note(one)) is not None else "",
        court="" if one.court is None else words.label(seat_label(contest.plan, one.court)),
        start=one.start or "",
        when=_spoken(match_when(contest, found, one), words),
    )


def match_when(contest: Contest, found: Encounters, one: Encounter) -> Message | str:
    """When it begins, with the day unless stage and contest share one; "" if unscheduled."""
    if one.start is None:
        return ""
    of_contest = {contest.plan.date} if contest.plan.date else set[str]()
    return when(one.start, dated=len(found.days | of_contest) > 1)


def _spoken(text: Message | str, words: Words) -> str:
    return text if isinstance(text, str) else words(text)


def _where(found: Encounters, one: Encounter) -> Where:
    """One group alone needs no name."""
    if isinstance(one.where, InGroup) and len(found.members) == 1:
        return SwissRound(one.where.number, one.where.of)
    return one.where


def match_name(where: Where, number: int) -> Message:
    """What a match is called in its stage."""
    match where:
        case Round():
            return match_words(where, number)
        case InGroup(group=group, number=of_round, across=other) if other:
            return say("Groups {group} and {other} · {round}-{number}",
                       group=group, other=other, round=of_round, number=number)  # fmt: skip
        case InGroup(group=group, number=of_round):
            return say("Group {group} · {round}-{number}",
                       group=group, round=of_round, number=number)  # fmt: skip
        case SwissRound(number=of_round):
            return say("Round {round}, match {number}", round=of_round, number=number)


def phase_text(phase: MatchPhase) -> Message:
    """How far a match is, in a word."""
    match phase:
        case "waiting":
            return say("to come")
        case "ready":
            return say("ready")
        case "called":
            return say("called")
        case "live":
            return say("live")
        case "over":
            return say("to be confirmed")
        case "confirmed":
            return say("final result")
        case "passed":
            return say("bye")
        case "not_needed":
            return say("not played")


def outcome_note(one: Encounter) -> Message | None:
    """How a match ended that was not decided by the score."""
    if one.result is not None and one.result.shootout is not None:
        return say("{kicks} on penalties", kicks="{}-{}".format(*one.result.shootout))
    return None if one.result is None else outcome_words(one.result.outcome)


def outcome_words(outcome: Outcome) -> Message | None:
    """An end otherwise than by the score, in a word."""
    match outcome:
        case Conceded(how="retired"):
            return say("retired")
        case Conceded(how="disqualified"):
            return say("disqualified")
        case Conceded(how="walkover"):
            return say("walkover")
        case Conceded(how="forfeit"):
            return say("forfeit")
        case Conceded(how="default"):
            return say("default")
        case BothOut():
            return say("both out")
        case Unplayed():
            return say("not played")
        case _:
            return None


def shown_score(
    stage: PlayedStage, play: Play, one: Encounter
) -> tuple[tuple[Score, ...], Score | None, Score | None]:
    """The games, the score, and the points of the game in progress."""
    if one.result is not None:
        result = one.result
        shown = result.scored if result.published is None else result.published
        if isinstance(stage.match, TieRules):
            return (), shown.rubbers, None
        in_rallies = isinstance(stage.match, RallyRules)
        return result.games, shown.games if in_rallies else shown.points, None
    if one.phase not in {"live", "over"}:
        return (), None, None
    if isinstance(stage.match, TieRules):
        return (), tie_of(stage.match, play, one.id).won, None
    state = play.record(one.id).state
    if isinstance(state, MatchState):
        return state.games, state.won, state.score
    if state is None or state.score is None:
        return (), None, None
    return state.by_period[:-1], state.score.total, None


def _side(  # noqa: PLR0913, PLR0917 - a side brings everything together
    contest: Contest,
    found: Encounters,
    occupant: Occupant[EntrantId],
    side: Side,
    won: Side | None,
    state: State | None,
    words: Words,
) -> SideCard:
    match occupant:
        case Known(entrant=entrant):
            known = contest.entrants[entrant]
            delivery = state.delivery if isinstance(state, MatchState) else None
            return SideCard(
                name=known.name,
                entrant=entrant,
                number=known.number,
                unit=known.unit,
                members=tuple(one.name for one in known.members),
                won=None if won is None else won == side,
                serving=delivery is not None and delivery.server.side == side,
            )
        case Awaited(slot=slot):
            matches = {one.match.id: one.match for one in found.fixtures.values()}
            return SideCard(name=words(slot_words(slot, matches)))
        case Nobody():
            return SideCard(name=words(say("Nobody")))
