"""Small contests of matches, built in a few words."""

from collections.abc import Sequence

from scoring.contest.commands import Command
from scoring.contest.file import ContestFile
from scoring.contest.formats import Drawn as ByLot
from scoring.contest.formats import Format, KnockOut
from scoring.contest.ids import CommandId, ContestId, EntrantId, MeetId, MemberId, SeatId, StageId
from scoring.contest.match_commands import OpenMatch, Record, SetLines, Tap
from scoring.contest.plan import Entrant, MatchRules, Meet, Member, Plan, PlayedStage, Seat
from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.outcomes import Side
from scoring.rules.rally_state import Rally, Start
from scoring.rules.service import Courts, Player
from scoring.sport import SportId
from scoring.wording import Label

CUP = ContestId("cup")
DRAW = StageId("draw")
COURT = SeatId("court-1")
FIRST = "main-1-1"
"""The match at the top of a bracket."""

SHORT = RallyRules(
    best_of=3, game=GameRules(points=5, cap=7, intervals=(3,)), service=Courts(players=2)
)
"""Doubles to five points, as badminton otherwise."""


def cup(
    entrants: int = 4,
    layout: Format | None = None,
    rules: MatchRules = SHORT,
    more: Sequence[PlayedStage] = (),
) -> Plan:
    """Pairs e1, e2, ... on one court; a knock-out unless another format is given."""
    return Plan(
        id=CUP,
        meet=Meet(id=MeetId("meet"), name=Label(en="Meet")),
        name=Label(en="Cup"),
        sport=SportId("kicking"),
        entrants=tuple(pair(number) for number in range(1, entrants + 1)),
        seats=(
            Seat(id=COURT, name=Label(en="Court 1")),
            Seat(id=SeatId("court-2"), name=Label(en="Court 2")),
        ),
        stages=(
            PlayedStage(
                id=DRAW,
                name=Label(en="Draw"),
                format=layout or KnockOut(entry=ByLot()),
                match=rules,
                courts=(COURT, SeatId("court-2")),
            ),
            *more,
        ),
    )


def pair(number: int) -> Entrant:
    """Pair 1 of village 1, with the members e1-a and e1-b."""
    one = f"e{number}"
    return Entrant(
        id=EntrantId(one),
        number=number,
        name=f"Pair {number}",
        unit=f"Village {number}",
        members=tuple(
            Member(id=MemberId(f"{one}-{letter}"), name=f"{letter.upper()} {number}")
            for letter in "ab"
        ),
    )


def registered(plan: Plan) -> list[Command]:
    """The registration as a command."""
    return list(ContestFile(plan=plan).all_commands())


def lines(device: str, *entrants: str | None) -> SetLines:
    """The lines of a bracket from the top."""
    drawn = tuple(None if one is None else EntrantId(one) for one in entrants)
    return SetLines(id=CommandId(device), stage=DRAW, lines=(drawn,), reason="Drawn in the hall")


def opening(device: str, match: str = FIRST) -> OpenMatch:
    return OpenMatch(id=CommandId(device), stage=DRAW, match=match, court=COURT)


def start() -> Start:
    """A1 serves to B1."""
    return Start(server=Player("a", 1), receiver=Player("b", 1))


def tap(device: str, after: int, what: Tap | Side, match: str = FIRST) -> Record:
    """What an umpire taps; a side stands for a rally that it wins."""
    happened: Tap = Rally(what) if isinstance(what, str) else what
    return Record(id=CommandId(device), stage=DRAW, match=match, after=after, tap=happened)
