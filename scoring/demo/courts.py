"""A contest of matches in the demo: every court is umpired tap by tap, as its results tell."""

import asyncio
import random

import httpx

from scoring.contest.commands import Command
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId, SeatId
from scoring.contest.match_commands import (
    ConfirmResult,
    EnterResult,
    HandInLineup,
    OpenMatch,
    Record,
    RevealLineups,
    Schedule,
    Tap,
)
from scoring.contest.plan import PlayedStage
from scoring.contest.play import rules_of
from scoring.demo.officials import Officials
from scoring.demo.taps import taps
from scoring.web.service import Service

_RALLY = 0.12
"""How much of a turn's time goes by between two taps, on average."""

OfMatch = HandInLineup | RevealLineups | OpenMatch | Record | ConfirmResult | EnterResult


class Courts(Officials):
    """The courts of one contest, and what happens on each in turn."""

    def __init__(
        self, service: Service, client: httpx.AsyncClient, file: ContestFile, begun: int
    ) -> None:
        super().__init__(service, client, file)
        opened = [n for n, one in enumerate(file.commands) if isinstance(one, OpenMatch)]
        self.start = _after_the_last_result(file.commands[: opened[begun]])
        """The index of the command at which the demo begins."""
        self.chance = random.Random(file.plan.id)  # noqa: S311 - alike in every demo
        self.court: dict[str, SeatId] = {}
        self._count = 0

    async def prepare(self) -> None:
        """Everything up to the start."""
        await self.sign_in()
        begun = self.file.commands[: self.start]
        await self.register(ContestFile(plan=self.file.plan, commands=begun))
        for command in begun:
            self.note(command)

    def note(self, command: Command) -> None:
        """Where matches are to be played."""
        if isinstance(command, Schedule):
            self.court |= {one.match: one.court for one in command.matches if one.court}

    def id(self) -> CommandId:
        """An id of the simulated tablets."""
        self._count += 1
        return CommandId(f"demo:{self._count}")


def _after_the_last_result(commands: tuple[Command, ...]) -> int:
    """Behind the last result, so that what prepares the next matches is seen."""
    ended = EnterResult | ConfirmResult
    return 1 + max((n for n, one in enumerate(commands) if isinstance(one, ended)), default=-1)


async def umpired(courts: Courts, pace: float) -> None:
    """Play the matches to the end; `pace` is the seconds for a turn on stage elsewhere.

    What happens on different courts happens at once; the organizer waits for all of it.
    """
    waiting: dict[SeatId, list[OfMatch]] = {}
    for command in courts.file.commands[courts.start :]:
        if isinstance(command, OfMatch):
            if isinstance(command, HandInLineup | OpenMatch) and _has_results(waiting):
                await _all_courts(courts, waiting, pace)
                waiting = {}
            waiting.setdefault(courts.court[command.match], []).append(command)
        else:
            await _all_courts(courts, waiting, pace)
            waiting = {}
            courts.note(command)
            await courts.give(command)
            await asyncio.sleep(pace * 0.5)
    await _all_courts(courts, waiting, pace)


def _has_results(waiting: dict[SeatId, list[OfMatch]]) -> bool:
    ended = EnterResult | ConfirmResult
    return any(isinstance(one, ended) for court in waiting.values() for one in court)


async def _all_courts(courts: Courts, waiting: dict[SeatId, list[OfMatch]], pace: float) -> None:
    await asyncio.gather(
        *(_on_court(courts, court, commands, pace) for court, commands in waiting.items())
    )


async def _on_court(courts: Courts, court: SeatId, commands: list[OfMatch], pace: float) -> None:
    for command in commands:
        match command:
            case EnterResult():
                await _played(courts, court, command, pace)
            case Record() | ConfirmResult():
                await _pause(courts, pace)
                await courts.give(command, court)
            case _:
                await courts.give(command, command.seat)
                await asyncio.sleep(pace * 0.2)


async def _played(courts: Courts, court: SeatId, result: EnterResult, pace: float) -> None:
    """Umpire what the file has as a result; one that has no score is entered as it is."""
    stage = courts.file.plan.stage(result.stage)
    rules = rules_of(stage.match, result.rubber) if isinstance(stage, PlayedStage) else None
    happened = [] if rules is None else [*taps(rules, result.result, courts.chance)]
    if len(happened) <= 1:
        await courts.give(result)
        return
    for after, tap in enumerate(happened):
        await _pause(courts, pace)
        await courts.give(_recorded(courts, court, result, after, tap), court)
    await asyncio.sleep(pace * 0.3)
    confirmed = ConfirmResult(
        id=courts.id(),
        stage=result.stage,
        match=result.match,
        rubber=result.rubber,
        seat=court,
        after=len(happened),
    )
    await courts.give(confirmed, court)


def _recorded(courts: Courts, court: SeatId, result: EnterResult, after: int, tap: Tap) -> Record:
    return Record(
        id=courts.id(),
        stage=result.stage,
        match=result.match,
        rubber=result.rubber,
        seat=court,
        after=after,
        tap=tap,
    )


async def _pause(courts: Courts, pace: float) -> None:
    await asyncio.sleep(pace * _RALLY * (0.4 + 1.2 * courts.chance.random()))
