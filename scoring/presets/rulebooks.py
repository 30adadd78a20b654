"""Contests whose rule book leaves little to choose: figure skating, dance sport, speedcubing."""

from scoring.contest.ids import SeatId, StageId
from scoring.contest.plan import JudgedStage, Seat
from scoring.contest.scoring import Placings
from scoring.presets.answers import Answers
from scoring.presets.dancesport import LATIN, STANDARD, final, preliminary
from scoring.presets.fields import Field, Section, options
from scoring.presets.figure_skating import (
    FACTORS,
    Discipline,
    Officials,
    Segment,
    segment_stage,
)
from scoring.presets.jury import judge_fields, judges, remembered_judges
from scoring.presets.preset import Marking, Preset, official
from scoring.presets.speedcubing import average_of_five
from scoring.sports import dancesport, figure_skating, speedcubing
from scoring.wording import Label

_STAGE = StageId("s1")
_JUDGING = Label(zh="评委", en="Judges")
_DANCES = {"standard": STANDARD, "latin": LATIN}


def _panel(seats: tuple[Seat, ...]) -> tuple[SeatId, ...]:
    return tuple(seat.id for seat in seats)


def _dances(answers: Answers) -> tuple[Label, ...]:
    chosen = _DANCES["latin" if answers.choice("dances") == "latin" else "standard"]
    return chosen[: answers.whole("dance-count")]


def _final(answers: Answers) -> Marking:
    seats = judges(answers)
    stage = final(_STAGE, _panel(seats), _dances(answers), answers.whole("couples"))
    return Marking(seats, _panel(seats), stage.scoring)


def _recall(answers: Answers) -> Marking:
    seats = judges(answers)
    called = answers.whole("called")
    stage = preliminary(
        _STAGE, Label(zh="预赛", en="Round"), _panel(seats), _dances(answers), called=called
    )
    return Marking(seats, _panel(seats), stage.scoring)


def _remembered_dances(stage: JudgedStage, seats: tuple[Seat, ...]) -> dict[str, str]:
    scoring = stage.scoring
    latin = scoring.attempt_names[:1] == LATIN[:1]
    formulas = [one.value for one in scoring.steps if isinstance(one.value, Placings)]
    called = next((one.called for one in formulas if one.called is not None), None)
    return {
        **remembered_judges(seats),
        "dances": "latin" if latin else "standard",
        "dance-count": str(scoring.attempts),
        "couples": scoring.criteria[0].maximum,
        "called": str(called) if called is not None else "",
    }


_DANCE_FIELDS = (
    Field(
        id="dances", name=Label(zh="舞种", en="Dances"), kind="choice", default="standard",
        options=options(("standard", "标准舞", "Standard"), ("latin", "拉丁舞", "Latin")),
    ),
    Field(
        id="dance-count", name=Label(zh="跳几支舞", en="How many of the dances"), kind="whole",
        default="5", least=1, most=5,
        hint=Label(
            zh="标准舞依次为华尔兹、探戈、维也纳华尔兹、狐步、快步；拉丁舞为桑巴、恰恰、伦巴、斗牛、牛仔。",
            en="In the order Waltz, Tango, Viennese Waltz, Slow Foxtrot, Quickstep; or Samba,"
            " Cha-Cha-Cha, Rumba, Paso Doble, Jive.",
        ),
    ),
)  # fmt: skip

DANCE_FINAL = Preset(
    id="dance-final",
    sport=dancesport.SPORT.id,
    name=Label(zh="体育舞蹈：决赛", en="Dance sport, final"),
    description=Label(
        zh="每位评委给每支舞排名次，按斯卡廷制定名次。",
        en="Every judge places all couples in every dance; the Skating System decides.",
    ),
    sections=(
        Section(
            _JUDGING,
            (
                *judge_fields(7),
                *_DANCE_FIELDS,
                Field(
                    id="couples", name=Label(zh="几对选手", en="Couples"), kind="whole",
                    default="6", least=2, most=60,
                ),
            ),
        ),
    ),
    marking=_final,
    remembered=_remembered_dances,
)  # fmt: skip

