"""Why this place: the sentences that lead from the marks to the score, the place and the cut."""

from fractions import Fraction

from scoring.contest.advancement import Advancement
from scoring.contest.advancement_words import reason_text, rule_text, tie_text
from scoring.contest.ids import EntrantId
from scoring.contest.names import amount_text, fine, numbers, outcome_label
from scoring.contest.published import hides_values
from scoring.contest.scores import Number
from scoring.contest.scoring import (
    ByBestAttempts,
    ByCountback,
    ByDecision,
    ByHighestMarks,
    ByOrder,
    ByPreference,
    ByStep,
    Scoring,
    TieBreak,
)
from scoring.contest.stage_result import StageStandings, Standing
from scoring.contest.state import Contest
from scoring.contest.tie_breaks import better_of_judges, settlement
from scoring.contest.working import working
from scoring.rules.cuts import Cut
from scoring.rules.ranking import Key
from scoring.wording import Message, say


def why(contest: Contest, result: StageStandings, entrant: EntrantId) -> tuple[Message, ...]:
    """Everything that decided this entrant's score, place and qualifying, in order."""
    standing = result.of(entrant)
    if standing is None:
        return (say("Not in the field of this stage."),)
    return (
        *_status(contest, result, standing),
        *working(contest, result, entrant),
        *_place(result, standing),
        *_ties(contest, result, entrant),
        *_cuts(contest, result, standing),
        *_advanced(contest, result, entrant),
    )


def public_why(
    contest: Contest, result: StageStandings, entrant: EntrantId
) -> tuple[Message, ...]:
    """Place and qualifying as far as the audience may know why.

    No judge's mark unless the plan publishes the marks, and nothing that an official wrote down.
    """
    standing = result.of(entrant)
    if standing is None:
        return ()
    return (
        *_place(result, standing),
        *_ties(contest, result, entrant, public=True),
        *_cuts(contest, result, standing, public=True),
        *_advanced(contest, result, entrant, public=True),
    )


def _status(contest: Contest, result: StageStandings, standing: Standing) -> list[Message]:
    lines: list[Message] = []
    match standing.status:
        case "withdrawn":
            lines.append(say("Withdrawn: {reason}", reason=contest.withdrawn[standing.entrant]))
        case "disqualified":
            performance = contest.stage(result.stage.id).performances[standing.entrant]
            lines.append(say("Disqualified: {reason}", reason=performance.reason))
        case "no_show":
            lines.append(say("Called to the stage and did not come."))
        case "waiting":
            lines.append(say("Has not performed yet."))
        case "on_stage":
            lines.append(say("On stage; the judges are still marking."))
        case "unfinished":
            outcome = outcome_label(standing.outcome) if standing.outcome else say("not known yet")
            lines.append(say("No result: {outcome}.", outcome=outcome))
        case "ranked":
            pass
    if standing.guest:
        lines.append(say("A guest: ranked as if competing, without taking a place."))
    return lines


def _place(result: StageStandings, standing: Standing) -> list[Message]:
    if standing.place is None:
        return []
    lines = [say("Entrants with a better score: {count}.", count=_ahead(result, standing))]
    level = (one for one in result.standings if one.place == standing.place and not one.guest)
    shared = 0 if standing.guest else sum(1 for _ in level) - 1
    if shared:
        lines.append(
            say(
                "Place {place}, shared with {count} more: no rule of the plan separates them.",
                place=standing.place,
                count=shared,
            )
        )
    else:
        lines.append(say("Place {place}.", place=standing.place))
    return lines


def _ahead(result: StageStandings, standing: Standing) -> int:
    """How many competitors have a better score, tie-breaks left aside."""
    sign = 1 if result.stage.scoring.better == "higher" else -1

    def compared(one: Standing) -> Fraction | int | None:
        if one.score is None or one.place is None:
            return None
        published = result.stage.scoring.compare == "published"
        return sign * (one.score.published if published else one.score.exact)

    own = compared(standing)
    return sum(
        1
        for one in result.standings
        if not one.guest and (other := compared(one)) is not None and (own is None or other > own)
    )


