"""Small contests that many tests need."""

from collections.abc import Iterable
from itertools import count

from scoring.contest.advancement import Advancement, TopN
from scoring.contest.commands import Call, Command, EnterMarks, Mark
from scoring.contest.file import ContestFile
from scoring.contest.ids import (
    CommandId,
    ContestId,
    CriterionId,
    EntrantId,
    GroupId,
    MeetId,
    SeatId,
    StageId,
    StepId,
)
from scoring.contest.plan import Entrant, Group, JudgedStage, Meet, Plan, Seat
from scoring.contest.scoring import Criterion, Panel, Scoring, Step
from scoring.sport import SportId
from scoring.wording import Label

STAGE = StageId("final")
OVERALL = CriterionId("overall")


def small_plan(entrants: int = 4, judges: int = 7, contest: str = "small") -> Plan:
    """A singing final: `entrants` singers, `judges` seats, drop 1 + 1, the best half goes on."""
    seats = tuple(
        Seat(id=SeatId(f"J{n}"), name=Label(zh=f"评委{n}", en=f"Judge {n}"))
        for n in range(1, judges + 1)
    )
    return Plan(
        id=ContestId(contest),
        meet=Meet(id=MeetId("test-meet"), name=Label(zh="测试赛事", en="Test meet")),
        name=Label(zh="小小歌手赛", en="Small song contest"),
        sport=SportId("singing"),
        groups=(Group(id=GroupId("villagers"), name=Label(zh="村民", en="Villagers")),),
        entrants=tuple(
            Entrant(
                id=entrant_id(n), number=n, name=f"歌手{n}", unit="花园村",
                group=GroupId("villagers"), work="《画你》",
            )
            for n in range(1, entrants + 1)
        ),
        seats=seats,
        stages=(
            JudgedStage(
                id=STAGE,
                name=Label(zh="决赛", en="Final"),
                panel=tuple(seat.id for seat in seats),
                scoring=Scoring(
                    criteria=(Criterion(id=OVERALL, name=Label(zh="综合", en="Overall")),),
                    steps=(
                        Step(
                            id=StepId("score"),
                            name=Label(zh="得分", en="Score"),
                            value=Panel(drop_high=1, drop_low=1, absent="divide_by_present"),
                        ),
                    ),
                ),
                advancement=(
                    Advancement(
                        to=Label(zh="市赛", en="City round"),
                        rules=(TopN(count=max(1, entrants // 2)),),
                        tie="all_in",
                    ),
                ),
            ),
        ),
    )  # fmt: skip


def entrant_id(number: int) -> EntrantId:
    return EntrantId(f"e{number}")


def called(plan: Plan, entrants: Iterable[int]) -> ContestFile:
    """The contest with these entrants called to the stage."""
    numbers = count(1)
    commands: tuple[Command, ...] = tuple(
        Call(id=CommandId(f"desk:{next(numbers)}"), stage=STAGE, entrant=entrant_id(one))
        for one in entrants
    )
    return ContestFile(plan=plan, commands=commands)


def marking(command: str, entrant: int, seat: str, mark: str, after: int = 0) -> EnterMarks:
    """One seat's mark for one entrant."""
    return EnterMarks(
        id=CommandId(command),
        stage=STAGE,
        entrant=entrant_id(entrant),
        seat=SeatId(seat),
        after=after,
        marks=(Mark(criterion=OVERALL, mark=mark),),
    )
