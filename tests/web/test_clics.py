"""The Contest API on a real server: every endpoint, and the event feed as programs read it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.commands import Command, Undo
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId
from scoring.store.protocol import StoreFailed
from scoring.store.rows import Row
from scoring.views.clics_shapes import SHAPES, SINGLE
from scoring.web import clics_follower
from tests.contest.given import (
    ANN,
    BEN,
    CAI,
    FINAL,
    FINAL_OPEN,
    HEATS_PERFORMED,
    J1,
    PLAN,
    amend,
    call,
    close,
    mark,
    no_show,
    performed,
    reopen,
)
from tests.contest.releasing import FREEZE, THAW
from tests.deciding import fresh
from tests.matches import cup
from tests.web.described import answer_checker
from tests.web.hall import Hall, running_hall

SONGS = "/clics/contests/songs"
COLLECTIONS = [one for one in SHAPES if one not in SINGLE]


class Feed:
    """A connection to an event feed, and what its lines have led to."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.known: dict[str, dict[str, Any]] = {one: {} for one in SHAPES}
        self.token = ""
        self.over = asyncio.Event()
        self._more = asyncio.Condition()

    async def read(self, lines: AsyncIterator[str]) -> None:
        async for line in lines:
            async with self._more:
                self.lines.append(line)
                if line:
                    self._take(msgspec.json.decode(line))
                self._more.notify_all()
        self.over.set()

    def _take(self, said: dict[str, Any]) -> None:
        of, name = self.known[said["type"]], said.get("id") or ""
        if said["data"] is None:
            del of[name]
        else:
            of[name] = said["data"]
        self.token = said.get("token") or self.token

    async def until(self, there: dict[str, dict[str, Any]]) -> None:
        """Wait until the lines have led to this."""
        async with asyncio.timeout(10), self._more:
            await self._more.wait_for(lambda: self.known == there)

    async def lines_from(self, count: int, wanted: int = 1) -> list[str]:
        async with asyncio.timeout(10), self._more:
            await self._more.wait_for(lambda: len(self.lines) >= count + wanted)
        return self.lines[count:]


@asynccontextmanager
async def feed(hall: Hall, since: str = "", contest: str = SONGS) -> AsyncGenerator[Feed]:
    asked = f"&since_token={since}" if since else ""
    found = Feed()
    address = f"{contest}/event-feed?lang=en{asked}"
    async with hall.client.stream("GET", address, timeout=None) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/x-ndjson"
        reading = asyncio.create_task(found.read(answer.aiter_lines()))
        try:
            yield found
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading


async def there(hall: Hall, contest: str = SONGS) -> dict[str, dict[str, Any]]:
    """All objects, as the other endpoints have them."""
    found: dict[str, dict[str, Any]] = {}
    for kind in SHAPES:
        path = contest if kind == "contest" else f"{contest}/{kind}"
        answer = await hall.client.get(f"{path}?lang=en")
        said = answer.json()
        found[kind] = {"": said} if kind in SINGLE else {one["id"]: one for one in said}
    return found


async def give(hall: Hall, *commands: Command) -> None:
    for one in commands:
        answer = await hall.give("songs", replace(one, id=fresh()), await hall.organizer())
        assert answer.is_success, answer.text


@pytest.fixture
async def sung(hall: Hall) -> Hall:
    """The songs, registered only, and a cup beside it."""
    assert (await hall.register(ContestFile(plan=PLAN))).is_success
    assert (await hall.register(ContestFile(plan=cup()))).is_success
    return hall


async def get(hall: Hall, path: str) -> Any:  # noqa: ANN401 - any JSON
    answer = await hall.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_every_address_answers_as_described(sung: Hall) -> None:
    await give(sung, *FINAL_OPEN)
    for path in ("/clics", "/clics/api"):
        said = await get(sung, path)
        assert said["version"] == "2023-06" and said["provider"]["name"] == "scoring"
        assert answer_checker(f"GET {path}", 200)(said) == []
    for path in ("", "/state", "/scoreboard", "/access", *(f"/{one}" for one in COLLECTIONS)):
        said = await get(sung, SONGS + path)
        assert answer_checker(f"GET /clics/contests/{{contest}}{path}", 200)(said) == []
        if path.removeprefix("/") in COLLECTIONS:
            for one in said:
                assert await get(sung, f"{SONGS}{path}/{one['id']}") == one
                name = f"GET /clics/contests/{{contest}}{path}/{{object}}"
                assert answer_checker(name, 200)(one) == []
            missing = await sung.client.get(f"{SONGS}{path}/nothing")
            assert missing.status_code == 404


