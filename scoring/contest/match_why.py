"""Why this place in a stage of matches: the clauses that told equals apart, the results."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.contest.advancement_words import rule_text
from scoring.contest.encounters import Encounter
from scoring.contest.formats import Swiss, SwissTieBreak
from scoring.contest.ids import EntrantId
from scoring.contest.match_results import MatchResult
from scoring.contest.tables import GroupTable, PlayedStandings
from scoring.rules.outcomes import Conceded, Drawn, Score, winner
from scoring.rules.pool_results import Balance
from scoring.rules.pool_rules import Clause, Measure
from scoring.rules.pools import Parting, Value
from scoring.rules.ranking import Key, Separation
from scoring.wording import Message, say

_HALF = 2


def match_why(result: PlayedStandings, entrant: EntrantId) -> tuple[Message, ...]:
    """Everything that decided this entrant's place and qualifying, in order."""
    standing = result.of(entrant)
    if standing is None:
        return (say("Not in the field of this stage."),)
    found: list[Message] = []
    stage = result.contest.stage(result.stage.id)
    if entrant in stage.disqualified:
        found.append(say("Disqualified: {reason}.", reason=stage.disqualified[entrant]))
    elif entrant in result.contest.withdrawn:
        found.append(say("Withdrawn: {reason}.", reason=result.contest.withdrawn[entrant]))
    found += _matches(result, entrant)
    for one in result.tables:
        if one.name == standing.group:
            found += _table(result, one, entrant)
    if isinstance(result.stage.format, Swiss):
        parted = [one for one in result.ranking.separations if entrant in one.values]
        found += _separations(result, result.stage.format, parted)
    found += _cuts(result, entrant)
    return tuple(found)


def table_why(result: PlayedStandings, group: str | None = None) -> tuple[Message, ...]:
    """What told equals of a group apart, or those of a Swiss system."""
    if isinstance(result.stage.format, Swiss):
        return tuple(_separations(result, result.stage.format, result.ranking.separations))
    tables = [one.table for one in result.tables if one.name == group]
    partings = [_parting(result, one) for table in tables for one in table.partings]
    lots = [
        say("Equal by every clause: {names}. Lots must be drawn.", names=_names(result, tied))
        for table in tables
        for tied in table.lots
    ]
    return (*partings, *lots)


def _matches(result: PlayedStandings, entrant: EntrantId) -> Iterator[Message]:
    for one in result.encounters:
        if one.result is not None and one.entrants is not None and entrant in one.entrants:
            yield _match(result, one, entrant)


def _match(result: PlayedStandings, one: Encounter, entrant: EntrantId) -> Message:
    assert one.entrants is not None  # noqa: S101 - only those with two entrants are asked for
    assert one.result is not None  # noqa: S101 - and with a result
    mine = 0 if one.entrants[0] == entrant else 1
    opponent = result.contest.entrants[one.entrants[1 - mine]].name
    scores = _scores(one.result, mine)
    side = winner(one.result.outcome)
    won = side is not None and (side == "a") == (mine == 0)
    if isinstance(one.result.outcome, Conceded):
        if won:
            return say("{opponent} conceded ({scores}).", opponent=opponent, scores=scores or "–")
        return say("Conceded to {opponent} ({scores}).", opponent=opponent, scores=scores or "–")
    if isinstance(one.result.outcome, Drawn):
        return say("Drew with {opponent} {scores}.", opponent=opponent, scores=scores)
    if side is None:
        return say("No winner against {opponent} ({scores}).",
                   opponent=opponent, scores=scores or "–")  # fmt: skip
    if won:
        return say("Beat {opponent} {scores}.", opponent=opponent, scores=scores)
    return say("Lost to {opponent} {scores}.", opponent=opponent, scores=scores)


def _scores(result: MatchResult, mine: int) -> Message | str:
    """Game by game, one's own first; and a shoot-out, which is no part of the goals."""
    scores = ", ".join(_mine_first(game, mine) for game in result.games)
    if result.shootout is None:
        return scores
    return say(
        "{score} ({kicks} on penalties)",
        score=scores,
        kicks=_mine_first(result.shootout, mine),
    )


def _mine_first(score: Score, mine: int) -> str:
    return f"{score[mine]}-{score[1 - mine]}"