def _ties(
    contest: Contest, result: StageStandings, entrant: EntrantId, *, public: bool = False
) -> list[Message]:
    scoring = result.stage.scoring
    lines: list[Message] = []
    position = {one: n for n, group in enumerate(result.ranking.groups) for one in group}
    for separation in result.ranking.separations:
        if entrant not in separation.values:
            continue
        tie = scoring.tie_breaks[separation.link - 1]
        step, rule = separation.link, tie_rule(scoring, tie)
        if public and hides_values(result, tie, tuple(separation.values)):
            order = numbers(contest, sorted(separation.values, key=position.__getitem__))
            lines.append(
                say("Tie-break {step}, {rule}: in this order {order}.",
                    step=step, rule=rule, order=order)
            )  # fmt: skip
            continue
        values = tuple(
            say(
                "No. {number} {value}",
                number=contest.entrants[one].number,
                value=_tie_value(result, tie, one, key),
            )
            for one, key in sorted(separation.values.items(), key=lambda item: position[item[0]])
        )
        lines.append(
            say("Tie-break {step}, {rule}: {values}.", step=step, rule=rule, values=values)
        )
        lines += _decision(result, tie, tuple(separation.values), public=public)
    return lines


def _decision(
    result: StageStandings, tie: TieBreak, group: tuple[EntrantId, ...], *, public: bool
) -> list[Message]:
    """How a lot was drawn, so that anybody can repeat it."""
    if not isinstance(tie, ByDecision):
        return []
    found = settlement(result.chain.ties, tie.by, group)
    if found is None:
        return []
    lines: list[Message] = []
    if found.reason and not public:
        lines.append(say("Recorded: {reason}", reason=found.reason))
    if found.seed:
        lines.append(say("The lot was drawn from the seed {seed}.", seed=found.seed))
    return lines


def _tie_value(
    result: StageStandings, tie: TieBreak, entrant: EntrantId, key: Key | None
) -> str | Message:
    match tie:
        case ByStep(step=step):
            value = result.chain.values[entrant].get(step)
            if isinstance(value, Number | str):
                return amount_text(result.stage.scoring.step(step), value)
            return "–"
        case ByOrder() | ByDecision():
            return say("{position}", position=_position(key))
        case _:
            parts = key if isinstance(key, tuple) else (key,)
            return " ".join(fine(abs(Fraction(one)), 0) for one in parts[:8] if one is not None)


def _position(key: Key | None) -> int:
    return abs(key) + 1 if isinstance(key, int) else 0


def tie_rule(scoring: Scoring, tie: TieBreak) -> Message:
    """The name of a link of the tie-break chain."""
    match tie:
        case ByStep(step=step, better="higher"):
            return say("higher value of {step}", step=scoring.step(step).name)
        case ByStep(step=step):
            return say("lower value of {step}", step=scoring.step(step).name)
        case ByHighestMarks() if better_of_judges(scoring) == "lower":
            return say("the better single places")
        case ByHighestMarks():
            return say("the higher single marks")
        case ByBestAttempts(step=step):
            return say("the better single attempts of {step}", step=scoring.step(step).name)
        case ByPreference():
            return say("whom more judges prefer")
        case ByCountback():
            return say("more first places from the judges, then second places")
        case ByOrder(first="earlier"):
            return say("who performed earlier")
        case ByOrder():
            return say("who performed later")
        case ByDecision(by="lot"):
            return say("drawing lots")
        case ByDecision():
            return say("a run-off")


