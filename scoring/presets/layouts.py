"""How matches are laid out: a knock-out, groups before it, rounds; and on which courts."""

import re
from collections.abc import Sequence
from string import ascii_uppercase

from msgspec import Struct

from scoring.contest.advancement import Advancement, Quota
from scoring.contest.formats import (
    Crossed,
    DoubleElimination,
    Drawn,
    Format,
    Groups,
    KnockOut,
    Swiss,
)
from scoring.contest.ids import SeatId, StageId
from scoring.contest.plan import MatchRules, PlayedStage, Seat
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, Section, When, options
from scoring.rules.brackets import Consolation, Playing
from scoring.rules.double_elimination import GrandFinal
from scoring.rules.pool_rules import RuleBook
from scoring.wording import Label, say

_NAMES: dict[str, Label] = {
    "groups": Label(zh="小组赛", en="Groups"),
    "round_robin": Label(zh="循环赛", en="Round robin"),
    "knock_out": Label(zh="淘汰赛", en="Knock-out"),
    "swiss": Label(zh="瑞士轮", en="Swiss system"),
    "double": Label(zh="双败淘汰赛", en="Double elimination"),
}
_IN_GROUPS = When("format", ("groups_knock_out",))
_ROUND_ROBIN = When("format", ("groups_knock_out", "round_robin"))
_BRACKET = When("format", ("knock_out", "groups_knock_out"))
_DRAWN = When("format", ("knock_out", "groups_knock_out", "round_robin", "double"))
_COURT_NAMES = (("{}号场地", "Court {}"), ("{}号球台", "Table {}"))
_MOST_COURTS = 60
_MOST_LEADERS = 120


class Matches(Struct, frozen=True):
    """How a match is played in a round robin or a Swiss system, and where a winner is needed."""

    open: MatchRules
    decided: MatchRules
    book: RuleBook
    """How a table is made."""


def layout_section() -> Section:
    """Everything about who meets whom."""
    return Section(
        Label(zh="赛制", en="Format"),
        (
            Field(
                id="format", name=Label(zh="赛制", en="Format"), kind="choice",
                default="knock_out",
                options=options(
                    ("knock_out", "淘汰赛", "Knock-out"),
                    ("groups_knock_out", "小组赛，再淘汰赛", "Groups, then a knock-out"),
                    ("round_robin", "循环赛", "Round robin"),
                    ("swiss", "瑞士轮", "Swiss system"),
                    ("double", "双败淘汰赛", "Double elimination"),
                ),
            ),
            Field(
                id="pools", name=Label(zh="几个小组", en="Groups"), kind="whole", default="2",
                least=1, most=26, when=(_IN_GROUPS,),
            ),
            Field(
                id="first", name=Label(zh="每组前几名出线", en="Of each group go on"),
                kind="whole", default="2", least=1, most=16, when=(_IN_GROUPS,),
            ),
            Field(
                id="best", name=Label(zh="另取成绩最好的下一名几个", en="And so many of the next"),
                kind="whole", default="0", least=0, most=26, when=(_IN_GROUPS,),
                hint=Label(
                    zh="例如每组前2名，再取成绩最好的2个第3名。",
                    en="For example the first two, and the best two of those in third place.",
                ),
            ),
            Field(
                id="legs", name=Label(zh="两两之间打几场", en="How often two meet"), kind="choice",
                default="1", when=(_ROUND_ROBIN,),
                options=options(("1", "一场", "Once"), ("2", "两场", "Twice")),
            ),
            Field(
                id="rounds", name=Label(zh="几轮", en="Rounds"), kind="whole", default="5",
                least=1, most=20, when=(When("format", ("swiss",)),),
            ),
            Field(
                id="playing", name=Label(zh="名次", en="Places"), kind="choice", default="none",
                when=(_BRACKET,),
                options=options(
                    ("none", "只决出冠军，半决赛负者并列第三", "Only the first; third is shared"),
                    ("third", "加一场三四名决赛", "A match for the third place"),
                    ("all", "每个名次都打附加赛", "Every place is played out"),
                ),
            ),
            Field(
                id="consolation", name=Label(zh="安慰赛", en="Consolation"), kind="choice",
                default="none", when=(_BRACKET, When("playing", ("none", "third"))),
                options=options(
                    ("none", "没有", "None"),
                    ("first_round", "首轮负者", "For those who lose in the first round"),
                    ("first_match", "第一场就输的", "For those who lose their first match"),
                ),
            ),
            Field(
                id="grand-final", name=Label(zh="总决赛", en="Grand final"), kind="choice",
                default="double", when=(When("format", ("double",)),),
                options=options(
                    ("double", "胜者组冠军输了再赛一场", "Played again if the unbeaten lose"),
                    ("single", "一场定胜负", "One match"),
                    ("none", "不打，胜者组冠军夺冠", "None: the unbeaten win"),
                ),
            ),
            Field(
                id="apart", kind="switch", default="yes", when=(_DRAWN,),
                name=Label(zh="抽签时同单位尽量分开", en="The draw keeps units apart"),
            ),
        ),
    )  # fmt: skip


