"""A panel of judges who mark a whole performance: one mark, points by criterion, or weights."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.ids import CriterionId, SeatId
from scoring.contest.plan import JudgedStage, Seat
from scoring.contest.scoring import Criterion, Panel, Scoring
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, When, options, table
from scoring.presets.numbers import hundredth, percent, plain
from scoring.rules.exact import exact
from scoring.wording import Label, say

Absent: TypeAlias = Literal["refuse", "divide_by_present", "substitute"]

OVERALL = CriterionId("overall")
_WHOLE = 100
_SEVERAL = (When("marking", ("points", "weighted")),)


class Jury(Struct, frozen=True):
    """The judges, what they mark, and the formula of what their marks come to."""

    seats: tuple[Seat, ...]
    criteria: tuple[Criterion, ...]
    panel: Panel

    @property
    def ids(self) -> tuple[SeatId, ...]:
        return tuple(seat.id for seat in self.seats)


def judge_fields(number: int, least: int = 1) -> tuple[Field, ...]:
    return (
        Field(
            id="judges", name=Label(zh="评委人数", en="Number of judges"), kind="whole",
            default=str(number), least=least, most=60,
        ),
        Field(
            id="judge-names", name=Label(zh="评委姓名", en="Names of the judges"), kind="lines",
            hint=Label(
                zh="可不填。每行一位；留空的叫“评委1”“评委2”……",
                en="Optional, one a line; those left empty are called Judge 1, Judge 2, …",
            ),
        ),
    )  # fmt: skip


def mark_fields(
    marking: str,
    rows: tuple[tuple[Label, str], ...],
    *,
    full: str = "100",
    decimals: str = "2",
) -> tuple[Field, ...]:
    """How judges mark: the kind of marking, the range, the criteria, the decimals."""
    return (
        Field(
            id="marking", name=Label(zh="打分方式", en="How judges mark"), kind="choice",
            default=marking,
            options=options(
                ("overall", "打一个总分", "One overall mark"),
                ("points", "分项打分，各项满分相加", "Points by criterion, added up"),
                ("weighted", "分项打分，按百分比加权", "Criteria with weights"),
            ),
        ),
        Field(
            id="full", name=Label(zh="满分", en="Highest mark"), kind="decimal", default=full,
            least=1, most=1000, when=(When("marking", ("overall", "weighted")),),
            hint=Label(zh="百分制填100，十分制填10。", en="100, or 10 for a ten-point scale."),
        ),
        Field(
            id="lowest", name=Label(zh="最低分", en="Lowest mark"), kind="decimal", default="0",
            least=0, most=1000, when=(When("marking", ("overall",)),),
        ),
        Field(
            id="criteria", name=Label(zh="评分项", en="Criteria"), kind="rows",
            default=table(*rows), least=0, most=1000, when=_SEVERAL,
            columns=(Label(zh="评分项", en="Criterion"), Label(zh="分值", en="Points or %")),
            hint=Label(
                zh="满分相加时填该项满分；加权时填百分比，合计100。",
                en="Its highest mark; with weights its percentage, 100 together.",
            ),
        ),
        Field(
            id="decimals", name=Label(zh="打分保留小数", en="Decimals of a mark"), kind="whole",
            default=decimals, least=0, most=3,
        ),
    )  # fmt: skip


def total_fields(drop: int = 1, result: int = 2) -> tuple[Field, ...]:
    """What the panel's marks come to."""
    return (
        Field(
            id="drop", kind="whole", default=str(drop), least=0, most=10,
            name=Label(zh="去掉最高分和最低分各几个", en="Extremes dropped each side"),
            hint=Label(zh="1：去掉一个最高分、一个最低分。", en="1: one highest and one lowest."),
        ),
        Field(
            id="result", name=Label(zh="得分保留小数", en="Decimals of the score"), kind="whole",
            default=str(result), least=0, most=4,
        ),
        Field(
            id="absent", name=Label(zh="有评委缺席时", en="If a judge is absent"), kind="choice",
            default="divide_by_present",
            options=options(
                ("divide_by_present", "按到场评委的打分计算", "Those present count"),
                ("substitute", "用其他评委的平均分代替", "The others' mean stands in"),
                ("refuse", "缺一位就不出分", "No score without every mark"),
            ),
        ),
    )  # fmt: skip


def judges(answers: Answers) -> tuple[Seat, ...]:
    """The judges' seats, with the names that were given."""
    count, names = answers.whole("judges"), answers.lines("judge-names")
    if len(names) > count:
        answers.wrong("judge-names", say("{named} names, but {count} judges.",
                                         named=len(names), count=count))  # fmt: skip
    names += [""] * (count - len(names))
    return tuple(
        Seat(id=SeatId(f"J{number}"), name=_judge(number, given))
        for number, given in enumerate(names[:count], start=1)
    )


