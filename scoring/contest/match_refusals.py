"""Why something cannot happen in a match, said to the umpire: impossible scores, wrong moments."""

from collections.abc import Sequence
from typing import assert_never

from scoring.contest.match_commands import Outright
from scoring.contest.play import GameRules
from scoring.rules import period_match, rally_state
from scoring.rules.counting import GameRules as OneGame
from scoring.rules.counting import RallyRules
from scoring.rules.game_scores import Impossible, top
from scoring.rules.outcomes import NIL, Score
from scoring.rules.periods import PeriodRules, Reason
from scoring.rules.rally_state import SetGames
from scoring.rules.undo import NothingThere
from scoring.wording import Message, say


def not_possible(rules: GameRules, error: Exception, given: Outright = ()) -> Message:
    """The sentence for what `scoring.contest.play.tapped` or `from_scratch` raised."""
    match error:
        case rally_state.NotPossible(reason="no_such_score", score=Impossible() as score):
            assert isinstance(rules, RallyRules)  # noqa: S101 - only those raise it
            games = next((one.games for one in given if isinstance(one, SetGames)), ())
            return impossible_score(rules, games, score)
        case rally_state.NotPossible(reason="wrong_player", player=player):
            number = "" if player is None else f"{player.side.upper()}{player.number}"
            return say("{player} cannot serve or receive now.", player=number)
        case rally_state.NotPossible():
            return _in_rallies(error)
        case period_match.NotPossible():
            return _in_periods(rules, error)
        case NothingThere(reason="nothing_to_undo"):
            return say("There is nothing to take back.")
        case NothingThere():
            return say("There is nothing to bring back.")
        case _:
            return say("That does not happen in this kind of match.")


def impossible_score(rules: RallyRules, games: Sequence[Score], found: Impossible) -> Message:
    """Why games cannot have ended so: “22-19 cannot end a game: it was over at 21-19. …”."""
    game = rules.game_rules(found.game)
    given = score_text(games[found.game - 1]) if found.game <= len(games) else ""
    match found.reason:
        case "over_earlier":
            return say(
                "{score} cannot end game {game}: it was over at {over}. {rule}",
                score=given,
                game=found.game,
                over=score_text(found.over_at or NIL),
                rule=game_rule(game),
            )
        case "both_at_cap":
            return say(
                "{score} cannot end game {game}: whoever had {top} first had won. {rule}",
                score=given,
                game=found.game,
                top=top(game) or 0,
                rule=game_rule(game),
            )
        case "below_start":
            return say("Game {game} has fewer points than it began with.", game=found.game)
        case "unfinished":
            return say(
                "{score} does not end game {game}, and another follows. {rule}",
                score=given,
                game=found.game,
                rule=game_rule(game),
            )
        case "level":
            return say("Game {game} is level, and another follows.", game=found.game)
        case "after_the_end":
            return say(
                "Game {game} cannot be: {needed} won games win the match.",
                game=found.game,
                needed=rules.to_win,
            )
    assert_never(found.reason)


def score_text(score: Score) -> str:
    return f"{score.a}-{score.b}"


def game_rule(game: OneGame) -> Message:
    """What wins a game, in a sentence."""
    if game.points is None:
        return say("A game lasts {minutes} minutes.", minutes=(game.seconds or 0) // 60)
    if game.lead == 1:
        return say("A game goes to {points}.", points=game.points)
    if game.cap is None:
        return say(
            "A game goes to {points}, by {lead} points.", points=game.points, lead=game.lead
        )
    return say(
        "A game goes to {points}, by {lead} points, up to {cap}.",
        points=game.points,
        lead=game.lead,
        cap=game.cap,
    )


def _in_rallies(error: rally_state.NotPossible) -> Message:
    match error.reason:
        case "not_started":
            return say("The match has not begun; start it first.")
        case "already_started":
            return say("The match has begun already.")
        case "over":
            return say("The match is over; take back the last entry if it was wrong.")
        case "handicap_too_high":
            return say("The handicap must be less than what wins a game.")
        case "no_time_limit":
            return say("These games have no time limit.")
        case "time_is_up":
            return say("Time is up already; the next point decides.")
        case "no_expedite":
            return say("There is no expedite system here.")
        case "wrong_player":
            return say("That player cannot serve or receive now.")
        case "no_such_score":
            return say("There is no such score.")
    assert_never(error.reason)


def _in_periods(rules: GameRules, error: period_match.NotPossible) -> Message:
    if error.score is not None:
        return _final_score(error.score)
    match error.reason:
        case "not_started":
            return say("The match has not begun; start it first.")
        case "already_started":
            return say("The match has begun already.")
        case "over":
            return say("The match is over; take back the last entry if it was wrong.")
        case "no_such_points":
            points = rules.points if isinstance(rules, PeriodRules) else (1,)
            return say(
                "A goal counts {points} here.", points=", ".join(str(one) for one in points)
            )
        case "no_fouls":
            return say("Fouls are not counted here.")
        case "player_out":
            return say("This player has committed as many fouls as put out of the match.")
        case "in_shootout":
            return say("The shoot-out has begun; record kicks.")
        case "no_shootout":
            return say("There is no shoot-out now.")
        case "not_their_kick":
            return say("It is the other side's kick.")
        case "no_such_score":
            return say("There is no such score.")
    assert_never(error.reason)


def _final_score(reason: Reason) -> Message:
    match reason:
        case "negative":
            return say("A score cannot be below zero.")
        case "overtime_not_due":
            return say("Regular time has a winner; there is no overtime.")
        case "overtime_missing":
            return say("Regular time is level; give the points of overtime too.")
        case "overtime_level":
            return say("Overtime is level; it is repeated until it is decided.")
        case "shootout_not_due":
            return say("There is a winner already; there is no shoot-out.")
        case "shootout_missing":
            return say("It is level after play; give the shoot-out too.")
        case "shootout_level":
            return say("The shoot-out is level; it goes on until it is decided.")
    assert_never(reason)