_LEADERS = Field(
    id="leaders", name=Label(zh="用手机提交名单的队伍", en="Teams that hand in on a phone"),
    kind="lines",
    hint=Label(
        zh="每行一个：队名或单位。每队领队一个二维码，用手机提交出场名单，对方看不到。",
        en="One a line: the name of the team, or its unit. Each leader gets a QR code and hands"
        " in line-ups on a phone, unseen by the others.",
    ),
)  # fmt: skip


def court_section(minutes: int, court: tuple[str, str], *, ties: bool) -> Section:
    """Where is played, how long a match takes, who hands in; `court` is what one is called."""
    zh, en = court
    return Section(
        Label(zh="场地", en="Courts"),
        (
            Field(
                id="courts", name=Label(zh="场地名称", en="Names of the courts"), kind="lines",
                default=Label(
                    zh="\n".join(zh.format(one) for one in (1, 2)),
                    en="\n".join(en.format(one) for one in (1, 2)),
                ),
                hint=Label(
                    zh="每行一个。每块场地一台平板，由裁判记分。",
                    en="One a line. Each has a tablet for its umpire.",
                ),
            ),
            Field(
                id="minutes", name=Label(zh="一场大约几分钟", en="Minutes of a match"),
                kind="whole", default=str(minutes), least=1, most=600,
                hint=Label(zh="用来排赛程。", en="For the order of play."),
            ),
            *((_LEADERS,) if ties else ()),
        ),
    )  # fmt: skip


def court_seats(answers: Answers) -> tuple[Seat, ...]:
    """A seat for each court."""
    names = [one for one in answers.lines("courts") if one]
    if len(names) > _MOST_COURTS:
        text = say("{count} courts are too many; at most {most}.",
                   count=len(names), most=_MOST_COURTS)  # fmt: skip
        answers.wrong("courts", text)
    if len(set(names)) < len(names):
        answers.wrong("courts", say("A court is there twice."))
    return tuple(
        Seat(id=SeatId(f"court-{number}"), name=_court(name[:40]))
        for number, name in enumerate(names[:_MOST_COURTS], start=1)
    )


def leader_seats(answers: Answers) -> tuple[Seat, ...]:
    """A seat for the leader of each team named, or of all teams of a unit."""
    names = [one for one in answers.lines("leaders") if one]
    if len(names) > _MOST_LEADERS:
        text = say("{count} teams are too many; at most {most}.",
                   count=len(names), most=_MOST_LEADERS)  # fmt: skip
        answers.wrong("leaders", text)
    if len(set(names)) < len(names):
        answers.wrong("leaders", say("A team is there twice."))
    return tuple(
        Seat(
            id=SeatId(f"team-{number}"),
            name=Label(zh=f"{name[:36]}领队", en=f"Leader of {name[:36]}"),
            unit=name[:80],
        )
        for number, name in enumerate(names[:_MOST_LEADERS], start=1)
    )


def _court(name: str) -> Label:
    for zh, en in _COURT_NAMES:
        for pattern in (zh, en):
            found = re.fullmatch(pattern.replace("{}", r"([0-9]{1,3})"), name)
            if found:
                return Label(zh=zh.format(found[1]), en=en.format(found[1]))
    return Label(zh=name)


def played_stages(
    answers: Answers, matches: Matches, courts: Sequence[Seat]
) -> tuple[PlayedStage, ...]:
    """The stages as they were filled in."""
    formats = list(_formats(answers, matches.book))
    return tuple(
        PlayedStage(
            id=StageId(f"s{number}"),
            name=_NAMES[name],
            format=layout,
            match=matches.decided if name in {"knock_out", "double"} else matches.open,
            minutes=answers.whole("minutes"),
            courts=tuple(court.id for court in courts),
            advancement=_onward(answers) if number < len(formats) else (),
        )
        for number, (name, layout) in enumerate(formats, start=1)
    )


