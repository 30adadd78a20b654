"""Singing contests, 歌手大奖赛: judges alone, with a public jury, or with an online vote."""

from scoring.contest.ids import CriterionId, StepId
from scoring.contest.plan import JudgedStage, Seat
from scoring.contest.scoring import (
    ByStep,
    Criterion,
    Entered,
    Formula,
    Panel,
    RankPoints,
    Scoring,
    Step,
    Sum,
    Term,
)
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Option, Section, When, options
from scoring.presets.jury import (
    judge_fields,
    jury,
    mark_fields,
    remembered_jury,
    total_fields,
)
from scoring.presets.numbers import hundredth, percent, plain
from scoring.presets.preset import Marking, Preset, official
from scoring.presets.ties import (
    CHIEF,
    CRITERIA,
    EXACT,
    HIGHEST,
    PREFERENCE,
    Offer,
    chain,
    of_judges,
    remembered_ties,
    tie_section,
)
from scoring.rules.exact import exact
from scoring.sports.singing import SPORT
from scoring.wording import Label

# Weights of a college contest in Sanming: diction 20, timbre 15, intonation 15, rhythm 10,
# stage manner 20, appearance 20.
_ROWS = (
    (Label(zh="咬字发音", en="Diction"), "20"),
    (Label(zh="音色", en="Timbre"), "15"),
    (Label(zh="音准", en="Intonation"), "15"),
    (Label(zh="节奏感", en="Rhythm"), "10"),
    (Label(zh="台风", en="Stage manner"), "20"),
    (Label(zh="整体造型", en="Appearance"), "20"),
)
_KNOWN = tuple(name for name, _ in _ROWS)
_SCORE = Label(zh="得分", en="Score")
_JURY = Label(zh="评委得分", en="Judges' score")
_PUBLIC = Label(zh="大众评审得分", en="Public jury's score")
_ONLINE = Label(zh="网络得分", en="Online points")
_MARKS = CriterionId("public")
_VOTES = CriterionId("votes")
_HIGHER_JURY = Option("jury", Label(zh="评委得分高者列前", en="The higher score of the judges"))
_PUBLIC_SEAT = "P"


def _sections(*more: Section, drop: int = 1, full: str = "100") -> tuple[Section, ...]:
    judging = (*judge_fields(7), *mark_fields("overall", _ROWS, full=full), *total_fields(drop))
    return (Section(Label(zh="评委打分", en="Judging"), judging), *more)


def _alone(answers: Answers) -> Marking:
    panel = jury(answers, _KNOWN)
    result = answers.whole("result")
    asides, links = chain(answers, of_judges(panel, panel.panel, result))
    score = Step(id=StepId("score"), name=_SCORE, value=panel.panel, decimals=result)
    scoring = Scoring(criteria=panel.criteria, steps=(score, *asides), tie_breaks=links)
    return Marking(panel.seats, panel.ids, scoring)


def _remembered(stage: JudgedStage, seats: tuple[Seat, ...]) -> dict[str, str]:
    return {**remembered_jury(stage, seats), **remembered_ties(stage.scoring)}


SINGING = Preset(
    of_judges=True,
    id="singing",
    sport=SPORT.id,
    name=Label(zh="歌手大奖赛", en="Singing contest"),
    description=Label(
        zh="评委现场打分，去掉最高分和最低分后取平均。可以打一个总分，也可以分项打分；百分制、十分制都行。",
        en="Judges mark; the highest and lowest marks are dropped and the others averaged. One"
        " overall mark or several criteria, out of 100 or 10.",
    ),
    sections=_sections(tie_section("highest", HIGHEST, EXACT, CRITERIA, CHIEF, PREFERENCE)),
    marking=_alone,
    remembered=_remembered,
)


def _with_public(answers: Answers) -> Marking:
    panel = jury(answers, _KNOWN)
    result, share = answers.whole("result"), answers.decimal("share")
    seats = _public(answers)
    full = sum((exact(one.maximum) * exact(one.weight) for one in panel.criteria), exact("0"))
    marks = Criterion(
        id=_MARKS, name=Label(zh="大众评审", en="Public jury"), maximum=plain(full),
        decimals=answers.whole("decimals"), by=tuple(seat.id for seat in seats),
    )  # fmt: skip
    public: Formula = Entered(criterion=_MARKS)
    if answers.choice("public") == "seats":
        public = Panel(criteria=(_MARKS,), absent="divide_by_present")
    steps = (
        Step(id=StepId("jury"), name=_JURY, value=panel.panel, decimals=result),
        Step(id=StepId("public"), name=_PUBLIC, value=public, decimals=result),
        _weighted(hundredth(share), "public", hundredth(plain(100 - exact(share))), result),
    )
    return _two_parts(answers, Marking((*panel.seats, *seats), panel.ids, Scoring(
        criteria=(*panel.criteria, marks), steps=steps,
    )))  # fmt: skip


def _weighted(jury_share: str, other: str, other_share: str, decimals: int) -> Step:
    terms = (
        Term(step=StepId("jury"), weight=jury_share),
        Term(step=StepId(other), weight=other_share),
    )
    return Step(id=StepId("score"), name=_SCORE, value=Sum(terms=terms), decimals=decimals)


def _two_parts(answers: Answers, marking: Marking) -> Marking:
    """Ties by the judges' part, or by lot or run-off."""
    _, links = chain(answers, {"jury": Offer((ByStep(step=StepId("jury")),))})
    scoring = marking.scoring
    whole = Scoring(criteria=scoring.criteria, steps=scoring.steps, tie_breaks=links)
    return Marking(marking.seats, marking.panel, whole)


