"""Certain, not decided, out: the proof in words, and what somebody on stage still needs."""

from collections.abc import Mapping

from scoring.contest.ids import CriterionId, EntrantId
from scoring.contest.names import seat_label
from scoring.contest.outlook import needed, proof
from scoring.contest.plan import JudgedStage
from scoring.contest.stage_result import StageStandings
from scoring.contest.state import Contest
from scoring.rules.exact import decimal_text
from scoring.rules.proof import Proof
from scoring.views.words import Words
from scoring.wording import Label, Message, say


def proof_lines(
    contest: Contest, result: StageStandings, entrant: EntrantId, words: Words
) -> tuple[str, ...]:
    """For each route onward while results are still to come: what is sure, and why."""
    stage, standing = result.stage, result.of(entrant)
    if contest.stage(stage.id).closed or standing is None or standing.place is None:
        return ()
    lines: list[str] = []
    for number, route in enumerate(stage.advancement):
        found = proof(contest, result, number, entrant)
        if found is not None:
            lines.append(words(_said(found, route.to)))
            if found.state == "certain":
                break
    return tuple(lines)


def _said(found: Proof[EntrantId], to: Label) -> Message:
    match found.state:
        case "certain":
            return say(
                "Certain for {to}: with everybody still to come at their best it is place {place},"
                " and that goes on.",
                to=to,
                place=_place(found.worst.place),
            )
        case "out":
            return say(
                "Out of reach of {to}: with everybody still to come at their worst it is place"
                " {place}, and that does not go on.",
                to=to,
                place=_place(found.best.place),
            )
        case "provisional":
            return say(
                "Not decided for {to}: between place {best} and place {worst}, depending on those"
                " still to come.",
                to=to,
                best=_place(found.best.place),
                worst=_place(found.worst.place),
            )


def _place(place: int | None) -> str:
    return str(place) if place is not None else "–"


def needs_line(
    contest: Contest, result: StageStandings, entrant: EntrantId, words: Words
) -> str | None:
    """What an entrant on stage needs to go on, by the scores of those settled so far."""
    found = needed(contest, result, entrant)
    if found is None:
        return None
    seats = tuple(seat_label(contest.plan, seat) for seat in found.judges)
    if found.verdict == "safe":
        return words(say("As things stand, goes on whatever {seats} still give.", seats=seats))
    if found.verdict == "beyond":
        return words(
            say("As things stand, cannot go on whatever {seats} still give.", seats=seats)
        )
    return words(
        say(
            "To go on as things stand: at least {marks} from each of {seats}; the score is then"
            " {score}.",
            marks=_marks(result.stage, found.marks),
            seats=seats,
            score=str(found.score) if found.score else "–",
        )
    )


def _marks(stage: JudgedStage, given: Mapping[CriterionId, int]) -> tuple[Message, ...]:
    panel = [one for one in stage.scoring.criteria if one.id in given and not one.by]
    return tuple(
        say("{mark}", mark=decimal_text(given[one.id], one.decimals))
        if len(panel) == 1
        else say(
            "{criterion} {mark}",
            criterion=one.name,
            mark=decimal_text(given[one.id], one.decimals),
        )
        for one in panel
    )
