"""Pairs of contests that differ only in what is kept back from the public."""

from random import Random
from typing import Any

from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.file import ContestFile
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.ids import ContestId, StageId
from scoring.contest.plan import Plan
from scoring.contest.state import Contest
from tests.contest.given import (
    FINAL,
    J1,
    J2,
    J3,
    PLAN,
    advance,
    amend,
    call,
    close,
    close_stage,
    disqualify,
    mark,
    no_show,
    register,
    reopen,
)
from tests.contest.playing import PERIODS, RALLIES, Wire, command, drawn, groups, plan, stage
from tests.contest.releasing import FREEZE, approve, approve_matches, plan_that, release

CUP, LEAGUE = StageId("cup"), StageId("league")


class Telling:
    """A contest to which commands are given one by one, as far as they are accepted."""

    def __init__(self, made: Plan) -> None:
        self.commands: list[Command] = []
        self.plan = made
        (event,) = _events(None, register(made))
        self.contest = evolve(None, event)

    def give(self, *commands: Command) -> None:
        for one in commands:
            decision = decide(self.contest, one)
            assert not isinstance(decision, Rejected), (one, decision.reason)
            for event in decision:
                self.contest = evolve(self.contest, event)
            self.commands.append(one)

    def file(self) -> ContestFile:
        """As a contest file, whose commands have ids of their own."""
        numbered = tuple(
            replace(one, id=f"desk:{number}") for number, one in enumerate(self.commands, start=2)
        )
        return ContestFile(plan=self.plan, commands=numbered)


def _events(contest: Contest | None, given: Command) -> Any:  # noqa: ANN401 - events of a decision
    decision = decide(contest, given)
    assert not isinstance(decision, Rejected)
    return decision


def songs(shown: Random, hidden: Random, name: str) -> Telling:
    """A singing contest: what `hidden` decides waits for approval, or came after the freeze."""
    approval = shown.random() < 0.5
    options: dict[str, Any] = {"publish_marks": shown.random() < 0.5, "approval": approval}
    told = Telling(replace(plan_that(**options), id=ContestId(name)))
    order = shown.sample([one.id for one in PLAN.entrants], len(PLAN.entrants))
    known = shown.randrange(len(order))
    for number, entrant in enumerate(order):
        if number == known and not approval:
            told.give(FREEZE)
        told.give(call(entrant))
        if number < known:
            given = [str(shown.randrange(60, 100)) for _ in range(3)]
            for seat, text in zip((J1, J2, J3), given, strict=True):
                if approval and hidden.random() < 0.3:
                    told.give(mark(entrant, seat, "1"), mark(entrant, seat, text, after=1))
                else:
                    told.give(mark(entrant, seat, text))
            told.give(close(entrant))
            if approval:
                told.give(approve(entrant))
                _correct(told, hidden, entrant)
        else:
            _in_secret(told, hidden, entrant)
    _end_in_secret(told, hidden)
    return told


def _correct(told: Telling, hidden: Random, entrant: Any) -> None:  # noqa: ANN401 - an id
    if hidden.random() < 0.4:
        sheet = told.contest.stages[StageId("heats")].performances[entrant].sheet(J1)
        told.give(amend(entrant, J1, "33", after=sheet.revision))
    if hidden.random() < 0.2:
        told.give(reopen(entrant), close(entrant))


def _in_secret(told: Telling, hidden: Random, entrant: Any) -> None:  # noqa: ANN401 - an id
    match hidden.randrange(3):
        case 0:
            told.give(no_show(entrant))
        case 1:
            told.give(mark(entrant, J1, str(hidden.randrange(100))), disqualify(entrant))
        case _:
            for seat in (J1, J2, J3):
                for again in range(hidden.randrange(1, 3)):
                    told.give(mark(entrant, seat, str(hidden.randrange(100)), after=again))
            told.give(close(entrant))
            _correct(told, hidden, entrant)


def _end_in_secret(told: Telling, hidden: Random) -> None:
    if hidden.random() < 0.5:
        return
    told.give(close_stage())
    ranked = [
        one
        for one, was in told.contest.stages[StageId("heats")].performances.items()
        if was.phase == "closed"
    ]
    if hidden.random() < 0.6 and len(ranked) > 1:
        chosen = hidden.sample(ranked, 2)
        told.give(advance(*chosen, reason="As the jury decided"), call(chosen[0], FINAL))


