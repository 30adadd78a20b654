"""The numbers of a match as fields to fill in: games and points, or periods and minutes."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec.structs import replace

from scoring.contest.match_faults import rally_text
from scoring.presets.answers import Answers
from scoring.presets.fields import Field, When, options
from scoring.rules.counting import Fault, GameRules, RallyRules, faults
from scoring.rules.periods import PeriodRules
from scoring.sport import Edition
from scoring.wording import Label

_BEST_OF = options(
    ("1", "一局定胜负", "One game"), ("3", "三局两胜", "Best of three"),
    ("5", "五局三胜", "Best of five"), ("7", "七局四胜", "Best of seven"),
)  # fmt: skip
_NONE = Label(zh="0：不设。", en="0: none.")
_MINUTE = 60
_FIELDS: dict[Fault, str] = {
    "best_of_even": "best-of",
    "no_end": "end",
    "cap_below_points": "cap",
    "beyond_the_end": "ends",
    "draw_of_several": "level",
}
Level: TypeAlias = Literal["next_point", "draw"]


def rally_fields(base: RallyRules, *when: When) -> tuple[Field, ...]:
    """Every number of a game; what the sport itself fixes, such as the service, is not asked."""
    game, last = base.game, base.last or base.game
    points = (*when, When("end", ("points", "both")))
    timed = (*when, When("end", ("time", "both")))
    return (
        Field(
            id="best-of", name=Label(zh="局数", en="Games"), kind="choice",
            default=str(base.best_of), options=_BEST_OF, when=when,
        ),
        Field(
            id="end", name=Label(zh="一局怎样结束", en="A game ends"), kind="choice",
            default="points", when=when,
            options=options(
                ("points", "打满分数", "By points"), ("time", "打满时间", "By time"),
                ("both", "先到者为准：分数或时间", "By whichever comes first"),
            ),
        ),
        Field(
            id="points", name=Label(zh="每局几分", en="Points of a game"), kind="whole",
            default=str(game.points or 21), least=1, most=200, when=points,
        ),
        Field(
            id="lead", name=Label(zh="末分", en="At the end"), kind="choice", when=points,
            default=str(game.lead),
            options=options(
                ("2", "须领先2分（加分）", "Two points ahead (setting)"),
                ("1", "先到者胜，不加分", "First to reach it, no setting"),
            ),
        ),
        Field(
            id="cap", name=Label(zh="加分封顶", en="Setting ends at"), kind="whole", hint=_NONE,
            default=str(game.cap or 0), least=0, most=300, when=points,
        ),
        Field(
            id="minutes-of-game", name=Label(zh="每局几分钟", en="Minutes of a game"),
            kind="whole", default="10", least=1, most=120, when=timed,
        ),
        Field(
            id="level", name=Label(zh="时间到时打平", en="Level when time is up"), kind="choice",
            default=game.level, when=timed,
            options=options(
                ("next_point", "再打一分决胜", "The next point decides"),
                ("draw", "算平局", "It is a draw"),
            ),
        ),
        Field(
            id="interval", name=Label(zh="领先方几分时间歇", en="Interval at"), kind="whole",
            default=str(game.intervals[0] if game.intervals else 0), least=0, most=200,
            hint=_NONE, when=points,
        ),
        Field(
            id="last-points", name=Label(zh="决胜局几分", en="Points of the last game"),
            kind="whole", least=0, most=200, when=points,
            default=str(0 if last.points == game.points else last.points or 0),
            hint=Label(zh="0：与其他局相同。", en="0: as in the others."),
        ),
        Field(
            id="last-cap", name=Label(zh="决胜局封顶", en="Setting of the last ends at"),
            kind="whole", default=str(last.cap or 0), least=0, most=300, when=points,
            hint=Label(
                zh="决胜局分数不同时才用；0：不设。",
                en="Where the last has other points; 0: none.",
            ),
        ),
        Field(
            id="ends", name=Label(zh="决胜局几分换边", en="Ends change in the last game at"),
            kind="whole", default=str(last.ends_at or 0), least=0, most=200, hint=_NONE,
            when=points,
        ),
    )  # fmt: skip


def rally_rules(answers: Answers, base: RallyRules) -> RallyRules:
    """The sport's own match, with the numbers that were filled in."""
    rules = _rally_rules(answers, base)
    for fault in faults(rules):
        answers.wrong(_FIELDS[fault], rally_text(fault))
    return rules


