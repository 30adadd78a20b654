"""Contests of matches for tests: written as people write them, and played up to any point."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.encounters import Encounter, encounters
from scoring.contest.faults import plan_faults
from scoring.contest.file import ContestFile
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.plan import Plan, PlayedStage, Seat
from scoring.contest.play import rules_of
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from scoring.rules.counting import RallyRules
from scoring.rules.pool_books import BWF, BWF_TEAM, FIBA
from scoring.rules.ties import TieRules
from scoring.sports.badminton import badminton_3x21
from scoring.sports.basketball import BASKETBALL
from scoring.wording import Label

Wire = Mapping[str, Any]
SINGLES: Wire = msgspec.to_builtins(badminton_3x21(1))
DOUBLES: Wire = msgspec.to_builtins(badminton_3x21(2))
PHRASE = "a long secret"
HOOPS: Wire = msgspec.to_builtins(BASKETBALL)

_SURNAMES = "陈林王李张刘杨黄赵吴周徐孙马朱胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾"
_GIVEN = "雨桐子涵一鸣晓东思远佳怡文博海燕志强丽华建国春生明月国庆秀英宇轩"
_UNITS = ("仁和村", "径山镇", "花园村", "良渚街道", "Puji", "南山社区")


def label(zh: str, en: str) -> Wire:
    return {"zh": zh, "en": en}


def name(number: int) -> str:
    given = (number * 5) % 16 * 2
    return _SURNAMES[(number * 7) % 32] + _GIVEN[given : given + 2]


def players(count: int) -> list[Wire]:
    return [
        {"id": f"p{n}", "number": n, "name": name(n), "unit": _UNITS[n % 6]}
        for n in range(1, count + 1)
    ]


def pairs(count: int) -> list[Wire]:
    return [
        {
            "id": f"p{n}",
            "number": n,
            "name": f"{name(2 * n)} / {name(2 * n + 1)}",
            "unit": _UNITS[n % 6],
            "members": [{"id": f"m{2 * n + i}", "name": name(2 * n + i)} for i in range(2)],
        }
        for n in range(1, count + 1)
    ]


def teams(count: int, squad: int) -> list[Wire]:
    """Teams of men and women in turn, with numbers on their shirts."""
    return [
        {
            "id": f"t{n}",
            "number": n,
            "name": f"{_UNITS[n % 6]}队",
            "unit": _UNITS[n % 6],
            "members": [
                {
                    "id": f"t{n}-{i}",
                    "name": name(10 * n + i),
                    "gender": "mf"[i % 2],
                    "number": str(4 + i),
                }
                for i in range(squad)
            ],
        }
        for n in range(1, count + 1)
    ]


def plan(
    sport: str, title: Wire, entrants: Sequence[Wire], stages: Sequence[Wire], courts: int = 4
) -> Plan:
    seats = [
        {"id": f"court-{n}", "name": label(f"{n}号场", f"Court {n}")} for n in range(1, courts + 1)
    ]
    written = {
        "id": "matches",
        "meet": {"id": "games", "name": label("镇级片区运动会", "District Sports Day")},
        "name": title,
        "sport": sport,
        "venue": label("镇体育馆", "Town sports hall"),
        "date": "2024-11-02",
        "entrants": entrants,
        "seats": seats,
        "stages": [
            {"type": "played", "courts": [seat["id"] for seat in seats], **stage}
            for stage in stages
        ],
    }
    made = msgspec.convert(written, Plan)
    faults = plan_faults(made)
    assert not faults, [f"{fault.field}: {fault.message}" for fault in faults]
    return made


def groups_then_knock_out(names: Sequence[str] = ("A", "B", "C", "D"), field: int = 16) -> Plan:
    """Badminton singles: groups, the two best of each cross over."""
    return plan(
        "badminton",
        label("羽毛球男子单打", "Badminton men's singles"),
        players(field),
        [
            {
                "id": "groups",
                "name": label("小组赛", "Group stage"),
                "match": SINGLES,
                "format": {
                    "type": "groups",
                    "names": names,
                    "book": msgspec.to_builtins(BWF),
                },
                "advancement": [
                    {
                        "to": label("淘汰赛", "Knock-out"),
                        "rules": [{"type": "quota", "by": "pool", "best": 2}],
                        "tie": "lots",
                    }
                ],
            },
            {
                "id": "finals",
                "name": label("淘汰赛", "Knock-out"),
                "match": SINGLES,
                "format": {
                    "type": "knock_out",
                    "entry": {"type": "crossed", "places": 2},
                    "playing": "third",
                },
            },
        ],
    )


def knock_out(field: int = 27, match: Wire = DOUBLES, playing: str = "third") -> Plan:
    """A bracket with byes."""
    entrants = pairs(field) if match is DOUBLES else players(field)
    return plan(
        "badminton",
        label("羽毛球男子双打", "Badminton men's doubles"),
        entrants,
        [
            {
                "id": "draw",
                "name": label("正赛", "Main draw"),
                "match": match,
                "format": {"type": "knock_out", "entry": {"type": "drawn"}, "playing": playing},
            }
        ],
    )


def swiss(field: int = 13, rounds: int = 5) -> Plan:
    return plan(
        "badminton",
        label("羽毛球女子单打", "Badminton women's singles"),
        players(field),
        [
            {
                "id": "swiss",
                "name": label("瑞士轮", "Swiss system"),
                "match": SINGLES,
                "format": {"type": "swiss", "rounds": rounds},
            }
        ],
    )


RUBBERS: tuple[tuple[str, str, str, int, str], ...] = (
    ("MS", "男单", "Men's singles", 1, "m"),
    ("WS", "女单", "Women's singles", 1, "f"),
    ("MD", "男双", "Men's doubles", 2, "m"),
    ("WD", "女双", "Women's doubles", 2, "f"),
    ("XD", "混双", "Mixed doubles", 2, "mixed"),
)


def team_event(field: int = 4) -> Plan:
    """A mixed team knock-out, over once three rubbers are won."""
    rubbers = [
        {
            "id": short,
            "name": label(zh, en),
            "players": count,
            "pairing": pairing,
            "rules": SINGLES if count == 1 else DOUBLES,
        }
        for short, zh, en, count, pairing in RUBBERS
    ]
    return plan(
        "badminton",
        label("羽毛球混合团体", "Badminton mixed team"),
        teams(field, 6),
        [
            {
                "id": "teams",
                "name": label("团体淘汰赛", "Team knock-out"),
                "match": {"type": "tie", "rubbers": rubbers, "squad": 4},
                "format": {"type": "knock_out", "entry": {"type": "drawn"}},
            }
        ],
        courts=2,
    )


def with_leaders(of: Plan) -> Plan:
    """The same with a seat for each team's leader, called as the team is and of its unit."""
    leaders = tuple(
        Seat(id=SeatId(f"leader-{one.id}"), name=Label(zh=f"{one.name}领队"), unit=one.unit)
        for one in of.entrants
    )
    return replace(of, seats=(*of.seats, *leaders))