def _judge(number: int, name: str) -> Label:
    usual = Label(zh=f"评委{number}", en=f"Judge {number}")
    return usual if name in ("", usual.zh, usual.en) else Label(zh=name)


def jury(answers: Answers, known: Sequence[Label]) -> Jury:
    """The panel as it was filled in; names of criteria that are known get both languages."""
    seats = judges(answers)
    return Jury(seats, _criteria(answers, known), trimmed(answers, seats))


def trimmed(answers: Answers, seats: Sequence[Seat]) -> Panel:
    """The mean without the extremes, as many as the panel can lose."""
    drop = answers.whole("drop")
    if 2 * drop >= len(seats):
        answers.wrong("drop", say("With {judges} judges, dropping {drop} highest and {drop} lowest"
                                  " leaves nothing.", judges=len(seats), drop=drop))  # fmt: skip
        drop = 0
    return Panel(drop_high=drop, drop_low=drop, absent=_absent(answers))


def _absent(answers: Answers) -> Absent:
    match answers.choice("absent"):
        case "refuse":
            return "refuse"
        case "substitute":
            return "substitute"
        case _:
            return "divide_by_present"


def _criteria(answers: Answers, known: Sequence[Label]) -> tuple[Criterion, ...]:
    marking, decimals = answers.choice("marking"), answers.whole("decimals")
    if marking == "overall":
        low, high = answers.decimal("lowest"), answers.decimal("full")
        if exact(low) >= exact(high):
            answers.wrong("lowest", say("The lowest mark must be below the highest."))
            low = "0"
        return (
            Criterion(
                id=OVERALL, name=Label(zh="综合", en="Overall"), minimum=low, maximum=high,
                decimals=decimals,
            ),
        )  # fmt: skip
    rows = answers.rows("criteria")
    if not rows:
        answers.wrong("criteria", say("At least one criterion is needed."))
        rows = [("–", str(_WHOLE))]
    for name, points in rows:
        if exact(points) <= 0:
            answers.wrong("criteria", say("{name}: more than 0 is needed.", name=name))
    if marking == "weighted":
        _require_whole(answers, rows)
    full = answers.decimal("full") if marking == "weighted" else ""
    return tuple(
        Criterion(
            id=CriterionId(f"c{number}"),
            name=labelled(name, known),
            maximum=full or points,
            weight=hundredth(points) if full else "1",
            decimals=decimals,
        )
        for number, (name, points) in enumerate(rows, start=1)
        if exact(points) > 0
    )


def _require_whole(answers: Answers, rows: Iterable[tuple[str, str]]) -> None:
    together = sum((exact(points) for _, points in rows), Fraction(0))
    if together != _WHOLE:
        answers.wrong("criteria", say("The weights come to {sum}%, not 100%.",
                                      sum=plain(together)))  # fmt: skip


def labelled(name: str, known: Iterable[Label]) -> Label:
    """A name that was typed, in both languages where it is known in both."""
    return next((one for one in known if name in (one.zh, one.en)), Label(zh=name))


def remembered_jury(stage: JudgedStage, seats: Iterable[Seat]) -> dict[str, str]:
    """The answers that the panel of a stage came from."""
    on_panel = [seat for seat in seats if seat.id in stage.panel]
    return {
        **remembered_judges(on_panel),
        **_remembered_marks(stage.scoring),
        **remembered_total(stage.scoring),
    }


def remembered_judges(seats: Sequence[Seat]) -> dict[str, str]:
    names = [
        "" if seat.name == _judge(number, "") else seat.name.zh
        for number, seat in enumerate(seats, start=1)
    ]
    return {"judges": str(len(seats)), "judge-names": "\n".join(names).rstrip()}


def panel_of(scoring: Scoring) -> Panel:
    """The formula of the panel's own marks: the first of the plan."""
    return next((step.value for step in scoring.steps if isinstance(step.value, Panel)), Panel())


def _remembered_marks(scoring: Scoring) -> dict[str, str]:
    criteria = [one for one in scoring.criteria if not one.by]
    first = criteria[0] if criteria else scoring.criteria[0]
    common = {"decimals": str(first.decimals)}
    if first.id == OVERALL:
        return {"marking": "overall", "full": first.maximum, "lowest": first.minimum, **common}
    if all(one.weight == "1" for one in criteria):
        rows = [(one.name.zh, one.maximum) for one in criteria]
        return {"marking": "points", "criteria": _lines(rows), **common}
    rows = [(one.name.zh, percent(one.weight)) for one in criteria]
    return {"marking": "weighted", "full": first.maximum, "criteria": _lines(rows), **common}


def _lines(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}\t{value}" for name, value in rows)


def remembered_total(scoring: Scoring) -> dict[str, str]:
    formula = panel_of(scoring)
    decimals = next((one.decimals for one in scoring.steps if isinstance(one.value, Panel)), None)
    return {
        "drop": str(formula.drop_high),
        "absent": formula.absent,
        "result": str(decimals if decimals is not None else 2),
    }
