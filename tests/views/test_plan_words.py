"""The rules in words: every kind of step, tie-break and route has its sentence."""

import re
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.advancement import Advancement, TopN
from scoring.contest.file import ContestFile
from scoring.contest.ids import CriterionId, SeatId, StageId, StepId
from scoring.contest.plan import JudgedStage, Plan
from scoring.contest.scoring import (
    ByDecision,
    ByHighestMarks,
    ByStep,
    Carried,
    Criterion,
    Formula,
    OverAttempts,
    Panel,
    Placings,
    RankPoints,
    Scoring,
    Step,
)
from scoring.languages import words
from scoring.presets.catalogue import PRESETS
from scoring.presets.dancesport import STANDARD, final
from scoring.presets.figure_skating import Officials, segment_stage
from scoring.presets.plans import AnyPreset
from scoring.presets.speedcubing import average_of_five
from scoring.views.plan_words import plan_screen
from scoring.wording import Label
from tests.contests import small_plan
from tests.presets.play import sound

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").rglob("*.json"))
_OVERALL = CriterionId("overall")
_SCORE = (
    "得分：由评委打分得出。去掉一个最高分和一个最低分。其余取平均。"
    "有评委缺席时，按到场评委的打分计算。四舍五入，保留 2 位小数。"
)
JUDGES = tuple(SeatId(f"J{number}") for number in range(1, 8))


def lines(plan: Plan, language: str = "en", stage: int = 0) -> list[str]:
    screen = plan_screen(plan, len(plan.entrants), words(language))
    return [line for part in screen.stages[stage].parts for line in part.lines]


def with_stage(stage: JudgedStage) -> Plan:
    return replace(small_plan(), stages=(stage,))


def scored(formula: Formula, **more: object) -> str:
    """The sentences about one step that is the score."""
    plan = small_plan()
    stage = plan.judged[0]
    earlier = Step(id=StepId("jury"), name=Label(en="Jury"), value=Panel())
    step = Step(id=StepId("score"), name=Label(en="Score"), value=formula)
    scoring = replace(stage.scoring, steps=(earlier, step), **more)
    found = lines(with_stage(replace(stage, scoring=scoring)))
    return next(line for line in found if line.startswith("Score:"))


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        (Panel(), "They are averaged. Without every judge's marks there is no score."),
        (Panel(drop_high=2, drop_low=2), "The 2 highest and the 2 lowest are dropped."),
        (Panel(drop_high=2, drop_low=1), "Dropped: highest 2, lowest 1."),
        (Panel(drop_low=1), "The lowest are dropped: 1."),
        (Panel(drop_high=1), "The highest are dropped: 1."),
        (Panel(drop_high=1, drop_low=1, take="sum"), "The others are added up."),
        (Panel(take="median"), "The middle one counts."),
        (Panel(drop_high=1, drop_low=1, extremes="fold"), "Their mean counts as one more mark"),
        (Panel(drop_high=1, drop_low=1, too_few="keep_all"), "none is dropped"),
        (Panel(absent="substitute"), "the mean of the others"),
        (Panel(normalise="t"), "standard deviations"),
        (Panel(normalise="rescaled"), "the mean and spread of all marks"),
        (Panel(normalise="share"), "shares of all"),
        (Panel(seats=(SeatId("J1"),)), "Only the marks of Judge 1 count here."),
        (Panel(combine="criteria"), "criterion by criterion"),
        (RankPoints(of=StepId("jury"), top="5"), "place n gets 5 × (N + 1 − n) ÷ N."),
        (RankPoints(of=StepId("jury"), table=("12", "10"), ties="mean"), "first on: 12, 10."),
        (RankPoints(of=StepId("jury")), "the place by Jury."),
        (Carried(share="0.5"), "the contest before. It counts with the factor 0.5."),
        (OverAttempts(of=StepId("jury"), take="best"), "the best Jury counts."),
        (OverAttempts(of=StepId("jury"), take="best", nth=2), "the Jury ranked 2"),
        (OverAttempts(of=StepId("jury"), take="best_sum", nth=3), "the 3 best added up"),
        (OverAttempts(of=StepId("jury"), take="sum"), "all added up."),
        (OverAttempts(of=StepId("jury"), take="mean"), "all averaged. Rounded to 2 decimals."),
        (OverAttempts(of=StepId("jury"), take="middle_mean"), "without the best and the worst"),
        (OverAttempts(of=StepId("jury"), take="last"), "the last one."),
        (Placings(criterion=_OVERALL, method="rank_sum", drop_high=1), "lowest sum"),
        (Placings(criterion=_OVERALL, method="borda"), "one point for everybody"),
        (Placings(criterion=_OVERALL, method="majority", head_to_head=True), "5 to 8"),
        (Placings(criterion=_OVERALL, method="skating"), "5 to 11"),
        (Placings(criterion=_OVERALL, method="crosses", called=6), "crosses 6"),
        (Placings(criterion=_OVERALL, method="points", table=("12", "10")), "12, 10"),
    ],
)  # fmt: skip
def test_every_kind_of_step_has_its_sentence(formula: Formula, says: str) -> None:
    assert says in scored(formula)