DANCE_ROUND = Preset(
    id="dance-round",
    sport=dancesport.SPORT.id,
    name=Label(zh="体育舞蹈：预赛", en="Dance sport, round"),
    description=Label(
        zh="每位评委给希望再看到的选手打叉，叉多者进入下一轮。",
        en="Every judge crosses those to be seen again; the most crosses go on.",
    ),
    sections=(
        Section(
            _JUDGING,
            (
                *judge_fields(7),
                *_DANCE_FIELDS,
                Field(
                    id="called", kind="whole", default="6", least=1, most=1000,
                    name=Label(zh="每位评委每支舞打几个叉", en="Crosses of a judge in a dance"),
                ),
            ),
        ),
    ),
    marking=_recall,
    remembered=_remembered_dances,
)  # fmt: skip


def _segment(answers: Answers) -> Marking:
    seats = judges(answers)
    technical = official("technical", "技术专家", "Technical specialist")
    referee = official("referee", "裁判长", "Referee")
    officials = Officials(judges=_panel(seats), technical=technical.id, referee=referee.id)
    discipline, segment = _program(answers.choice("program"))
    stage = segment_stage(_STAGE, discipline, segment, officials, answers.whole("elements"))
    return Marking((*seats, technical, referee), _panel(seats), stage.scoring)


def _program(chosen: str) -> tuple[Discipline, Segment]:
    return next((one for one in FACTORS if f"{one[0]}-{one[1]}" == chosen), ("men", "short"))


def _remembered_segment(stage: JudgedStage, seats: tuple[Seat, ...]) -> dict[str, str]:
    """Programs that are scored alike cannot be told apart, and need not be."""
    own = [seat for seat in seats if seat.id in stage.panel]
    known = {**remembered_judges(own), "elements": str(stage.scoring.attempts)}
    officials = Officials(
        judges=stage.panel, technical=SeatId("technical"), referee=SeatId("referee")
    )
    for discipline, segment in FACTORS:
        made = segment_stage(_STAGE, discipline, segment, officials, stage.scoring.attempts)
        if made.scoring == stage.scoring:
            return {**known, "program": f"{discipline}-{segment}"}
    return known


SKATING = Preset(
    id="figure-skating",
    sport=figure_skating.SPORT.id,
    name=Label(zh="花样滑冰", en="Figure skating"),
    description=Label(
        zh="技术动作基础分加执行分，再加节目内容分，按国际滑联2016–18年规则，一次比一个节目。",
        en="Elements with grades of execution, and program components, by the ISU rules of"
        " 2016-18; one segment.",
    ),
    sections=(
        Section(
            _JUDGING,
            (
                *judge_fields(9, least=3),
                Field(
                    id="program", name=Label(zh="节目", en="Program"), kind="choice",
                    default="men-short",
                    options=options(
                        ("men-short", "男单短节目", "Men, short program"),
                        ("men-free", "男单自由滑", "Men, free skating"),
                        ("ladies-short", "女单短节目", "Ladies, short program"),
                        ("ladies-free", "女单自由滑", "Ladies, free skating"),
                        ("pairs-short", "双人短节目", "Pairs, short program"),
                        ("pairs-free", "双人自由滑", "Pairs, free skating"),
                        ("ice_dance-short", "冰舞短舞蹈", "Ice dance, short dance"),
                        ("ice_dance-free", "冰舞自由舞", "Ice dance, free dance"),
                    ),
                ),
                Field(
                    id="elements", name=Label(zh="最多几个技术动作", en="Elements at most"),
                    kind="whole", default="7", least=1, most=20,
                ),
            ),
        ),
    ),
    marking=_segment,
    remembered=_remembered_segment,
)  # fmt: skip


def _cubing(_answers: Answers) -> Marking:
    entry = official("entry", "成绩录入员", "Data entry")
    stage = average_of_five(_STAGE, Label(zh="初赛", en="First round"), entry.id)
    return Marking((entry,), (), stage.scoring)


def _remembered_cubing(_stage: JudgedStage, _seats: tuple[Seat, ...]) -> dict[str, str]:
    return {}


CUBING = Preset(
    id="cubing",
    sport=speedcubing.SPORT.id,
    name=Label(zh="魔方速拧", en="Speedcubing"),
    description=Label(
        zh="五次还原，去掉最快和最慢，其余三次取平均；平均相同，比最好单次。",
        en="Five solves; without the best and the worst, the mean of three. Of equals, the better"
        " single.",
    ),
    sections=(),
    marking=_cubing,
    remembered=_remembered_cubing,
)

PRESETS = (CUBING, DANCE_FINAL, DANCE_ROUND, SKATING)