def _rally_rules(answers: Answers, base: RallyRules) -> RallyRules:
    best_of = int(answers.choice("best-of"))
    points, cap, ends, interval = (
        answers.whole(one) for one in ("points", "cap", "ends", "interval")
    )
    if best_of == 1:
        game = _game(answers, points, cap, interval, ends)
        return replace(base, best_of=1, game=game, last=None)
    game = _game(answers, points, cap, interval)
    own = answers.whole("last-points") or points
    if own != points:
        cap = answers.whole("last-cap")
    last = _game(answers, own, cap, interval if interval < own else 0, ends)
    return replace(base, best_of=best_of, game=game, last=None if last == game else last)


def _game(answers: Answers, points: int, cap: int, interval: int, ends: int = 0) -> GameRules:
    end = answers.choice("end")
    timed = end != "points"
    seconds = answers.whole("minutes-of-game") * _MINUTE if timed else None
    level: Level = "draw" if timed and answers.choice("level") == "draw" else "next_point"
    if end == "time":
        return GameRules(seconds=seconds, level=level)
    return GameRules(
        points=points,
        lead=int(answers.choice("lead")),
        cap=cap or None,
        seconds=seconds,
        level=level,
        intervals=(interval,) if interval else (),
        ends_at=ends or None,
    )


def remembered_rally(rules: RallyRules) -> dict[str, str]:
    """The answers that a match of rallies came from."""
    game, last = rules.game, rules.last or rules.game
    known = {
        "best-of": str(rules.best_of),
        "end": "points" if game.seconds is None else "both" if game.points else "time",
        "lead": str(game.lead),
        "cap": str(game.cap or 0),
        "level": game.level,
        "interval": str(game.intervals[0] if game.intervals else 0),
        "last-points": str(0 if last.points == game.points else last.points or 0),
        "last-cap": str(last.cap or 0),
        "ends": str(last.ends_at or 0),
    }
    if game.points is not None:
        known["points"] = str(game.points)
    if game.seconds is not None:
        known["minutes-of-game"] = str(game.seconds // _MINUTE)
    return known


def period_fields(edition: Edition, base: PeriodRules) -> Iterator[Field]:
    """What a meet usually adapts: how long is played, and what follows when it is level."""
    decided = edition.knock_out or base
    yield Field(
        id="periods", name=Label(zh="打几节", en="Periods"), kind="whole",
        default=str(base.periods), least=1, most=12,
    )  # fmt: skip
    yield Field(
        id="minutes-of-period", name=Label(zh="每节几分钟", en="Minutes of a period"),
        kind="whole", default=str(base.seconds // _MINUTE), least=1, most=60,
    )  # fmt: skip
    if decided.overtime is not None:
        yield Field(
            id="overtime", name=Label(zh="加时每节几分钟", en="Minutes of an overtime"),
            kind="whole", default=str(decided.overtime.seconds // _MINUTE), least=0, most=60,
            hint=Label(zh="0：没有加时。", en="0: no overtime."),
        )  # fmt: skip
    if decided.shootout is not None:
        yield Field(
            id="shootout", name=Label(zh="打平踢点球决胜", en="Penalty kicks decide"),
            kind="switch", default="yes",
        )  # fmt: skip
    if base.fouls is not None:
        yield Field(
            id="personal-fouls", name=Label(zh="个人几次犯规离场", en="Fouls of a player"),
            kind="whole", default=str(base.fouls.personal), least=1, most=20,
        )  # fmt: skip
        yield Field(
            id="team-fouls", kind="whole", default=str(base.fouls.team), least=1, most=30,
            name=Label(zh="每节全队超过几次犯规罚球", en="Penalised from more team fouls than"),
        )  # fmt: skip


def period_rules(answers: Answers, base: PeriodRules) -> PeriodRules:
    """The sport's own match, with the numbers that were filled in."""
    overtime, fouls, shootout = base.overtime, base.fouls, base.shootout
    if overtime is not None:
        minutes = answers.whole("overtime")
        overtime = replace(overtime, seconds=minutes * _MINUTE) if minutes else None
    if shootout is not None and not answers.yes("shootout"):
        shootout = None
    if fouls is not None:
        fouls = replace(
            fouls, personal=answers.whole("personal-fouls"), team=answers.whole("team-fouls")
        )
    return replace(
        base,
        periods=answers.whole("periods"),
        seconds=answers.whole("minutes-of-period") * _MINUTE,
        overtime=overtime,
        shootout=shootout,
        fouls=fouls,
    )


def remembered_periods(rules: PeriodRules) -> dict[str, str]:
    """The answers that a match in periods came from."""
    known = {
        "periods": str(rules.periods),
        "minutes-of-period": str(rules.seconds // _MINUTE),
        "overtime": str(rules.overtime.seconds // _MINUTE if rules.overtime else 0),
        "shootout": "yes" if rules.shootout else "no",
    }
    if rules.fouls is not None:
        known["personal-fouls"] = str(rules.fouls.personal)
        known["team-fouls"] = str(rules.fouls.team)
    return known