def test_one_stage_of_singing_word_by_word() -> None:
    plan = sound("singing", out_rule="top", out_number="2", out_to="市赛", out_alternates="1")
    assert lines(plan, "zh") == [
        "7 位评委打分。",
        "每位评委打一个分，0 到 100 分，保留 2 位小数。",
        "评分表签名提交后即锁定，须经裁判长同意才能更改。",
        _SCORE,
        "得分相同时依次比较：单个评分高者在前。",
        "仍相同的，名次并列。",
        "晋级市赛：前 2 名晋级。晋级线上同分：全部晋级。另定递补一名。",
    ]


def test_a_later_stage_only_says_what_is_different() -> None:
    plan = sound("singing", stages="2", r1_number="2", r1_carry="weighted", r1_share="30")
    assert lines(plan, "en", 1)[:4] == [
        "As in Preliminary.",
        "As in Preliminary.",
        "Preliminary score: the score of Preliminary.",
        "Together: Preliminary score × 0.3 + Score × 0.7. Rounded to 2 decimals.",
    ]


def test_criteria_say_what_they_count() -> None:
    weighted = lines(sound("singing", marking="weighted", criteria="音色\t60\n音准\t40"))
    shares = "Timbre 0 to 100, counting 60%, Intonation 0 to 100, counting 40%"
    assert f"Each judge marks: {shares}." in weighted
    points = lines(sound("singing", marking="points", criteria="音色\t60\n音准\t40"))
    assert "Together at most 100." in points


def test_a_deduction_is_taken_away_and_never_below_zero() -> None:
    found = lines(sound("speech"))
    assert "Timekeeper enters: Overtime deduction, 0 to 5." in found
    assert any("Judges' mean − Overtime deduction. Never less than 0." in one for one in found)


def test_a_public_jury_is_counted_not_listed() -> None:
    found = lines(sound("singing-public", public="seats"))
    assert (
        "50 others mark as well, Public juror 1 to Public juror 50: Public jury, 0 to 100."
        in found
    )


def test_after_a_lot_nothing_is_shared() -> None:
    stage = small_plan().judged[0]
    for links, shared in (
        ((), "Equal scores share the place."),
        ((ByHighestMarks(),), "Who is equal even then shares the place."),
        ((ByHighestMarks(), ByDecision(by="lot")), None),
    ):
        found = lines(with_stage(replace(stage, scoring=replace(stage.scoring, tie_breaks=links))))
        assert [one for one in found if "share" in one] == ([shared] if shared else [])


def test_the_chain_at_the_line_is_told() -> None:
    stage = small_plan().judged[0]
    chain = (ByStep(step=StepId("score")),)
    route = Advancement(to=Label(en="City"), rules=(TopN(count=2),), tie="chain", chain=chain)
    found = lines(with_stage(replace(stage, advancement=(route,))))
    assert any("At the line decide: higher value of Score." in one for one in found)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.id)
def test_every_preset_is_told_in_chinese_without_english_left(preset: AnyPreset) -> None:
    told = " ".join(lines(sound(preset.id, stages="2", r1_number="2"), "zh"))
    assert re.findall(r"[A-Za-z]{2,}", told) == []


@pytest.mark.parametrize("path", FIXTURES, ids=lambda one: one.stem)
def test_the_plans_of_real_contests_can_be_told(path: Path) -> None:
    plan = msgspec.json.decode(path.read_bytes(), type=ContestFile).plan
    told = [lines(plan, "zh", number) for number in range(len(plan.stages))]
    assert all(told)
    assert (
        re.findall(r"[A-Za-z]{3,} [a-z]{2,}", " ".join(line for stage in told for line in stage))
        == []
    )


def test_figure_skating_dance_and_cubing_can_be_told() -> None:
    officials = Officials(judges=JUDGES, technical=SeatId("T"), referee=SeatId("R"))
    stages = (
        segment_stage(StageId("short"), "men", "short", officials, 7),
        final(StageId("dance"), JUDGES, STANDARD, 6),
        average_of_five(StageId("cube"), Label(en="Round"), SeatId("entry")),
    )
    for stage, says in zip(
        stages,
        ("criterion by criterion", "Skating System over all dances", "The lower, the better."),
        strict=True,
    ):
        assert any(says in one for one in lines(with_stage(stage)))


def test_places_and_crosses_are_not_marks() -> None:
    stage = small_plan().judged[0]
    place = Criterion(id=_OVERALL, name=Label(en="Place"), kind="place")
    scoring = Scoring(
        criteria=(place,),
        steps=(
            Step(
                id=StepId("score"), name=Label(en="Place"),
                value=Placings(criterion=place.id, method="majority"),
            ),
        ),
        better="lower",
    )  # fmt: skip
    found = lines(with_stage(replace(stage, scoring=scoring)))
    assert "Each judge places everybody, without ties." in found
