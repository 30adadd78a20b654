"""One hall in which every page has something to show: contests in every state, long names."""

from collections.abc import Sequence

from msgspec.structs import replace

from scoring.access import Role
from scoring.contest.commands import Call, Command, RecordNoShow, Withdraw
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, StageId
from scoring.contest.plan import Feeder, Plan
from scoring.demo import KICKING, contest_file
from scoring.wording import Label
from tests.browser.test_match_desk import fresh as wired
from tests.contest.playing import FIRST_TWO, RALLIES, groups, stage
from tests.contest.playing import plan as league_plan
from tests.contests import STAGE, entrant_id, marking, small_plan
from tests.deciding import (
    HEATS,
    advanced,
    dance_plan,
    dealt,
    ended,
    fresh,
    knock_out_plan,
    marked,
    parallel_plan,
)
from tests.played import Played, groups_then_knock_out, knock_out, team_event, with_leaders
from tests.web.hall import Hall
from tests.web.officials import employ

LONG = (
    "欧阳阿布都热合曼·买买提江与呼和浩特市新城区毫沁营镇老年合唱团（第二队）",
    "Wolfeschlegelsteinhausenbergerdorff-Zimmermann",
    "Nguyễn Thị Hoàng Bảo Châu and the Upper Valley Sisters",
)
"""As long as names get: without a blank, in one word, in many."""
ROLES: tuple[Role, ...] = ("reader", "scorer", "head_judge", "organizer", "owner")
GROUPS = StageId("groups")
TIED = {1: "95.00", 2: "93.00", 3: "93.00", 4: "93.00", 5: "91.00", 6: "90.00"}
CLEAR = {**TIED, 3: "92.00", 4: "91.50"}


def with_long_names(plan: Plan, contest: str) -> Plan:
    """The same plan under another id, its first entrants called as long as it gets."""
    named = [replace(one, name=name) for one, name in zip(plan.entrants, LONG, strict=False)]
    entrants = (*named, *plan.entrants[len(named) :])
    return replace(plan, id=ContestId(contest), entrants=entrants)


async def everything(hall: Hall) -> None:
    """Register it all, and employ somebody in every role."""
    for file in (*judged(), *measured(), *matches()):
        answer = await hall.register(file)
        assert answer.is_success, answer.text
    await _contested(hall)
    for role in ROLES:
        await employ(hall, role, role)
        await employ(hall, role, role, "games")
    for meet in ("test-meet", "games"):
        await hall.service.api_keys.issue("scoreboard", meet, "reader")  # type: ignore[arg-type]


def judged() -> list[ContestFile]:
    """Singing: before, in progress, ended with a tie, and after who goes on was recorded."""
    plan = small_plan(entrants=8, judges=3)
    final = plan.judged[0]
    noticing = replace(final, scoring=replace(final.scoring, unusual="5"))
    plan = replace(plan, stages=(noticing,))
    first = Feeder(
        contest=ContestId("onward"), name=Label(zh="初赛", en="Heats"), quota=4, stage=HEATS
    )
    running: list[Command] = [
        *(one for who in (1, 2, 3) for one in marked(plan, STAGE, who, f"9{who}.50")),
        Call(id=fresh(), stage=STAGE, entrant=entrant_id(4)),
        RecordNoShow(id=fresh(), stage=STAGE, entrant=entrant_id(4)),
        Withdraw(id=fresh(), entrant=entrant_id(7), reason="Lost her voice"),
        Call(id=fresh(), stage=STAGE, entrant=entrant_id(5)),
        marking("tablet-J1:5", 5, "J1", "91.00"),
        Call(id=fresh(), stage=STAGE, entrant=entrant_id(6)),
    ]
    heats = knock_out_plan()
    gone = Withdraw(id=fresh(), entrant=entrant_id(2), reason="Cannot come")
    halls = parallel_plan()
    lanes: list[Command] = [
        dealt((1, 2, 3), (4, 5, 6)),
        Call(id=fresh(), stage=HEATS, entrant=entrant_id(1)),
    ]
    dance = dance_plan()
    locked = replace(plan, stages=(replace(noticing, signed=True),))
    handed_in: list[Command] = [
        Call(id=fresh(), stage=STAGE, entrant=entrant_id(1)),
        marking("tablet-J1:1", 1, "J1", "91.00"),
    ]
    return [
        _file(plan, "small", running),
        _file(locked, "signed", handed_in),
        _file(replace(halls, feeders=(first,)), "before", ()),
        _file(halls, "halls", lanes),
        _file(heats, "tied", ended(heats, TIED)),
        _file(heats, "onward", [*ended(heats, CLEAR), advanced([1, 2]), gone]),
        _file(dance, "dance", [Call(id=fresh(), stage=STAGE, entrant=entrant_id(1))]),
    ]


def measured() -> list[ContestFile]:
    """Shuttlecock kicking, with counters at the moment when the first one has been called."""
    file = contest_file(KICKING)
    call = next(number for number, one in enumerate(file.commands) if isinstance(one, Call))
    return [ContestFile(plan=file.plan, commands=file.commands[: call + 1])]


def matches() -> list[ContestFile]:
    """Groups under way, a bracket, a draw to come, teams with line-ups, a league with values."""
    pool = Played(groups_then_knock_out(("A", "B"), 8))
    pool.draw()
    pool.schedule()
    for number, one in enumerate(pool.matches()[:5]):
        pool.result(one, lean=number)
    over, live = pool.matches()[:2]
    for one, count in ((over, 200), (live, 25)):
        pool.call(one)
        pool.rallies(one, count)
    bracket = Played(knock_out(11))
    bracket.draw(seeded=["p1", "p2"])
    bracket.play_all(but=4)
    live = bracket.matches()[0]
    bracket.call(live)
    bracket.rallies(live, 30)
    teams = Played(with_leaders(team_event()))
    teams.draw()
    hidden, shown = teams.matches()
    teams.call(hidden, "court-1")
    teams.call(shown, "court-2")
    teams.lineups(shown)
    teams.tell("reveal_lineups", stage="teams", match=shown.id)
    teams.rallies(shown, 18, rubber=1)
    lined = Played(knock_out(6))
    lined.draw()
    values = league_plan(4, stage("league", groups("A"), RALLIES, FIRST_TWO))
    values = replace(values, meet=pool.plan.meet)
    return [
        _file(pool.plan, "pool", pool.file.commands),
        _file(bracket.plan, "bracket", bracket.file.commands),
        _file(teams.plan, "teams", teams.file.commands),
        _file(lined.plan, "undrawn", ()),
        _file(lined.plan, "drawn", lined.file.commands),
        _file(values, "league", ()),
    ]


def _file(plan: Plan, contest: str, commands: Sequence[Command]) -> ContestFile:
    return ContestFile(plan=with_long_names(plan, contest), commands=tuple(commands))


async def _contested(hall: Hall) -> None:
    """A second tablet sends other marks, another umpire another rally: both are kept."""
    marks = marking("spare-J1:5", 5, "J1", "19.00")
    assert (await hall.give("small", marks, await hall.organizer())).status_code == 409
    for (match, _), record in hall.service.contest("pool").play[GROUPS].records.items():
        if record.outcome is None:
            rally = {"type": "rally", "winner": "b"}
            tap = wired("record", stage=GROUPS, match=match, after=3, tap=rally)
            assert (await hall.give("pool", tap, await hall.organizer())).status_code == 409
