"""How judges are held to what they gave: signed sheets, unusual marks; and who learns it."""

from collections.abc import Iterable

from msgspec.structs import replace

from scoring.contest.ids import SeatId
from scoring.contest.plan import JudgedStage, Seat
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Section
from scoring.rules.exact import exact
from scoring.wording import Label


def supervision_section() -> Section:
    return Section(
        Label(zh="评委管理", en="The judges"),
        (
            Field(
                id="signed", name=Label(zh="签名提交后锁定", en="Sheets are signed and locked"),
                kind="switch", default="yes",
                hint=Label(
                    zh="提交后要改分，须说明原因，由裁判长同意。",
                    en="To change one handed in, a judge says why and asks the head judge.",
                ),
            ),
            Field(
                id="unusual", kind="decimal", default="10", least=0, most=1000,
                name=Label(zh="与平均分相差多少时提醒", en="Ask about a mark this far off"),
                hint=Label(
                    zh="防止误输，例如把95输成9.5。0表示不提醒。",
                    en="Against slips such as 9.5 for 95; 0 never asks.",
                ),
            ),
            Field(
                id="trainees", name=Label(zh="见习评委", en="Trainees"), kind="lines",
                hint=Label(
                    zh="可不填。每行一位；他们一起打分，但不计入成绩，也不公开。",
                    en="Optional, one a line. They mark like the panel, but never count.",
                ),
            ),
        ),
    )  # fmt: skip


def trainees(answers: Answers) -> tuple[Seat, ...]:
    """The seats of those named."""
    names = [name[:80] for name in answers.lines("trainees") if name][:60]
    return tuple(
        Seat(id=SeatId(f"T{number}"), name=Label(zh=name))
        for number, name in enumerate(names, start=1)
    )


def supervised(answers: Answers, stage: JudgedStage, learning: Iterable[Seat]) -> JudgedStage:
    """The stage with all that was answered here. What is counted or timed is never unusual."""
    distance = answers.decimal("unusual")
    asks = exact(distance) > 0 and all(one.kind == "mark" for one in stage.scoring.criteria)
    return replace(
        stage,
        signed=answers.yes("signed"),
        trainees=tuple(seat.id for seat in learning),
        scoring=replace(stage.scoring, unusual=distance if asks else None),
    )


def remembered_trainees(stage: JudgedStage, seats: Iterable[Seat]) -> dict[str, str]:
    names = [seat.name.zh for seat in seats if seat.id in stage.trainees]
    return {
        "signed": "yes" if stage.signed else "no",
        "unusual": stage.scoring.unusual or "0",
        "trainees": "\n".join(names),
    }
