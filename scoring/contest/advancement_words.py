"""The rules of advancement in words: what is announced before a stage and told about a cut."""

from typing import TypeVar, assert_never

from scoring.contest.advancement import (
    AdvancementRule,
    AutoThenFill,
    Cap,
    Percent,
    Places,
    Quota,
    Threshold,
    TopN,
)
from scoring.rules.cuts import Cut, ExclusionReason
from scoring.rules.routes import Better, TiePolicy, Whole
from scoring.wording import Message, say

E = TypeVar("E")


def rule_text(rule: AdvancementRule, better: Better = "higher") -> Message:
    """A rule as a part of a sentence."""
    match rule:
        case TopN(count=count):
            return say("the best {count} go on", count=count)
        case Percent(percent=percent, of=of):
            return say(
                "the best {percent}% of {whole} go on, rounded down",
                percent=percent,
                whole=whole_text(of),
            )
        case Threshold(score=score, strict=strict):
            return _threshold(score, better, strict=strict)
        case Places(first=first, last=last):
            return _places(first, last)
        case AutoThenFill(score=score, spots=spots):
            return _auto(score, spots, better)
        case Quota():
            return say("{parts}", parts=_quota(rule))
        case Cap():
            return _cap(rule)
    assert_never(rule)


def _places(first: int, last: int | None) -> Message:
    if last is None:
        return say("place {first} and all below go on", first=first)
    if first == last:
        return say("place {place} goes on", place=first)
    return say("places {first} to {last} go on", first=first, last=last)


def _threshold(score: str, better: Better, *, strict: bool) -> Message:
    if better == "lower":
        if strict:
            return say("a result below {score} goes on", score=score)
        return say("a result of {score} or less goes on", score=score)
    if strict:
        return say("a score above {score} goes on", score=score)
    return say("a score of {score} or more goes on", score=score)


def _auto(score: str, spots: int, better: Better) -> Message:
    if better == "lower":
        return say(
            "everyone with {score} or less goes on, even beyond {spots};"
            " places left of the {spots} go by rank",
            score=score,
            spots=spots,
        )
    return say(
        "everyone with {score} or more goes on, even beyond {spots};"
        " places left of the {spots} go by rank",
        score=score,
        spots=spots,
    )


def _quota(quota: Quota) -> tuple[Message, ...]:
    """The parts of a quota, joined as a list."""
    parts = [_own_places(quota)] if quota.best or not quota.counts else []
    parts += [
        say("{membership}: the best {count}", membership=name, count=count)
        for name, count in quota.counts.items()
    ]
    if quota.at_most is not None:
        parts.append(say("at most {count} of each, ties included", count=quota.at_most))
    if quota.wildcards and quota.by == "pool":
        parts.append(say("then the {count} best of the next in each group", count=quota.wildcards))
    elif quota.wildcards:
        parts.append(say("then {count} wildcards by overall rank", count=quota.wildcards))
    return tuple(parts)


def _own_places(quota: Quota) -> Message:
    match quota.by:
        case "group":
            return say("the best {count} of each group go on", count=quota.best)
        case "unit":
            return say("the best {count} of each unit go on", count=quota.best)
        case "origin":
            return say("the best {count} from each earlier round go on", count=quota.best)
        case "pool":
            return say("the best {count} of each group go on", count=quota.best)


def _cap(cap: Cap) -> Message:
    if cap.percent is not None and cap.of is not None and cap.count is None:
        return say(
            "never more than {percent}% of {whole}, rounded down; a tie that would exceed"
            " it stays out",
            percent=cap.percent,
            whole=whole_text(cap.of),
        )
    return say(
        "never more than {count}; a tie that would exceed it stays out",
        count=cap.count or 0,
    )


def whole_text(whole: Whole) -> Message:
    match whole:
        case "entered":
            return say("all who entered")
        case "present":
            return say("those who came")
        case "ranked":
            return say("those with a result")


def tie_text(policy: TiePolicy) -> Message:
    match policy:
        case "all_in":
            return say("A tie across the line: all of them go on.")
        case "all_out":
            return say("A tie across the line: none of them goes on.")
        case "chain":
            return say("A tie across the line: further tie-breaks decide, at the line only.")
        case "lots":
            return say("A tie across the line: lots are drawn; until then none of them goes on.")
        case "run_off":
            return say(
                "A tie across the line: a run-off decides; until then none of them goes on."
            )


def reason_text(reason: ExclusionReason) -> Message:
    """Why somebody stays out who was good enough by rank."""
    match reason:
        case "tie":
            return say("Tied across the line, and by the plan none of those tied goes on.")
        case "cap":
            return say("Good enough for the rule, but the cap is reached.")
        case "quota":
            return say("The places of the own group are taken, and no wildcard is left.")
        case "at_most":
            return say("The own group has sent as many as it may.")


def nobody_text(cut: Cut[E], ranked: int) -> Message | None:
    """Why a list of those who advance would be empty; None where it would not be."""
    if cut.qualifying:
        return None
    if not ranked:
        return say("Nobody has a result, so nobody can go on.")
    if cut.undecided:
        return say("Nobody can go on until the tie across the line is settled.")
    return say("By the rules nobody goes on.")
