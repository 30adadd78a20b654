"""The form of a result: how a score is typed, and in which ways a match may end."""

from msgspec import Struct

from scoring.contest.ids import EntrantId
from scoring.contest.match_commands import Outright
from scoring.contest.plan import MatchRules, PlayedStage
from scoring.contest.state import Contest
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Drawn, Outcome, winner
from scoring.rules.periods import PeriodRules
from scoring.rules.ties import TieRules
from scoring.views.tap_words import outright_text
from scoring.views.words import Words
from scoring.wording import Message, say


class Ending(Struct, frozen=True):
    """A way a match may end, to choose from."""

    id: str
    name: str
    one_sided: bool


class ResultForm(Struct, frozen=True):
    """What is asked of a match, or of a rubber of a tie."""

    id: str
    """match or rubber."""
    hint: str
    endings: tuple[Ending, ...]


def result_forms(stage: PlayedStage, words: Words) -> tuple[ResultForm, ...]:
    """For a match; where it is a team tie, for its rubbers too."""
    rules = stage.match
    whole = ResultForm("match", words(score_hint(rules)), endings(rules, words))
    if not isinstance(rules, TieRules):
        return (whole,)
    game = rules.rubbers[0].rules
    return (whole, ResultForm("rubber", words(score_hint(game)), endings(game, words)))


def score_hint(rules: MatchRules) -> Message:
    """How a score is typed."""
    match rules:
        case RallyRules():
            return say("Game by game: 21-15 18-21 21-19. Any dash or colon will do.")
        case PeriodRules(overtime=None, shootout=None):
            return say("For example 2-1.")
        case PeriodRules(overtime=None):
            return say("For example 2-1; with a shoot-out: 1-1 penalties 4-3.")
        case PeriodRules(shootout=None):
            return say("For example 88-80; with the points of overtime alone: 75-75 OT 10-8.")
        case PeriodRules():
            return say("For example 2-1; with all that may follow: 1-1 OT 0-0 penalties 4-3.")
        case TieRules():
            return say("The rubbers are entered one by one.")


def endings(rules: MatchRules, words: Words) -> tuple[Ending, ...]:
    """By the score first; a team tie as a whole is only ever given up."""
    played = Ending("played", words(say("By the score")), one_sided=False)
    given_up: list[tuple[str, Message]]
    match rules:
        case RallyRules():
            given_up = [
                ("retired", say("Retired during the match")),
                ("walkover", say("Walkover: did not come, or gave up before")),
                ("disqualified", say("Disqualified")),
            ]
        case PeriodRules():
            given_up = [
                ("forfeit", say("Forfeit: absent, too few, or refused to play")),
                ("default", say("Default: too few players left")),
                ("disqualified", say("Disqualified")),
            ]
        case TieRules():
            given_up = [
                ("walkover", say("Walkover: did not come, or gave up before")),
                ("retired", say("Gave up during the tie")),
                ("disqualified", say("Disqualified")),
            ]
    found = [Ending(name, words(text), one_sided=True) for name, text in given_up]
    both = Ending("both_out", words(say("Both out: nobody wins")), one_sided=False)
    off = Ending("called_off", words(say("Called off: not played")), one_sided=False)
    first = () if isinstance(rules, TieRules) else (played,)
    return (*first, *found, both, off)


def understood(
    contest: Contest, result: Outright, outcome: Outcome | None, sides: tuple[EntrantId, EntrantId]
) -> Message:
    """How a result was read: who wins by it."""
    side = None if outcome is None else winner(outcome)
    text = outright_text(result)
    if side is not None:
        name = contest.entrants[sides[0 if side == "a" else 1]].name
        return say("{name} wins: {result}", name=name, result=text)
    if isinstance(outcome, Drawn):
        return say("Drawn: {result}", result=text)
    return text