WON: list[Wire] = [{"type": "set_games", "games": [[2, 0], [2, 1]]}]
LOST: list[Wire] = [{"type": "set_games", "games": [[0, 2], [1, 2]]}]


def cup(shown: Random, hidden: Random, name: str) -> Telling:
    """Four play a cup: one result is public, the other and the final are not."""
    approval = shown.random() < 0.5
    made = plan(4, {**stage("cup", drawn(), RALLIES), "approval": approval})
    told = Telling(replace(made, id=ContestId(name)))
    lines = [shown.sample(["t1", "t2", "t3", "t4"], 4)]
    told.give(command("set_lines", stage="cup", lines=lines, reason="Lots"))
    told.give(*(_open("cup", f"main-1-{number}", f"court-{number}") for number in (1, 2)))
    public = shown.choice(["main-1-1", "main-1-2"])
    games = shown.choice([WON, LOST])
    _play(told, hidden if approval else shown, "cup", public, games)
    if approval:
        told.give(approve_matches("cup", public))
    else:
        told.give(release("freeze", CUP))
    secret = "main-1-2" if public == "main-1-1" else "main-1-1"
    if hidden.random() < 0.3:
        seen = told.contest.play[CUP].record(public).revision
        games = hidden.choice([WON, LOST])
        told.give(_result("cup", public, games, after=seen, reason="Misread"))
    if hidden.random() < 0.8:
        _play(told, hidden, "cup", secret, hidden.choice([WON, LOST]))
        if hidden.random() < 0.7:
            told.give(_open("cup", "main-2-1", "court-1"))
            _play(told, hidden, "cup", "main-2-1", hidden.choice([WON, LOST]))
            told.give(command("close_stage", stage="cup"))
    return told


def league(shown: Random, hidden: Random, name: str) -> Telling:
    """A table of four, some results of which are public."""
    approval = shown.random() < 0.5
    first = {**stage("league", groups("A"), PERIODS), "approval": approval}
    told = Telling(replace(plan(4, first), id=ContestId(name)))
    matches = shown.sample([f"A-{number}-{place}" for number in (1, 2, 3) for place in (1, 2)], 6)
    known = shown.randrange(6)
    told.give(*(_open("league", match, "court-1") for match in matches))
    for number, match in enumerate(matches):
        if number == known and not approval:
            told.give(release("freeze", LEAGUE))
        if number < known:
            told.give(_score(match, shown.randrange(5), shown.randrange(5)))
            if approval:
                told.give(approve_matches("league", match))
        elif hidden.random() < 0.7:
            told.give(_score(match, hidden.randrange(5), hidden.randrange(5)))
            if hidden.random() < 0.3:
                told.give(_score(match, 1, 0, after=1, reason="Misread"))
    if not approval and hidden.random() < 0.5:
        values = {"t1": -hidden.randrange(9)}
        told.give(command("record_values", stage="league", measure="conduct", values=values,
                          reason="Cards"))  # fmt: skip
    return told


def _open(where: str, match: str, court: str) -> Command:
    return command("open_match", stage=where, match=match, court=court)


def _result(where: str, match: str, games: list[Wire], **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    return command("enter_result", stage=where, match=match, result=games, **fields)


def _score(match: str, a: int, b: int, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    result: list[Wire] = [{"type": "set_score", "score": {"regular": [a, b]}}]
    return _result("league", match, result, **fields)


def _play(told: Telling, hidden: Random, where: str, match: str, games: list[Wire]) -> None:
    """Tapped, undone and confirmed, or entered as a whole: the public sees no difference."""
    if hidden.random() < 0.5:
        told.give(_result(where, match, games))
        return
    taps: list[Wire] = [*games, {"type": "undo"}, *games] if hidden.random() < 0.5 else games
    for after, tap in enumerate(taps):
        told.give(command("record", stage=where, match=match, after=after, tap=tap))
    told.give(command("confirm_result", stage=where, match=match, after=len(taps)))


STORIES = (songs, songs, cup, league)
