"""One official measures: a time or a distance, the best of a number of attempts."""

from scoring.contest.ids import CriterionId, StepId
from scoring.contest.plan import JudgedStage, Seat
from scoring.contest.scoring import (
    Better,
    ByBestAttempts,
    Criterion,
    Entered,
    OverAttempts,
    Scoring,
    Step,
)
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Option
from scoring.presets.preset import Marking
from scoring.presets.ties import Offer, chain, remembered_ties
from scoring.rules.exact import decimal_text
from scoring.wording import Label

_MARK, _EACH, _SCORE = CriterionId("mark"), StepId("each"), StepId("score")
SECOND = Option("attempts", Label(zh="次好成绩优者列前", en="The better second-best attempt"))


def measured_fields(attempts: int, name: Label, decimals: int) -> tuple[Field, ...]:
    return (
        Field(
            id="attempts", name=name, kind="whole", default=str(attempts), least=1, most=12
        ),
        Field(
            id="decimals", name=Label(zh="成绩保留小数", en="Decimals of a result"), kind="whole",
            default=str(decimals), least=0, most=3,
        ),
    )  # fmt: skip


def measured(
    answers: Answers, measure: Criterion, official: Seat, better: Better, attempt: Label
) -> Marking:
    """The best attempt; `measure` says what is entered, `attempt` what one is called."""
    count, decimals = answers.whole("attempts"), answers.whole("decimals")
    clock = measure.kind == "time"
    if count == 1:
        _, links = chain(answers, {})
        step = Step(
            id=_SCORE, name=measure.name, value=Entered(criterion=_MARK), decimals=decimals,
            clock=clock,
        )  # fmt: skip
        criterion = _given(measure, official, decimals, by_attempt=False)
        scoring = Scoring(criteria=(criterion,), steps=(step,), better=better, tie_breaks=links)
        return Marking((official,), (), scoring)
    second = Offer((ByBestAttempts(step=_EACH, better=better),))
    _, links = chain(answers, {SECOND.value: second})
    each = Step(
        id=_EACH, name=measure.name, value=Entered(criterion=_MARK), decimals=decimals, clock=clock
    )
    best = Step(
        id=_SCORE, name=Label(zh="最好成绩", en="Best"), decimals=decimals, clock=clock,
        value=OverAttempts(of=_EACH, take="best", better=better),
    )  # fmt: skip
    scoring = Scoring(
        criteria=(_given(measure, official, decimals, by_attempt=True),),
        attempts=count,
        attempt_names=tuple(
            Label(zh=attempt.zh.format(n), en=attempt.en.format(n)) for n in range(1, count + 1)
        ),
        steps=(each, best),
        better=better,
        tie_breaks=links,
    )
    return Marking((official,), (), scoring)


def _given(measure: Criterion, official: Seat, decimals: int, *, by_attempt: bool) -> Criterion:
    least = decimal_text(1, decimals)
    return Criterion(
        id=_MARK, name=measure.name, minimum=least, maximum=measure.maximum, decimals=decimals,
        per="attempt" if by_attempt else "performance", kind=measure.kind, by=(official.id,),
    )  # fmt: skip


def remembered_measured(stage: JudgedStage, _seats: tuple[Seat, ...]) -> dict[str, str]:
    return {
        "attempts": str(stage.scoring.attempts or 1),
        "decimals": str(stage.scoring.criteria[0].decimals),
        **remembered_ties(stage.scoring),
    }
