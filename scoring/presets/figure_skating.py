"""A segment of a figure skating competition by the ISU judging system of 2016-18."""

from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.ids import CriterionId, SeatId, StageId, StepId
from scoring.contest.plan import JudgedStage
from scoring.contest.scoring import (
    ByStep,
    Criterion,
    Entered,
    OverAttempts,
    Panel,
    Scale,
    Scoring,
    Step,
    Sum,
    Term,
)
from scoring.sports.figure_skating import GRADE_SCALES, HIGHEST_GRADE, LOWEST_GRADE
from scoring.wording import Label

Discipline: TypeAlias = Literal["men", "ladies", "pairs", "ice_dance"]
Segment: TypeAlias = Literal["short", "free"]
"""Short program or short dance; free skating or free dance."""

# ISU Special Regulations and Technical Rules 2016, rule 353: calculation and ties.
FACTORS: dict[tuple[Discipline, Segment], str] = {
    ("men", "short"): "1.0",
    ("men", "free"): "2.0",
    ("ladies", "short"): "0.8",
    ("ladies", "free"): "1.6",
    ("pairs", "short"): "0.8",
    ("pairs", "free"): "1.6",
    ("ice_dance", "short"): "0.8",
    ("ice_dance", "free"): "1.2",
}
"""What each program component is multiplied by."""

COMPONENTS: dict[CriterionId, Label] = {
    CriterionId("skating_skills"): Label(zh="滑行技术", en="Skating Skills"),
    CriterionId("transitions"): Label(zh="衔接", en="Transitions"),
    CriterionId("performance"): Label(zh="表演", en="Performance"),
    CriterionId("composition"): Label(zh="编排", en="Composition"),
    CriterionId("interpretation"): Label(zh="音乐诠释", en="Interpretation of the Music"),
}

GRADE, BASE = CriterionId("grade"), CriterionId("base_value")
SCALE, DEDUCTIONS = CriterionId("scale"), CriterionId("deductions")


class Officials(Struct, frozen=True, kw_only=True):
    """Who records what of a segment."""

    judges: tuple[SeatId, ...]
    technical: SeatId
    """Enters each element's base value, and which scale its grades are worth something on."""
    referee: SeatId
    """Enters the deductions."""


def segment_stage(
    stage: StageId, discipline: Discipline, segment: Segment, officials: Officials, elements: int
) -> JudgedStage:
    """One segment, in which nobody skates more than so many `elements`.

    Equal totals: the elements decide in the short segment, the components in the free one.
    """
    return JudgedStage(
        id=stage,
        name=_NAMES[discipline == "ice_dance", segment],
        panel=officials.judges,
        publish_marks=True,
        scoring=Scoring(
            criteria=(
                *_of_elements(officials.technical),
                *_components(FACTORS[discipline, segment]),
                _deductions(officials.referee),
            ),
            attempts=elements,
            every_attempt=False,
            steps=_steps(),
            tie_breaks=(ByStep(step=StepId("elements" if segment == "short" else "components")),),
            scales=tuple(Scale(lowest=LOWEST_GRADE, values=one.values) for one in GRADE_SCALES),
        ),
    )


_NAMES: dict[tuple[bool, Segment], Label] = {
    (False, "short"): Label(zh="短节目", en="Short program"),
    (False, "free"): Label(zh="自由滑", en="Free skating"),
    (True, "short"): Label(zh="短舞蹈", en="Short dance"),
    (True, "free"): Label(zh="自由舞", en="Free dance"),
}


def _of_elements(technical: SeatId) -> tuple[Criterion, ...]:
    return (
        Criterion(
            id=BASE,
            name=Label(zh="基础分", en="Base value"),
            by=(technical,),
            per="attempt",
        ),
        Criterion(
            id=SCALE,
            name=Label(zh="执行分分值表", en="Scale of the grades"),
            minimum="1",
            maximum=str(len(GRADE_SCALES)),
            decimals=0,
            by=(technical,),
            per="attempt",
        ),
        Criterion(
            id=GRADE,
            name=Label(zh="执行等级", en="Grade of execution"),
            minimum=str(LOWEST_GRADE),
            maximum=str(HIGHEST_GRADE),
            decimals=0,
            per="attempt",
        ),
    )


def _components(factor: str) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(
            id=component, name=name, minimum="0.25", maximum="10", step="0.25", weight=factor
        )
        for component, name in COMPONENTS.items()
    )


def _deductions(referee: SeatId) -> Criterion:
    return Criterion(
        id=DEDUCTIONS,
        name=Label(zh="扣分", en="Deductions"),
        decimals=1,
        by=(referee,),
        default="0",
    )


def _trimmed(*criteria: CriterionId, scale: CriterionId | None = None) -> Panel:
    """Without the highest and the lowest; absent judges do not count."""
    return Panel(
        criteria=criteria,
        combine="judges" if scale else "criteria",
        drop_high=1,
        drop_low=1,
        absent="divide_by_present",
        scale=scale,
    )


def _steps() -> tuple[Step, ...]:
    base, grade, element = StepId("base_value"), StepId("grade"), StepId("element")
    elements, components = StepId("elements"), StepId("components")
    deductions, total = StepId("deductions"), StepId("total")
    segment = (
        Term(step=elements),
        Term(step=components),
        Term(step=deductions, weight="-1"),
    )
    return (
        Step(id=base, name=Label(zh="基础分", en="Base value"), value=Entered(criterion=BASE)),
        Step(
            id=grade,
            name=Label(zh="执行分", en="Grade of execution"),
            value=_trimmed(GRADE, scale=SCALE),
        ),
        Step(
            id=element,
            name=Label(zh="动作得分", en="Element score"),
            value=Sum(terms=(Term(step=base), Term(step=grade))),
        ),
        Step(
            id=elements,
            name=Label(zh="技术动作分", en="Total element score"),
            value=OverAttempts(of=element, take="sum"),
        ),
        Step(
            id=components,
            name=Label(zh="节目内容分", en="Total program component score"),
            value=_trimmed(*COMPONENTS),
        ),
        Step(
            id=deductions,
            name=Label(zh="扣分", en="Deductions"),
            value=Entered(criterion=DEDUCTIONS),
        ),
        Step(
            id=total,
            name=Label(zh="本段总分", en="Total segment score"),
            value=Sum(terms=segment),
        ),
    )
