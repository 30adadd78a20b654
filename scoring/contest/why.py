"""Why this place: the sentences that lead from the marks to the score, the place and the cut."""

from fractions import Fraction

from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.plan import (
    ByCriterion,
    ByMedian,
    BySeat,
    ByUntrimmedMean,
    Scoring,
    Threshold,
    TieBreak,
    TopN,
)
from scoring.contest.scores import Part, Score
from scoring.contest.standings import StageStandings, Standing
from scoring.contest.state import Contest
from scoring.rules.exact import decimal_text, rounded, unit
from scoring.wording import Label, Message, say


def why(contest: Contest, result: StageStandings, entrant: EntrantId) -> tuple[Message, ...]:
    """Everything that decided this entrant's score, place and qualifying, in order."""
    standing = result.of(entrant)
    if standing is None:
        return (say("Not in the field of this stage."),)
    return (
        *_status(contest, standing),
        *_score(contest, result, standing),
        *_place(result, standing),
        *_ties(contest, result, entrant),
        *_cut(contest, result, standing),
        *_advanced(contest, result, entrant),
    )


def _status(contest: Contest, standing: Standing) -> list[Message]:
    match standing.status:
        case "withdrawn":
            return [say("Withdrawn: {reason}", reason=contest.withdrawn[standing.entrant])]
        case "no_show":
            return [say("Called to the stage and did not come.")]
        case "waiting":
            return [say("Has not performed yet.")]
        case "on_stage":
            return [say("On stage; the judges are still marking.")]
        case "ranked":
            return []


def _score(contest: Contest, result: StageStandings, standing: Standing) -> list[Message]:
    if standing.score is None:
        return []
    scoring = result.stage.scoring
    lines = [_part(contest, scoring, part) for part in standing.score.parts]
    absent = contest.stage(result.stage.id).performances[standing.entrant].absent
    if absent:
        seats = tuple(_seat(contest, seat) for seat in absent)
        lines.append(
            say("Absent: {seats}. The marks of those present were averaged.", seats=seats)
        )
    if scoring.combine == "criteria":
        lines.append(
            say(
                "Score {score}: each criterion times its factor, rounded, then added.",
                score=str(standing.score),
            )
        )
    return lines


def _part(contest: Contest, scoring: Scoring, part: Part) -> Message:
    seats = [*part.panel.kept, *part.panel.dropped_low, *part.panel.dropped_high]
    marked = [one.decimals for one in scoring.criteria if part.criterion in (None, one.id)]
    finest = max(*marked, *(_decimals(part.marks[seat]) for seat in seats))

    def text(seat: SeatId) -> str:
        return decimal_text(rounded(part.marks[seat], finest), finest)

    def listed(chosen: tuple[SeatId, ...]) -> tuple[Message, ...]:
        return tuple(
            say("{seat} {mark}", seat=_seat(contest, seat), mark=text(seat)) for seat in chosen
        )

    total = sum((part.marks[seat] for seat in part.panel.kept), Fraction(0))
    values: dict[str, str | int] = {
        "kept": " + ".join(text(seat) for seat in part.panel.kept),
        "count": len(part.panel.kept),
        "total": decimal_text(rounded(total, finest), finest),
        "mean": decimal_text(rounded(part.published, scoring.decimals), scoring.decimals),
    }
    criterion = next((one for one in scoring.criteria if one.id == part.criterion), None)
    title = criterion.name if criterion else Label(zh="得分", en="Score")
    if not part.panel.dropped_high and not part.panel.dropped_low:
        return say(
            "{title} {mean}: ({kept}) = {total}, divided by {count}.", title=title, **values
        )
    return say(
        "{title} {mean}: highest dropped {high}; lowest dropped {low};"
        " ({kept}) = {total}, divided by {count}.",
        title=title,
        high=listed(part.panel.dropped_high) or "–",
        low=listed(part.panel.dropped_low) or "–",
        **values,
    )


def _decimals(value: Fraction) -> int:
    """How many decimals write the value exactly; six at the most."""
    return next((n for n in range(6) if (value * unit(n)).denominator == 1), 6)