def _public(answers: Answers) -> tuple[Seat, ...]:
    if answers.choice("public") == "mean":
        return (official("counter", "计票员", "Counter"),)
    count = answers.whole("public-number")
    return tuple(
        official(f"{_PUBLIC_SEAT}{number}", f"大众评审{number}", f"Public juror {number}")
        for number in range(1, count + 1)
    )


def _remembered_public(stage: JudgedStage, seats: tuple[Seat, ...]) -> dict[str, str]:
    jurors = [seat for seat in seats if seat.id.startswith(_PUBLIC_SEAT)]
    found = {
        **remembered_jury(stage, seats),
        **remembered_ties(stage.scoring),
        "public": "seats" if jurors else "mean",
        "share": percent(_share(stage.scoring)),
    }
    return {**found, "public-number": str(len(jurors))} if jurors else found


def _share(scoring: Scoring) -> str:
    sums = [one.value for one in scoring.steps if one.id == "score"]
    return next((one.terms[0].weight for one in sums if isinstance(one, Sum)), "1")


PUBLIC = Preset(
    of_judges=True,
    id="singing-public",
    sport=SPORT.id,
    name=Label(zh="歌手大奖赛：评委＋大众评审", en="Singing contest with a public jury"),
    description=Label(
        zh="评委和大众评审各占一定比例，例如各50%。大众评审可以人人用手机打分，也可以由计票员录入平均分。",
        en="The judges and a public jury each count a share, such as half and half. The public"
        " marks on its own phones, or a counter enters its mean.",
    ),
    sections=_sections(
        Section(
            Label(zh="大众评审", en="Public jury"),
            (
                Field(
                    id="share", name=Label(zh="评委占百分之几", en="The judges' share in percent"),
                    kind="decimal", default="50", least=1, most=99,
                    hint=Label(zh="其余归大众评审。", en="The rest is the public jury's."),
                ),
                Field(
                    id="public", name=Label(zh="大众评审怎样打分", en="How the public jury marks"),
                    kind="choice", default="mean",
                    options=options(
                        ("mean", "计票员录入平均分", "A counter enters its mean mark"),
                        ("seats", "每人用自己的手机打分", "Everybody marks on a phone"),
                    ),
                ),
                Field(
                    id="public-number", name=Label(zh="大众评审人数", en="How many in the jury"),
                    kind="whole", default="50", least=1, most=140,
                    when=(When("public", ("seats",)),),
                ),
            ),
        ),
        tie_section("jury", _HIGHER_JURY),
    ),
    marking=_with_public,
    remembered=_remembered_public,
)  # fmt: skip


def _with_online(answers: Answers) -> Marking:
    panel = jury(answers, _KNOWN)
    result = answers.whole("result")
    counter = official("online", "网络计票", "Online votes")
    votes = Criterion(
        id=_VOTES, name=Label(zh="网络票数", en="Online votes"), maximum="100000000",
        decimals=0, kind="count", by=(counter.id,),
    )  # fmt: skip
    steps = (
        Step(id=StepId("jury"), name=_JURY, value=panel.panel, decimals=result),
        Step(
            id=StepId("votes"), name=votes.name, value=Entered(criterion=_VOTES), decimals=0,
            aside=True,
        ),
        Step(
            id=StepId("online"), name=_ONLINE, decimals=result,
            value=RankPoints(of=StepId("votes"), top=answers.decimal("online")),
        ),
        _weighted("1", "online", "1", result),
    )  # fmt: skip
    return _two_parts(answers, Marking((*panel.seats, counter), panel.ids, Scoring(
        criteria=(*panel.criteria, votes), steps=steps,
    )))  # fmt: skip


def _remembered_online(stage: JudgedStage, seats: tuple[Seat, ...]) -> dict[str, str]:
    steps = (one.value for one in stage.scoring.steps)
    top = next((one.top for one in steps if isinstance(one, RankPoints)), None)
    known = {**remembered_jury(stage, seats), **remembered_ties(stage.scoring)}
    return {**known, "online": top or "5"}


# Danzhou village songs 2025: 95 points from the judges, 5 online, 5/N x (N + 1 - rank).
ONLINE = Preset(
    of_judges=True,
    id="singing-online",
    sport=SPORT.id,
    name=Label(zh="歌手大奖赛：评委＋网络投票", en="Singing contest with an online vote"),
    description=Label(
        zh="评委打分满分95分，网络投票按票数名次折合最高5分，两项相加。",
        en="Up to 95 points from the judges, and up to 5 for the rank in an online vote.",
    ),
    sections=_sections(
        Section(
            Label(zh="网络投票", en="Online vote"),
            (
                Field(
                    id="online", name=Label(zh="票数第一得几分", en="Points for the most votes"),
                    kind="decimal", default="5", least=1, most=1000,
                    hint=Label(
                        zh="共N人时，第n名得此分×(N＋1－n)÷N。票数由计票席录入。",
                        en="Of N entrants, rank n gets these × (N + 1 - n) / N. A counter enters"
                        " the votes.",
                    ),
                ),
            ),
        ),
        tie_section("jury", _HIGHER_JURY),
        full="95",
    ),
    marking=_with_online,
    remembered=_remembered_online,
)  # fmt: skip

PRESETS = (SINGING, PUBLIC, ONLINE)
