"""One stage or several: what they are called, who goes on, and what is carried over."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from scoring.contest.advancement import (
    Advancement,
    AdvancementRule,
    AutoThenFill,
    Percent,
    Quota,
    Threshold,
    TopN,
)
from scoring.contest.ids import StageId, StepId
from scoring.contest.plan import JudgedStage
from scoring.contest.scoring import Carried, Scoring, Step, Sum, Term
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Section, When, options
from scoring.presets.jury import labelled
from scoring.presets.numbers import hundredth, percent, plain
from scoring.presets.preset import Marking
from scoring.presets.supervision import supervision_section
from scoring.rules.exact import exact
from scoring.rules.routes import TiePolicy
from scoring.wording import Label, say

MOST = 4
_FIRST, _SECOND, _SEMI, _FINAL = (
    Label(zh="初赛", en="Preliminary"),
    Label(zh="复赛", en="Second round"),
    Label(zh="半决赛", en="Semi-final"),
    Label(zh="决赛", en="Final"),
)
_USUAL = {
    1: (_FINAL,),
    2: (_FIRST, _FINAL),
    3: (_FIRST, _SECOND, _FINAL),
    4: (_FIRST, _SECOND, _SEMI, _FINAL),
}
_KNOWN = (
    _FIRST, _SECOND, _SEMI, _FINAL,
    Label(zh="海选", en="Open audition"), Label(zh="总决赛", en="Grand final"),
)  # fmt: skip
_CARRIED, _TOTAL = StepId("so-far"), StepId("together")


def stage_sections(*, of_judges: bool = False) -> tuple[Section, ...]:
    """How many stages, who goes on from each, and who goes on to another contest."""
    count = Field(
        id="stages", name=Label(zh="几个阶段", en="Number of stages"), kind="choice", default="1",
        options=options(
            ("1", "只有一场", "One"), ("2", "两个：初赛、决赛", "Two: preliminary, final"),
            ("3", "三个：初赛、复赛、决赛", "Three: with a second round"),
            ("4", "四个：初赛、复赛、半决赛、决赛", "Four: with a semi-final"),
        ),
    )  # fmt: skip
    names = Field(
        id="stage-names", name=Label(zh="阶段名称", en="Names of the stages"), kind="lines",
        hint=Label(zh="可不填。每行一个，例如海选、总决赛。", en="Optional, one a line."),
    )  # fmt: skip
    publish = Field(
        id="publish", name=Label(zh="公开每位评委的打分", en="Publish every judge's marks"),
        kind="switch", default="no",
    )  # fmt: skip
    return (
        Section(Label(zh="阶段", en="Stages"), (count, names, publish)),
        *([supervision_section()] if of_judges else []),
        *(_between(number) for number in range(1, MOST)),
        Section(Label(zh="本项目之后", en="After this contest"), _onward()),
    )


def _between(number: int) -> Section:
    shown = When("stages", tuple(str(one) for one in range(number + 1, MOST + 1)))
    carry = f"r{number}-carry"
    fields = (
        *(
            replace(field, when=(*field.when, shown))
            for field in _rule_fields(f"r{number}", "top", 10, none=False)
        ),
        Field(
            id=carry, name=Label(zh="下一阶段的成绩", en="The next stage's score"), kind="choice",
            default="fresh", when=(shown,),
            options=options(
                ("fresh", "重新计分", "Starts afresh"),
                ("sum", "加上此前得分", "The score so far is added"),
                ("weighted", "与此前得分按比例合计", "Weighted with the score so far"),
            ),
        ),
        Field(
            id=f"r{number}-share", kind="decimal", default="30", least=1, most=99,
            name=Label(zh="此前得分占百分之几", en="The score so far counts, in percent"),
            when=(When(carry, ("weighted",)), shown),
        ),
    )  # fmt: skip
    name = Label(zh=f"第{number}阶段之后谁晋级", en=f"Who goes on after stage {number}")
    return Section(name, fields)


def _onward() -> tuple[Field, ...]:
    to = Field(
        id="out-to", name=Label(zh="晋级到哪里", en="On to"), default="",
        hint=Label(zh="例如：杭州片区赛。", en="For example: city round."),
        when=(When("out-rule", ("top", "percent", "threshold", "fill", "group", "unit")),),
    )  # fmt: skip
    first, *rest = _rule_fields("out", "none", 10, none=True)
    return (first, to, *rest)


def _rule_fields(where: str, rule: str, number: int, *, none: bool) -> tuple[Field, ...]:
    rules = options(
        ("top", "前几名", "The best so many"),
        ("percent", "前百分之几", "The best so many percent"),
        ("threshold", "达到分数线的", "All who reach a score"),
        ("fill", "达线的全部晋级，名额未满按名次补足", "All who reach a score, then by rank"),
        ("group", "每个组别前几名", "The best of each group"),
        ("unit", "每个单位前几名", "The best of each unit"),
    )
    nobody = options(("none", "到此为止，只排名次", "Nobody: this is the final ranking"))
    asked = f"{where}-rule"
    any_rule = When(asked, tuple(one.value for one in rules))
    return (
        Field(
            id=asked, name=Label(zh="谁晋级", en="Who goes on"), kind="choice", default=rule,
            options=(*nobody, *rules) if none else rules,
        ),
        Field(
            id=f"{where}-number", name=Label(zh="名额（或百分比）", en="How many (or percent)"),
            kind="whole", default=str(number), least=1, most=100_000,
            when=(When(asked, ("top", "percent", "fill", "group", "unit")),),
        ),
        Field(
            id=f"{where}-score", name=Label(zh="分数线", en="Score to reach"), kind="decimal",
            default="90", least=0, most=100_000, when=(When(asked, ("threshold", "fill")),),
            hint=Label(zh="达到即可：90.00达到90。", en="90.00 reaches 90."),
        ),
        Field(
            id=f"{where}-wildcards", name=Label(zh="另按总排名补几名", en="Then by overall rank"),
            kind="whole", default="0", least=0, most=1000, when=(When(asked, ("group", "unit")),),
        ),
        Field(
            id=f"{where}-tie", name=Label(zh="晋级线上同分", en="A tie across the line"),
            kind="choice", default="all_in", when=(any_rule,),
            options=options(
                ("all_in", "全部晋级", "All of them go on"),
                ("all_out", "全部不晋级", "None of them goes on"),
                ("run_off", "加赛决定", "A run-off decides"),
                ("lots", "抽签决定", "Lots decide"),
            ),
        ),
        Field(
            id=f"{where}-alternates", name=Label(zh="递补几名", en="Alternates"), kind="whole",
            default="0", least=0, most=1000, when=(any_rule,),
        ),
    )  # fmt: skip


def stages(answers: Answers, marking: Marking) -> tuple[JudgedStage, ...]:
    """The stages as they were filled in; all are marked alike."""
    count = int(answers.choice("stages"))
    names = _names(answers, count)
    publish = answers.yes("publish")
    return tuple(
        JudgedStage(
            id=StageId(f"s{number}"),
            name=names[number - 1],
            panel=marking.panel,
            publish_marks=publish,
            scoring=_carrying(answers, marking.scoring, number, names),
            advancement=_routes(answers, number, names),
        )
        for number in range(1, count + 1)
    )


def _names(answers: Answers, count: int) -> tuple[Label, ...]:
    given = answers.lines("stage-names")
    if len(given) > count:
        answers.wrong("stage-names", say("{named} names, but {count} stages.",
                                         named=len(given), count=count))  # fmt: skip
    given += [""] * (count - len(given))
    return tuple(
        labelled(name[:80], _KNOWN) if name else usual
        for name, usual in zip(given, _USUAL[count], strict=False)
    )


def _carrying(answers: Answers, scoring: Scoring, number: int, names: Sequence[Label]) -> Scoring:
    """The score so far, added to what this stage comes to."""
    if number == 1:
        return scoring
    carry = answers.choice(f"r{number - 1}-carry")
    if carry == "fresh":
        return scoring
    before, own = "1", "1"
    if carry == "weighted":
        share = answers.decimal(f"r{number - 1}-share")
        before, own = hundredth(share), hundredth(plain(100 - exact(share)))
    last, name = scoring.score, names[number - 2]
    carried = Step(
        id=_CARRIED, value=Carried(stage=StageId(f"s{number - 1}")), decimals=last.decimals,
        name=Label(zh=f"{name.zh}得分", en=f"{name.en or name.zh} score"), clock=last.clock,
    )  # fmt: skip
    terms = (Term(step=_CARRIED, weight=before), Term(step=last.id, weight=own))
    total = Step(
        id=_TOTAL, name=Label(zh="合计", en="Together"), value=Sum(terms=terms),
        decimals=last.decimals, clock=last.clock,
    )  # fmt: skip
    return replace(scoring, steps=(*scoring.steps, carried, total))


def _routes(answers: Answers, number: int, names: Sequence[Label]) -> tuple[Advancement, ...]:
    if number < len(names):
        to, where = names[number], f"r{number}"
    elif answers.choice("out-rule") == "none":
        return ()
    else:
        where, typed = "out", answers.text("out-to")
        if not typed:
            answers.wrong("out-to", say("Say where they go on to."))
        to = labelled(typed or "–", _KNOWN)
    return (
        Advancement(
            to=to, rules=(_rule(answers, where),), tie=_tie(answers, where),
            alternates=answers.whole(f"{where}-alternates"),
        ),
    )  # fmt: skip


def _rule(answers: Answers, where: str) -> AdvancementRule:
    rule = answers.choice(f"{where}-rule")
    if rule == "threshold":
        return Threshold(score=answers.decimal(f"{where}-score"))
    number = answers.whole(f"{where}-number")
    match rule:
        case "percent":
            if number > 100:  # noqa: PLR2004 - a percentage
                answers.wrong(f"{where}-number", say("A percentage must be between 1 and 100."))
            return Percent(percent=min(number, 100), of="present")
        case "fill":
            return AutoThenFill(score=answers.decimal(f"{where}-score"), spots=number)
        case "group" | "unit":
            wildcards = answers.whole(f"{where}-wildcards")
            return Quota(
                by="group" if rule == "group" else "unit", best=number, wildcards=wildcards
            )
        case _:
            return TopN(count=number)


def _tie(answers: Answers, where: str) -> TiePolicy:
    match answers.choice(f"{where}-tie"):
        case "all_out":
            return "all_out"
        case "lots":
            return "lots"
        case "run_off":
            return "run_off"
        case _:
            return "all_in"


def remembered_stages(found: Sequence[JudgedStage], language: str) -> dict[str, str]:
    """The answers that the stages came from."""
    usual = _USUAL.get(len(found), ())
    names = [
        "" if number < len(usual) and stage.name == usual[number] else stage.name.spoken(language)
        for number, stage in enumerate(found)
    ]
    known = {
        "stages": str(len(found)),
        "stage-names": "\n".join(names).rstrip(),
        "publish": "yes" if found[0].publish_marks else "no",
    }
    for number, stage in enumerate(found, start=1):
        where = "out" if number == len(found) else f"r{number}"
        for route in stage.advancement:
            known |= _remembered_route(where, route)
        if number > 1:
            known |= _remembered_carry(f"r{number - 1}", stage.scoring)
    return known


def _remembered_route(where: str, route: Advancement) -> dict[str, str]:
    known = {f"{where}-tie": route.tie, f"{where}-alternates": str(route.alternates)}
    if where == "out":
        known["out-to"] = route.to.zh
    for name, value in _remembered_rule(route.rules[0]):
        known[f"{where}-{name}"] = value
    return known


def _remembered_rule(rule: AdvancementRule) -> Iterator[tuple[str, str]]:
    match rule:
        case TopN(count=count):
            yield from (("rule", "top"), ("number", str(count)))
        case Percent(percent=percent_):
            yield from (("rule", "percent"), ("number", str(percent_)))
        case Threshold(score=score):
            yield from (("rule", "threshold"), ("score", score))
        case AutoThenFill(score=score, spots=spots):
            yield from (("rule", "fill"), ("score", score), ("number", str(spots)))
        case Quota(by=by, best=best, wildcards=wildcards):
            yield from (("rule", by), ("number", str(best)), ("wildcards", str(wildcards)))
        case _:
            return


def _remembered_carry(where: str, scoring: Scoring) -> dict[str, str]:
    total = next((one.value for one in scoring.steps if one.id == _TOTAL), None)
    if not isinstance(total, Sum):
        return {f"{where}-carry": "fresh"}
    weight = total.terms[0].weight
    if weight == "1":
        return {f"{where}-carry": "sum"}
    return {f"{where}-carry": "weighted", f"{where}-share": percent(weight)}