def _table(result: PlayedStandings, one: GroupTable, entrant: EntrantId) -> Iterator[Message]:
    if entrant in one.table.struck:
        yield say("By the rule book all results of the group are deleted.")
    for parting in one.table.partings:
        if any(entrant in group for group in parting.groups):
            yield _parting(result, parting)
    for tied in one.table.lots:
        if entrant in tied:
            others = [other for other in tied if other != entrant]
            yield say(
                "Equal by every clause with {others}: lots must be drawn.",
                others=_names(result, others),
            )


def _parting(result: PlayedStandings, parting: Parting[EntrantId]) -> Message:
    values = tuple(
        say("{name} {value}", name=_name(result, one), value=value_text(parting.clause, value))
        for group in parting.groups
        for one in group
        for value in [parting.values[one]]
    )
    measure = measure_text(parting.clause.measure)
    if parting.among:
        return say(
            "{clause}, {measure} in the matches between {among}: {values}.",
            clause=parting.clause.text,
            measure=measure,
            among=_names(result, parting.among),
            values=values,
        )
    return say(
        "{clause}, {measure}: {values}.",
        clause=parting.clause.text,
        measure=measure,
        values=values,
    )


def value_text(clause: Clause, value: Value) -> str:
    """What was compared, as it is known to readers: a difference as +3, a ratio as 7:5."""
    if isinstance(value, Balance):
        if clause.measure.endswith("ratio"):
            return f"{value.scored}:{value.conceded}"
        if clause.measure == "points_scored":
            return str(value.scored)
        return f"{value.difference:+d}".replace("-", "−") if value.difference else "0"
    return str(value)


def measure_text(measure: Measure) -> Message:
    """What a clause compares."""
    match measure:
        case "league_points":
            return say("points")
        case "wins":
            return say("matches won")
        case "rubber_difference":
            return say("difference of rubbers")
        case "game_difference":
            return say("difference of games")
        case "point_difference":
            return say("difference of points scored")
        case "points_scored":
            return say("points scored")
        case "rubber_ratio":
            return say("ratio of rubbers")
        case "game_ratio":
            return say("ratio of games")
        case "point_ratio":
            return say("ratio of points scored")
        case "conduct":
            return say("fair play")
        case "ranking":
            return say("ranking before the contest")
        case "lots":
            return say("drawing of lots")


def _separations(
    result: PlayedStandings, layout: Swiss, parted: Iterable[Separation[EntrantId]]
) -> Iterator[Message]:
    """Each link of the chain that told those on the same score apart."""
    rules = [*map(tie_break_text, layout.tie_breaks), say("drawing of lots")]
    for one in parted:
        in_order = (*layout.tie_breaks, "seed")[one.link - 1] == "seed"
        yield say(
            "{rule}: {values}.",
            rule=rules[one.link - 1],
            values=tuple(
                say(
                    "{name} {value}",
                    name=_name(result, other),
                    value=key_text(1 - value if in_order and isinstance(value, int) else value),
                )
                for other, value in one.values.items()
            ),
        )


def tie_break_text(by: SwissTieBreak) -> Message:
    """What tells equals of a Swiss system apart."""
    match by:
        case "buchholz":
            return say("Buchholz")
        case "buchholz_cut_1":
            return say("Buchholz without the lowest")
        case "buchholz_median":
            return say("Buchholz without lowest and highest")
        case "buchholz_difference":
            return say("Buchholz of differences")
        case "direct":
            return say("matches between each other")
        case "seed":
            return say("place in the initial order")


def key_text(value: Key | None) -> str:
    """A value of a chain as it is shown: halves as ½; a place in an order counts from 1."""
    if isinstance(value, Fraction) and value.denominator == _HALF:
        whole = abs(value) // 1
        return f"{'−' if value < 0 else ''}{whole or ''}½"
    if isinstance(value, Fraction | int):
        return str(value).replace("-", "−")
    return "–"


def _cuts(result: PlayedStandings, entrant: EntrantId) -> Iterator[Message]:
    for route, cut in zip(result.stage.advancement, result.cuts, strict=True):
        rules = tuple(text for rule in route.rules for text in [rule_text(rule)])
        if entrant in cut.qualifying:
            yield say("Qualifies for {stage}: {rules}.", stage=route.to, rules=rules)
        elif entrant in cut.undecided:
            yield say("Tied across the line for {stage}.", stage=route.to)


def _name(result: PlayedStandings, entrant: EntrantId) -> str:
    return result.contest.entrants[entrant].name


def _names(result: PlayedStandings, entrants: Iterable[EntrantId]) -> tuple[str, ...]:
    return tuple(_name(result, one) for one in entrants)