def team_groups(field: int = 4) -> Plan:
    """The same as one group, in which all rubbers are played."""
    of = team_event(field)
    wire = msgspec.to_builtins(of)
    wire["stages"][0]["match"]["play_all"] = True
    wire["stages"][0]["format"] = {
        "type": "groups", "names": ["A"], "book": msgspec.to_builtins(BWF_TEAM),
    }  # fmt: skip
    return msgspec.convert(wire, Plan)


def basketball(field: int = 4) -> Plan:
    return plan(
        "basketball",
        label("男子篮球", "Men's basketball"),
        teams(field, 7),
        [
            {
                "id": "league",
                "name": label("循环赛", "Round robin"),
                "match": HOOPS,
                "format": {
                    "type": "groups",
                    "names": ["A"],
                    "book": msgspec.to_builtins(FIBA),
                },
            }
        ],
        courts=2,
    )


def both(one: Encounter) -> tuple[EntrantId, EntrantId]:
    """Who meets in a match of which that is known."""
    assert one.entrants is not None
    return one.entrants


class Played:
    """A contest under way, and the commands that brought it there."""

    def __init__(self, made: Plan) -> None:
        self.plan = made
        self.commands: list[Command] = []
        self.contest: Contest | None = None
        self._count = 0
        self.tell("register", plan=msgspec.to_builtins(made))

    @property
    def now(self) -> Contest:
        assert self.contest is not None
        return self.contest

    @property
    def file(self) -> ContestFile:
        return ContestFile(plan=self.plan, commands=tuple(self.commands[1:]))

    def command(self, kind: str, **fields: Any) -> Command:  # noqa: ANN401 - the wire format
        self._count += 1
        wire = {"type": kind, "id": f"desk-x:{self._count}", **fields}
        return msgspec.convert(wire, Command)  # type: ignore[no-any-return]

    def tell(self, kind: str, **fields: Any) -> None:  # noqa: ANN401 - the wire format
        """Give a command that must be taken."""
        command = self.command(kind, **fields)
        decision = decide(self.contest, command)
        assert not isinstance(decision, Rejected), (kind, fields, str(decision.reason))
        for event in decision:
            self.contest = evolve(self.contest, event)
        self.commands.append(command)

    def stage(self, place: int = 0) -> PlayedStage:
        return self.now.plan.played[place]

    def matches(self, place: int = 0, phase: str = "ready") -> list[Encounter]:
        return [one for one in encounters(self.now, self.stage(place)) if one.phase == phase]

    def draw(self, place: int = 0, seeded: Sequence[str] = ()) -> None:
        drawn = {"secret": PHRASE, "word": "秋分"}
        self.tell("draw", stage=self.stage(place).id, seeded=seeded, **drawn)

    def schedule(self, place: int = 0, minutes: int = 40) -> None:
        """One match after the other on each court."""
        stage = self.stage(place)
        found = list(encounters(self.now, stage))
        slated = []
        for number, one in enumerate(found):
            start = 9 * 60 + minutes * (number // len(stage.courts))
            time = f"2024-11-02T{start // 60 % 24:02}:{start % 60:02}"
            court = stage.courts[number % len(stage.courts)]
            slated.append({"match": one.id, "court": court, "start": time})
        self.tell("schedule", stage=stage.id, matches=slated)

    def call(self, one: Encounter, court: str | None = None, place: int = 0) -> None:
        where = court or one.court or self.stage(place).courts[0]
        self.tell("open_match", stage=self.stage(place).id, match=one.id, court=where)

    def tap(self, one: Encounter, tap: Wire, rubber: int = 0, place: int = 0) -> None:
        stage = self.stage(place)
        revision = self.now.play[stage.id].record(one.id, rubber).revision
        self.tell("record", stage=stage.id, match=one.id, rubber=rubber, after=revision, tap=tap)

    def rallies(
        self, one: Encounter, count: int, rubber: int = 0, place: int = 0, lean: int = 0
    ) -> None:
        """So many rallies, won in a pattern that leans to one side; ends with the match."""
        stage = self.stage(place)
        rules = rules_of(stage.match, rubber)
        assert isinstance(rules, RallyRules)
        if not len(self.now.play[stage.id].record(one.id, rubber).steps):
            self.tap(
                one, {"type": "start", "server": ["a", 1], "receiver": ["b", 1]}, rubber, place
            )
        for number in range(count):
            if self.now.play[stage.id].record(one.id, rubber).outcome is not None:
                return
            side: Literal["a", "b"] = "a" if (number * 7 + lean * 3) % 11 < 5 + lean % 3 else "b"
            self.tap(one, {"type": "rally", "winner": side}, rubber, place)

    def confirm(self, one: Encounter, rubber: int = 0, place: int = 0) -> None:
        stage = self.stage(place)
        revision = self.now.play[stage.id].record(one.id, rubber).revision
        self.tell("confirm_result", stage=stage.id, match=one.id, rubber=rubber, after=revision)

    def result(self, one: Encounter, place: int = 0, rubber: int = 0, lean: int = 0) -> None:
        """Enter some result, in which the side drawn first mostly wins."""
        stage = self.stage(place)
        rules = rules_of(stage.match, rubber)
        lost, low = 8 + (lean * 5) % 11, 10 + (lean * 3) % 9
        if isinstance(rules, RallyRules):
            games = [[21, lost], [21, low]] if lean % 3 else [[lost, 21], [21, low], [19, 21]]
            outright: list[Wire] = [{"type": "set_games", "games": games}]
        else:
            score = {"regular": [61 + lean, 48 + (lean * 7) % 30]}
            outright = [{"type": "set_score", "score": score}]
        revision = self.now.play[stage.id].record(one.id, rubber).revision
        self.tell(
            "enter_result",
            stage=stage.id,
            match=one.id,
            rubber=rubber,
            after=revision,
            result=outright,
        )

    def play_all(self, place: int = 0, but: int = 0) -> None:
        """Results of everything that can be played, round by round, but for the last ones."""
        count = 0
        while ready := self.matches(place):
            for one in ready:
                left = sum(not other.settled for other in encounters(self.now, self.stage(place)))
                if left <= but:
                    return
                count += 1
                if isinstance(self.stage(place).match, TieRules):
                    self.play_tie(one, place)
                else:
                    self.result(one, place, lean=count)

    def close(self, place: int = 0) -> None:
        """Close a stage; whoever qualifies goes on."""
        stage = self.stage(place)
        result = played_standings(self.now, stage)
        for tied in result.ties:
            self.tell("settle_tie", stage=stage.id, order=list(tied), reason="抽签")
        self.tell("close_stage", stage=stage.id)
        result = played_standings(self.now, stage)
        if stage.advancement:
            self.tell("advance", stage=stage.id, entrants=list(result.qualifying))

    def lineups(self, one: Encounter, place: int = 0) -> None:
        """Both teams hand in who plays which rubber."""
        for team in both(one):
            self.tell(
                "hand_in_lineup",
                stage=self.stage(place).id,
                match=one.id,
                side=team,
                lineup=lineup(team),
            )

    def play_tie(self, one: Encounter, place: int = 0) -> None:
        """Call it, reveal the line-ups, and play rubber by rubber until it is decided."""
        self.call(one, place=place)
        self.lineups(one, place)
        stage = self.stage(place)
        self.tell("reveal_lineups", stage=stage.id, match=one.id)
        assert isinstance(stage.match, TieRules)
        for rubber in range(1, len(stage.match.rubbers) + 1):
            found = {other.id: other for other in encounters(self.now, stage)}[one.id]
            if found.phase != "confirmed":
                self.result(one, place, rubber, lean=rubber + 1)


def lineup(team: str) -> dict[str, list[str]]:
    """Men are even, women odd."""
    return {
        "MS": [f"{team}-0"],
        "WS": [f"{team}-1"],
        "MD": [f"{team}-2", f"{team}-4"],
        "WD": [f"{team}-3", f"{team}-5"],
        "XD": [f"{team}-0", f"{team}-1"],
    }
