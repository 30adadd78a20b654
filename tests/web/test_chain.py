"""The whole chain through a real server: marks by seats, hand-overs as the desk offers them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import msgspec
import pytest

from scoring.contest.commands import Command, EnterMarks, Receive, Withdraw
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, SeatId
from scoring.contest.plan import Entrant
from scoring.contest.standings import standings
from tests.fixtures.files import VILLAGE_K, contest, contest_file
from tests.web.hall import Hall

Holder = SeatId | None
"""A seat, or the organizer."""


def timeline() -> list[tuple[ContestId, Command]]:
    """The commands of all five contests in the order of their times, each contest's own kept."""
    found = [
        (contest_file(path).plan.id, command)
        for path in VILLAGE_K
        for command in contest_file(path).commands
    ]
    return sorted(found, key=lambda one: one[1].entered_at or "")


def giver(given: tuple[ContestId, Command]) -> tuple[ContestId, Holder, bool]:
    contest_id, command = given
    seat = command.seat if isinstance(command, EnterMarks) else None
    return contest_id, seat, isinstance(command, Receive)


def in_turns() -> Iterator[tuple[ContestId, Holder, list[Command]]]:
    """What one giver gives at a stretch goes in one list; a hand-over goes by itself."""
    for (contest_id, seat, _), those in groupby(timeline(), key=giver):
        yield contest_id, seat, [command for _, command in those]


class Chain:
    """The organizer and the seats of all five contests."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.tokens: dict[tuple[ContestId, Holder], dict[str, str]] = {}
        self.taken_in: list[tuple[ContestId, ContestId, int]] = []

    async def headers(self, contest_id: ContestId, seat: Holder) -> dict[str, str]:
        key = (contest_id, seat)
        if key not in self.tokens:
            self.tokens[key] = (
                await self.hall.seat(contest_id, seat) if seat else await self.hall.organizer()
            )
        return self.tokens[key]

    async def give(self, contest_id: ContestId, seat: Holder, commands: Sequence[Command]) -> None:
        answer = await self.hall.give(contest_id, commands, await self.headers(contest_id, seat))
        assert answer.is_success, answer.text

    async def receive(self, contest_id: ContestId, command: Receive) -> None:
        """Take in what the desk offers; a feeder that is not registered here is typed in."""
        headers = await self.headers(contest_id, None)
        answer = await self.hall.client.get(
            f"/api/contests/{contest_id}/incoming", headers=headers
        )
        (feeder,) = (one for one in answer.json() if one["contest"] == command.contest)
        if not feeder["known"]:
            assert feeder["command"] is None
            await self.give(contest_id, None, [command])
            return
        offered = msgspec.convert(feeder["command"]["entrants"], tuple[Entrant, ...])
        assert offered == command.entrants
        ready = {**feeder["command"], "id": command.id, "reason": command.reason}
        given = await self.hall.client.post(
            f"/api/contests/{contest_id}/commands", json=ready, headers=headers
        )
        assert given.is_success, given.text
        self.taken_in.append((command.contest, contest_id, len(offered)))


def expected(path: Path) -> list[tuple[str, int | None, str | None]]:
    playing = contest(path)
    ranked = standings(playing, playing.plan.judged[-1]).standings
    return [(one.entrant, one.place, str(one.score) if one.score else None) for one in ranked]


@pytest.mark.timeout(180)
async def test_the_chain_played_over_http_ends_with_the_ranking_of_the_files(hall: Hall) -> None:
    for path in VILLAGE_K:
        registered = await hall.register(ContestFile(plan=contest_file(path).plan))
        assert registered.status_code == 201, registered.text
    chain = Chain(hall)
    for contest_id, seat, commands in in_turns():
        if isinstance(commands[0], Receive):
            for command in commands:
                assert isinstance(command, Receive)
                await chain.receive(contest_id, command)
        else:
            await chain.give(contest_id, seat, commands)
    assert chain.taken_in == [
        ("yuhang-renhe", "hangzhou", 31),
        ("hangzhou", "semi-final", 12),
        ("hangzhou", "semi-final", 1),
        ("semi-final", "online-showcase", 16),
        ("online-showcase", "final", 13),
    ]
    for path in VILLAGE_K:
        answer = await hall.client.get(f"/api/contests/{contest_file(path).plan.id}/board")
        rows = answer.json()["rows"]
        shown = [(one["card"]["entrant"], one["place"], one["score"]) for one in rows]
        assert [one for one in shown if one[1]] == [one for one in expected(path) if one[1]]


async def test_the_desk_says_who_is_here_and_no_longer_among_those_who_go_on(hall: Hall) -> None:
    """Between the replacement in Hangzhou and the withdrawal in the semi-final."""
    hangzhou, semi = VILLAGE_K[1], VILLAGE_K[2]
    await hall.register(contest_file(hangzhou))
    commands = contest_file(semi).commands
    withdrawal = next(at for at, one in enumerate(commands) if isinstance(one, Withdraw))
    file = ContestFile(plan=contest_file(semi).plan, commands=commands[:withdrawal])
    await hall.register(file)
    answer = await hall.client.get(
        "/api/contests/semi-final/incoming", headers=await hall.organizer()
    )
    feeder, *others = answer.json()
    assert (feeder["quota"], feeder["here"], feeder["gone"]) == (12, 12, ["s027"])
    assert [one["id"] for one in feeder["command"]["entrants"]] == ["s142"]
    assert not any(one["known"] for one in others)
    refused = await hall.client.post(
        "/api/contests/semi-final/commands?lang=en",
        json={**feeder["command"], "id": "desk:100"},
        headers=await hall.organizer(),
    )
    assert refused.status_code == 409
    assert "may send 12; 12 are here" in refused.json()["problems"][0]["message"]
