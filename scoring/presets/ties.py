"""What separates those who are equal: up to three rules, one after another."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from scoring.contest.ids import StepId
from scoring.contest.scoring import (
    ByBestAttempts,
    ByCountback,
    ByDecision,
    ByHighestMarks,
    ByOrder,
    ByPreference,
    ByStep,
    Criterion,
    Panel,
    Scoring,
    Step,
    TieBreak,
)
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Option, Section
from scoring.presets.jury import Jury
from scoring.wording import Label, say

_PLACES = ("tie1", "tie2", "tie3")

NONE = Option("none", Label(zh="名次并列", en="They share the place"))
CRITERIA = Option("criteria", Label(zh="按评分项的顺序逐项比较", en="Criterion by criterion"))
HIGHEST = Option("highest", Label(zh="单个最高分高者列前", en="The higher single mark"))
EXACT = Option("exact", Label(zh="比较未取舍的得分", en="The score before rounding"))
CHIEF = Option("chief", Label(zh="第一位评委打分高者列前", en="The first judge's mark"))
PREFERENCE = Option("preference", Label(zh="两人同分时，认可的评委多者列前",
                                        en="Of two: whom more judges prefer"))  # fmt: skip
LOT = Option("lot", Label(zh="抽签", en="Drawing lots"))
RUN_OFF = Option("run_off", Label(zh="加赛", en="A run-off"))


class Offer(Struct, frozen=True):
    """What a rule looks at, and the steps that it needs beside the score."""

    links: tuple[TieBreak, ...]
    asides: tuple[Step, ...] = ()


DECISIONS: Mapping[str, Offer] = {
    LOT.value: Offer((ByDecision(by="lot"),)),
    RUN_OFF.value: Offer((ByDecision(by="run_off"),)),
}


def tie_section(first: str, *choices: Option, then: str = "none") -> Section:
    """The part of a form about ties: `first` is the rule looked at first unless changed."""
    labels = (
        Label(zh="同分时先比", en="First"),
        Label(zh="仍相同，再比", en="Then"),
        Label(zh="还相同，再比", en="And then"),
    )
    defaults = (first, then, "none")
    return Section(
        Label(zh="同分", en="Ties"),
        tuple(
            Field(
                id=place, name=name, kind="choice", default=default,
                options=(NONE, *choices, LOT, RUN_OFF),
            )
            for place, name, default in zip(_PLACES, labels, defaults, strict=True)
        ),
    )  # fmt: skip


def chain(
    answers: Answers, offers: Mapping[str, Offer]
) -> tuple[tuple[Step, ...], tuple[TieBreak, ...]]:
    """The chosen rules: the steps that they need, and the links in order."""
    chosen: list[str] = []
    steps: list[Step] = []
    links: list[TieBreak] = []
    for place in _PLACES:
        choice = answers.choice(place)
        offer = offers.get(choice, DECISIONS.get(choice))
        if choice == NONE.value:
            continue
        if offer is None:
            answers.wrong(place, say("There is nothing here that this could compare."))
        elif choice in chosen:
            answers.wrong(place, say("The same rule stands before; it cannot decide again."))
        elif set(chosen) & set(DECISIONS):
            answers.wrong(place, say("After a lot or a run-off nothing is left to compare."))
        else:
            chosen.append(choice)
            steps += offer.asides
            links += offer.links
    return tuple(steps), tuple(links)


def of_judges(jury: Jury, score: Panel, decimals: int) -> dict[str, Offer]:
    """What a panel of judges who mark the whole performance can be asked when some are equal."""
    asides = tuple(_alone(jury, one, decimals) for one in jury.criteria)
    offers = {
        HIGHEST.value: Offer((ByHighestMarks(),)),
        PREFERENCE.value: Offer((ByPreference(),)),
        CHIEF.value: _of_chief(jury, decimals),
        EXACT.value: Offer(
            (ByStep(step=StepId("exact")),),
            (
                Step(
                    id=StepId("exact"), name=Label(zh="未取舍的得分", en="Score before rounding"),
                    value=score, decimals=None, aside=True,
                ),
            ),
        ),
    }  # fmt: skip
    if len(jury.criteria) > 1:
        offers[CRITERIA.value] = Offer(tuple(ByStep(step=one.id) for one in asides), asides)
    return offers


def _of_chief(jury: Jury, decimals: int) -> Offer:
    seat = jury.seats[0]
    step = Step(
        id=StepId("chief"), name=seat.name, decimals=max(decimals, 2), aside=True,
        value=Panel(criteria=jury.panel.criteria, seats=(seat.id,), absent="divide_by_present"),
    )  # fmt: skip
    return Offer((ByStep(step=step.id),), (step,))


def _alone(jury: Jury, criterion: Criterion, decimals: int) -> Step:
    """One criterion by itself, averaged like the score."""
    formula = Panel(
        criteria=(criterion.id,), drop_high=jury.panel.drop_high, drop_low=jury.panel.drop_low,
        absent=jury.panel.absent,
    )  # fmt: skip
    return Step(
        id=StepId(f"criteria-{criterion.id}"), name=criterion.name, value=formula,
        decimals=decimals, aside=True,
    )  # fmt: skip


def remembered_ties(scoring: Scoring) -> dict[str, str]:
    """The rules that a chain came from; a step for a tie is called after its rule."""
    chosen = list(dict.fromkeys(_rule(link) for link in scoring.tie_breaks))
    chosen += [NONE.value] * len(_PLACES)
    return dict(zip(_PLACES, chosen, strict=False))


def _rule(link: TieBreak) -> str:
    match link:
        case ByStep(step=step):
            return step.partition("-")[0]
        case ByHighestMarks():
            return HIGHEST.value
        case ByPreference():
            return PREFERENCE.value
        case ByDecision(by=by):
            return by
        case ByBestAttempts():
            return "attempts"
        case ByCountback() | ByOrder():
            return ""


def asides(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(step for step in steps if step.aside)
