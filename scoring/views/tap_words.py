"""What is tapped or entered in a match, in words."""

from scoring.contest.match_commands import Outright, Tap
from scoring.rules.cards import ShowCard
from scoring.rules.outcomes import BothOut, Conceded, How, Score, Side, Stop, Unplayed
from scoring.rules.period_match import Begin, Foul, Goal, Kick, PeriodOver, SetScore
from scoring.rules.rally_state import (
    Expedite,
    Rally,
    SetGames,
    SetService,
    Start,
    SwapEnds,
    TimeUp,
)
from scoring.rules.undo import Redo, Undo
from scoring.wording import Message, say


def tap_text(tap: Tap) -> Message:  # noqa: PLR0912 - a line for each
    """What an umpire tapped, in a word."""
    match tap:
        case Start() | Begin():
            return say("start")
        case Rally(winner=side):
            return say("point for {side}", side=_side(side))
        case Goal(side=side, points=points):
            return say("{points} for {side}", points=points, side=_side(side))
        case Foul(side=side):
            return say("foul of {side}", side=_side(side))
        case Kick(side=side, scored=scored):
            if scored:
                return say("penalty scored by {side}", side=_side(side))
            return say("penalty missed by {side}", side=_side(side))
        case PeriodOver():
            return say("end of the period")
        case SetService() | SwapEnds() | Expedite() | TimeUp():
            return say("service or ends set")
        case ShowCard():
            return say("card shown")
        case SetGames() | SetScore():
            return say("score set from paper")
        case Stop():
            return say("match ended otherwise")
        case Undo():
            return say("taken back")
        case Redo():
            return say("brought back")


def _side(side: Side) -> str:
    return side.upper()


def outright_text(result: Outright) -> Message:
    """A result entered as a whole: the score, how it ended otherwise, or both."""
    first, *more = (_part(one) for one in result)
    return say("{first}, {second}", first=first, second=more[0]) if more else first


def _part(one: SetGames | SetScore | Stop) -> Message:
    match one:
        case SetGames(games=games):
            return say("{score}", score=" ".join(map(_score, games)))
        case SetScore(score=score):
            text = _score(score.total)
            if score.shootout is None:
                return say("{score}", score=text)
            return say("{score}, {kicks} on penalties", score=text, kicks=_score(score.shootout))
        case Stop(outcome=outcome):
            return _stopped(outcome)


def _stopped(outcome: Conceded | BothOut | Unplayed) -> Message:
    match outcome:
        case Conceded(by=by, how=how):
            return _conceded(by, how)
        case BothOut():
            return say("both out")
        case Unplayed():
            return say("called off")


def _conceded(by: Side, how: How) -> Message:
    match how:
        case "retired":
            return say("{side} retired", side=_side(by))
        case "disqualified":
            return say("{side} disqualified", side=_side(by))
        case "walkover":
            return say("walkover by {side}", side=_side(by))
        case "forfeit":
            return say("forfeit by {side}", side=_side(by))
        case "default":
            return say("default by {side}", side=_side(by))


def _score(one: Score) -> str:
    return f"{one.a}–{one.b}"