async def test_only_judged_contests_are_listed(sung: Hall) -> None:
    listed = await get(sung, "/clics/contests?lang=en")
    assert listed == [await get(sung, f"{SONGS}?lang=en")]


async def test_a_contest_of_matches_says_where_its_board_is(sung: Hall) -> None:
    for path in ("", "/teams", "/teams/p1", "/state", "/scoreboard", "/access", "/event-feed"):
        answer = await sung.client.get(f"/clics/contests/cup{path}?lang=en")
        said = answer.json()
        assert (answer.status_code, said["code"], said["error"]) == (404, 404, "unknown")
        assert "/api/contests/cup/board" in said["message"]
    nothing = await sung.client.get("/clics/contests/ghost/teams")
    assert nothing.status_code == 404
    assert answer_checker("GET /clics/contests/{contest}/teams", 404)(nothing.json()) == []


async def test_a_log_that_cannot_be_read_is_said(
    sung: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(log: str, after: int = 0) -> list[Row]:
        raise StoreFailed(f"{log} after {after}")

    monkeypatch.setattr(sung.service.store, "read", broken)
    answer = await sung.client.get(f"{SONGS}/teams")
    assert (answer.status_code, answer.json()["code"]) == (503, 503)
    assert answer_checker("GET /clics/contests/{contest}/teams", 503)(answer.json()) == []
    monkeypatch.undo()
    assert len(await get(sung, f"{SONGS}/teams")) == 4


async def test_lists_can_be_narrowed_down(sung: Hall) -> None:
    await give(sung, *FINAL_OPEN, call(BEN, FINAL))
    for asked, names in {
        "submissions?problem_id=final": ["final.ben"],
        "submissions?team_id=ben": ["heats.ben", "final.ben"],
        "submissions?team_id=ben&problem_id=heats": ["heats.ben"],
        "judgements?submission_id=heats.ann": ["heats.ann"],
        "judgements?judgement_type_id=RE": [],
        "teams?organization_id=nowhere": [],
    }.items():
        assert [one["id"] for one in await get(sung, f"{SONGS}/{asked}")] == names, asked


async def test_the_scoreboard_is_of_the_stage_and_group_asked_for(sung: Hall) -> None:
    await give(sung, *FINAL_OPEN)
    rows = (await get(sung, f"{SONGS}/scoreboard"))["rows"]
    assert [one["team_id"] for one in rows] == ["ann", "ben"]
    heats = (await get(sung, f"{SONGS}/scoreboard?stage=heats"))["rows"]
    assert [(one["rank"], one["team_id"], one["score"]["score"]) for one in heats] == [
        (1, "ben", 95), (2, "ann", 90), (3, "dan", 85), (4, "cai", 80),
    ]  # fmt: skip
    group = (await get(sung, f"{SONGS}/scoreboard?stage=heats&group_id=villagers"))["rows"]
    assert [(one["rank"], one["team_id"]) for one in group] == [(1, "ann")]
    for wrong in ("stage=none", "group_id=none"):
        assert (await sung.client.get(f"{SONGS}/scoreboard?{wrong}")).status_code == 404
    text = (await sung.client.get(f"{SONGS}/scoreboard?stage=heats")).text
    assert '"score":95.00' in text


async def test_answers_may_be_kept_and_read_from_anywhere(sung: Hall) -> None:
    first = await sung.client.get(f"{SONGS}/teams")
    assert first.headers["access-control-allow-origin"] == "*"
    known = {"If-None-Match": first.headers["etag"]}
    assert (await sung.client.get(f"{SONGS}/teams", headers=known)).status_code == 304
    async with sung.client.stream("GET", f"{SONGS}/event-feed") as answer:
        assert answer.headers["access-control-allow-origin"] == "*"


async def test_times_are_those_of_the_log(sung: Hall) -> None:
    await give(sung, *performed(BEN, "95", "95", "95"))
    rows = await sung.service.store.read("songs")
    (turn,) = await get(sung, f"{SONGS}/submissions")
    (result,) = await get(sung, f"{SONGS}/judgements")
    assert turn["time"] == rows[1].at
    assert (result["start_time"], result["end_time"]) == (rows[1].at, rows[5].at)
    assert (await get(sung, f"{SONGS}/state"))["started"] == rows[1].at


async def test_names_are_in_the_language_asked_for(sung: Hall) -> None:
    for language, name in (("zh", "有成绩"), ("en", "Has a score")):
        said = await get(sung, f"{SONGS}/judgement-types/AC?lang={language}")
        assert said["name"] == name


# The feed.


async def test_the_feed_is_what_the_others_say_at_every_point(sung: Hall) -> None:
    async with feed(sung) as first:
        await first.until(await there(sung))
        for command in (
            *performed(ANN, "90", "90", "90"), amend(ANN, J1, "96"), reopen(ANN), close(ANN),
            call(BEN), FREEZE, mark(BEN, J1, "95"), *performed(BEN, "95", "95", "95")[2:], THAW,
        ):  # fmt: skip
            await give(sung, command)
            now = await there(sung)
            await first.until(now)
            async with feed(sung) as late:
                await late.until(now)
        seq = (await sung.service.store.read("songs"))[-1].seq
        await give(sung, Undo(id=CommandId("x:1"), seq=seq, reason="Too early"))
        await first.until(await there(sung))
        assert first.known["state"][""]["thawed"] is None
        assert list(first.known["judgements"]) == ["heats.ann"]


async def test_it_goes_on_from_a_token(sung: Hall) -> None:
    async with feed(sung) as first:
        await give(sung, *performed(ANN, "90", "90", "90"))
        await first.until(await there(sung))
    await give(sung, *performed(BEN, "95", "95", "95"))
    async with feed(sung, first.token) as again:
        again.known = first.known
        await again.until(await there(sung))
        told = [msgspec.json.decode(one) for one in again.lines if one]
        assert {(one["type"], one["id"]) for one in told} <= {
            ("submissions", "heats.ben"), ("judgements", "heats.ben"),
        }  # fmt: skip
        newest = again.token
        count = len(again.lines)
        await give(sung, call(CAI))
        (line,) = await again.lines_from(count)
        assert '"submissions"' in line
    async with feed(sung, newest) as once_more:
        (line,) = await once_more.lines_from(0)
        assert '"submissions"' in line


@pytest.mark.parametrize("token", ["99", "x", "-1", "1" * 30, "½"])
async def test_an_unknown_token_is_refused(sung: Hall, token: str) -> None:
    answer = await sung.client.get(f"{SONGS}/event-feed?since_token={token}&lang=en")
    assert answer.status_code == 400
    assert (answer.json()["code"], answer.json()["error"]) == (400, "token")
    assert answer_checker("GET /clics/contests/{contest}/event-feed", 400)(answer.json()) == []


async def test_a_quiet_feed_stays_open(sung: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clics_follower, "KEEP_ALIVE_SECONDS", 0.05)
    async with feed(sung) as quiet:
        await quiet.until(await there(sung))
        assert await quiet.lines_from(len(quiet.lines), 2) == ["", ""]
        await give(sung, call(ANN))
        await quiet.until(await there(sung))


async def test_marks_on_their_way_are_no_news(sung: Hall) -> None:
    await give(sung, call(ANN))
    async with feed(sung) as quiet:
        await quiet.until(await there(sung))
        count = len(quiet.lines)
        await give(sung, *performed(ANN, "90", "90", "90")[1:])
        lines = await quiet.lines_from(count)
        assert "judgements" in lines[0]


async def test_after_a_restart_it_is_all_the_same(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(ContestFile(plan=PLAN))
        await give(hall, *HEATS_PERFORMED[:7], FREEZE, *HEATS_PERFORMED[7:12])
        before = await there(hall)
        async with feed(hall) as first:
            await first.until(before)
    async with running_hall(tmp_path / "hall.db") as hall:
        assert await there(hall) == before
        async with feed(hall, first.token) as again:
            again.known = first.known
            await give(hall, THAW)
            await again.until(await there(hall))
        assert again.known["state"][""]["thawed"] is not None


async def test_the_feed_ends_with_the_server(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(ContestFile(plan=PLAN))
        async with feed(hall) as open_still:
            await open_still.until(await there(hall))
            hall.service.close_streams()
            async with asyncio.timeout(5):
                await open_still.over.wait()


async def test_whoever_is_too_far_behind_begins_anew(
    sung: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clics_follower, "_KEPT_BATCHES", 2)
    async with feed(sung) as first:
        await first.until(await there(sung))
        old = first.token
        for command in (call(ANN), no_show(ANN), call(BEN)):
            await give(sung, command)
            await first.until(await there(sung))
    answer = await sung.client.get(f"{SONGS}/event-feed?since_token={old}")
    assert answer.status_code == 400
    async with feed(sung, str(int(old) + 1)) as later:
        assert len(await later.lines_from(0, 2)) >= 2