def _formats(answers: Answers, book: RuleBook) -> list[tuple[str, Format]]:
    match answers.choice("format"):
        case "groups_knock_out":
            pools, first, best = (answers.whole(one) for one in ("pools", "first", "best"))
            if pools * first + best == 1:
                answers.wrong("first", say("At least two must go on."))
            if best > pools:
                text = say("There are only {count} groups.", count=pools)
                answers.wrong("best", text)
            entry = Crossed(places=first, best=best)
            return [
                ("groups", _groups(answers, pools, book)),
                ("knock_out", KnockOut(entry=entry, playing=_playing(answers),
                                       consolation=_consolation(answers))),
            ]  # fmt: skip
        case "round_robin":
            return [("round_robin", _groups(answers, 1, book))]
        case "swiss":
            return [("swiss", Swiss(rounds=answers.whole("rounds")))]
        case "double":
            return [("double", DoubleElimination(entry=_drawn(answers),
                                                 grand_final=_grand_final(answers)))]  # fmt: skip
        case _:
            return [
                ("knock_out", KnockOut(entry=_drawn(answers), playing=_playing(answers),
                                       consolation=_consolation(answers))),
            ]  # fmt: skip


def _groups(answers: Answers, count: int, book: RuleBook) -> Groups:
    return Groups(
        names=tuple(ascii_uppercase[:count]),
        legs=int(answers.choice("legs")),
        book=book,
        separate_units=answers.yes("apart"),
    )


def _drawn(answers: Answers) -> Drawn:
    return Drawn(separate_units=answers.yes("apart"))


def _onward(answers: Answers) -> tuple[Advancement, ...]:
    rule = Quota(by="pool", best=answers.whole("first"), wildcards=answers.whole("best"))
    return (Advancement(to=_NAMES["knock_out"], rules=(rule,), tie="lots"),)


def _playing(answers: Answers) -> Playing:
    match answers.choice("playing"):
        case "third":
            return "third"
        case "all":
            return "all"
        case _:
            return "none"


def _consolation(answers: Answers) -> Consolation:
    """Where every place is played out, whoever loses plays on anyway."""
    if _playing(answers) == "all":
        return "none"
    match answers.choice("consolation"):
        case "first_round":
            return "first_round"
        case "first_match":
            return "first_match"
        case _:
            return "none"


def _grand_final(answers: Answers) -> GrandFinal:
    match answers.choice("grand-final"):
        case "none":
            return "none"
        case "single":
            return "single"
        case _:
            return "double"


def remembered_layout(
    found: Sequence[PlayedStage], seats: Sequence[Seat], language: str
) -> dict[str, str]:
    """The answers that the stages, their courts and the leaders' seats came from."""
    known = {
        "minutes": str(found[0].minutes),
        "courts": "\n".join(
            seat.name.spoken(language) for seat in seats if seat.id in found[0].courts
        ),
        "leaders": "\n".join(seat.unit for seat in seats if seat.id not in found[0].courts),
    }
    for stage in found:
        known |= _remembered_format(stage.format)
    if len(found) > 1:
        known["format"] = "groups_knock_out"
    for route in found[0].advancement:
        for rule in route.rules:
            if isinstance(rule, Quota):
                known |= {"first": str(rule.best), "best": str(rule.wildcards)}
    return known


def _remembered_format(layout: Format) -> dict[str, str]:
    match layout:
        case KnockOut(entry=entry, playing=playing, consolation=consolation):
            known = {"format": "knock_out", "playing": playing, "consolation": consolation}
            return known | _remembered_entry(entry)
        case DoubleElimination(entry=entry, grand_final=grand_final):
            return {"format": "double", "grand-final": grand_final} | _remembered_entry(entry)
        case Groups(names=names, legs=legs, separate_units=apart):
            return {
                "format": "round_robin",
                "pools": str(len(names)),
                "legs": str(legs),
                "apart": "yes" if apart else "no",
            }
        case Swiss(rounds=rounds):
            return {"format": "swiss", "rounds": str(rounds)}


def _remembered_entry(entry: object) -> dict[str, str]:
    if isinstance(entry, Drawn):
        return {"apart": "yes" if entry.separate_units else "no"}
    return {}