def _seat(contest: Contest, seat: SeatId) -> Label:
    return next(one.name for one in contest.plan.seats if one.id == seat)


def _place(result: StageStandings, standing: Standing) -> list[Message]:
    if standing.place is None or standing.score is None:
        return []
    better = sum(
        1
        for one in result.standings
        if one.score and _compared(one.score, result) > _compared(standing.score, result)
    )
    lines = [say("Entrants with a higher score: {count}.", count=better)]
    shared = sum(1 for one in result.standings if one.place == standing.place) - 1
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


def _compared(score: Score, result: StageStandings) -> Fraction | int:
    return score.published if result.stage.scoring.compare == "published" else score.exact


def _ties(contest: Contest, result: StageStandings, entrant: EntrantId) -> list[Message]:
    scoring = result.stage.scoring
    lines: list[Message] = []
    for separation in result.ranking.separations:
        if entrant not in separation.values:
            continue
        tie = scoring.tie_breaks[separation.link - 1]
        values = sorted(separation.values.items(), key=lambda item: item[1], reverse=True)
        shown = tuple(
            say("No. {number} {value}", number=contest.entrants[one].number, value=_fine(value))
            for one, value in values
        )
        lines.append(
            say(
                "Tie-break {step}, {rule}: {values}.",
                step=separation.link,
                rule=tie_rule(contest, scoring, tie),
                values=shown,
            )
        )
    return lines


def _fine(value: Fraction | int) -> str:
    exact = Fraction(value)
    decimals = max(2, _decimals(exact))
    return decimal_text(rounded(exact, decimals), decimals)


def tie_rule(contest: Contest, scoring: Scoring, tie: TieBreak) -> Message:
    """The name of a link of the tie-break chain."""
    match tie:
        case ByCriterion(criterion=criterion):
            name = next(one.name for one in scoring.criteria if one.id == criterion)
            return say("higher mean for {criterion}", criterion=name)
        case ByUntrimmedMean():
            return say("higher mean of all marks, none dropped")
        case ByMedian():
            return say("higher middle mark")
        case BySeat(seat=seat):
            return say("higher mark of {seat}", seat=_seat(contest, seat))


def _cut(contest: Contest, result: StageStandings, standing: Standing) -> list[Message]:
    advancement = result.stage.advancement
    if advancement is None or standing.place is None:
        return []
    lines: list[Message] = []
    for rule in advancement.rules:
        match rule:
            case TopN(count=count):
                lines.append(say("Rule: the best {count} go on.", count=count))
            case Threshold(score=score, strict=True):
                lines.append(say("Rule: a score above {score} goes on.", score=score))
            case Threshold(score=score):
                lines.append(say("Rule: a score of {score} or more goes on.", score=score))
    if standing.entrant in result.cut.tied_at_line:
        tied = tuple(
            say("No. {number}", number=contest.entrants[one].number)
            for one in result.cut.tied_at_line
        )
        lines.append(
            say("Tied across the line: {tied}. By the plan all of them go on.", tied=tied)
            if advancement.tie == "all_in"
            else say("Tied across the line: {tied}. By the plan none of them goes on.", tied=tied)
        )
    if standing.status == "withdrawn":
        lines.append(say("Does not qualify: withdrawn; the next in the ranking moves up."))
    elif standing.entrant in result.qualifying:
        lines.append(say("Qualifies for {stage}.", stage=advancement.to))
    else:
        lines.append(say("Does not qualify for {stage}.", stage=advancement.to))
    return lines


def _advanced(contest: Contest, result: StageStandings, entrant: EntrantId) -> list[Message]:
    advanced = contest.stage(result.stage.id).advanced
    advancement = result.stage.advancement
    if advanced is None or advancement is None:
        return []
    goes_on, qualifies = entrant in advanced.entrants, entrant in result.qualifying
    lines = [say("Advanced to {stage}.", stage=advancement.to)] if goes_on else []
    if goes_on != qualifies:
        lines.append(
            say(
                "The recorded decision differs from the rule: {reason}",
                reason=advanced.reason
                or say("marks were corrected or somebody withdrew after it."),
            )
        )
    return lines