def _cuts(
    contest: Contest, result: StageStandings, standing: Standing, *, public: bool = False
) -> list[Message]:
    """The routes onward, up to the one that takes this entrant."""
    if standing.place is None:
        return []
    if standing.guest:
        return [say("Does not qualify: out of competition.")] if result.cuts else []
    lines: list[Message] = []
    for route, cut in zip(result.stage.advancement, result.cuts, strict=True):
        better = result.stage.scoring.better
        lines += [say("Rule: {rule}.", rule=rule_text(rule, better)) for rule in route.rules]
        entrant = standing.entrant
        if entrant in cut.tied_at_line:
            tied = numbers(contest, cut.tied_at_line)
            lines.append(
                say(
                    "Tied across the line: {tied}. {policy}", tied=tied, policy=tie_text(route.tie)
                )
            )
        lines += _drawn_line(contest, result, route, cut, entrant, public=public)
        if standing.status == "withdrawn":
            lines.append(say("Does not qualify: withdrawn; the next in the ranking moves up."))
        elif entrant in cut.qualifying:
            lines.append(say("Qualifies for {stage}.", stage=route.to))
            break
        elif entrant in cut.undecided:
            lines.append(say("Waits for the tie to be settled."))
        else:
            lines.append(say("Does not qualify for {stage}.", stage=route.to))
            lines += _shut_out(cut, entrant)
            lines += _next_in_line(cut, entrant)
    return lines


def _drawn_line(  # noqa: PLR0913 - what was drawn, for whom, and for whose eyes
    contest: Contest,
    result: StageStandings,
    route: Advancement,
    cut: Cut[EntrantId],
    entrant: EntrantId,
    *,
    public: bool,
) -> list[Message]:
    """How a lot or a run-off separated those tied across this line."""
    group = next(one for one in result.ranking.groups if entrant in one)
    tied = [one for one in group if one not in contest.withdrawn]
    inside = sum(one in cut.qualifying for one in tied)
    if route.tie not in {"lots", "run_off"} or entrant not in tied or not 0 < inside < len(tied):
        return []
    decision = ByDecision(by="lot" if route.tie == "lots" else "run_off")
    found = settlement(result.chain.ties, decision.by, tied)
    if found is None:
        return []
    order = numbers(contest, [one for one in found.order if one in tied])
    rule = tie_rule(result.stage.scoring, decision)
    line = say("Tied across the line; {rule} put them in this order: {order}.",
               rule=rule, order=order)  # fmt: skip
    return [line, *_decision(result, decision, tuple(tied), public=public)]


def _shut_out(cut: Cut[EntrantId], entrant: EntrantId) -> list[Message]:
    """Good enough by rank, and out by a quota or a cap; a tie at the line has its own line."""
    return [
        reason_text(one.reason)
        for one in cut.excluded
        if one.entrant == entrant and one.reason != "tie"
    ]


def _next_in_line(cut: Cut[EntrantId], entrant: EntrantId) -> list[Message]:
    for position, group in enumerate(cut.alternates, start=1):
        if entrant in group:
            return [say("Next in line: alternate {position}.", position=position)]
    return []


def _advanced(
    contest: Contest, result: StageStandings, entrant: EntrantId, *, public: bool = False
) -> list[Message]:
    lines: list[Message] = []
    for number, advanced in contest.stage(result.stage.id).advanced.items():
        route = result.stage.advancement[number]
        goes_on = entrant in advanced.entrants
        qualifies = number < len(result.cuts) and entrant in result.cuts[number].qualifying
        if goes_on:
            lines.append(say("Advanced to {stage}.", stage=route.to))
        swapped = False
        for leaving, entering in advanced.replaced:
            if entrant in (leaving, entering):
                swapped = True
                who = numbers(contest, (leaving, entering))
                lines.append(say("{left} cannot come; {came} comes in.", left=who[0], came=who[1]))
        if goes_on != qualifies and not swapped and not public:
            lines.append(
                say(
                    "The recorded decision differs from the rule: {reason}",
                    reason=advanced.reason
                    or say("marks were corrected or somebody withdrew after it."),
                )
            )
    return lines
