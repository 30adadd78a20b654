"""Contests followed for the Contest API: when everything came to be, and what is new since."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct

from scoring.contest.events import Event, MarksEntered, decode
from scoring.contest.ids import ContestId
from scoring.contest.state import Contest
from scoring.desk import Desk, folded
from scoring.languages import words
from scoring.results import Results
from scoring.store.protocol import EventStore
from scoring.views.clics import Objects, changes, objects, with_token
from scoring.views.clics_shapes import Notification
from scoring.views.clics_times import Moment, Times, times_after

KEEP_ALIVE_SECONDS = 30.0
"""After so long without news a line is sent that is empty; 120 are allowed."""
_ROWS_AT_A_TURN = 100
_KEPT_BATCHES = 2000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class TokenUnknown(Exception):
    """Nothing can be told since this token: begin without one."""


class Shown(Struct, frozen=True):
    """The public contest, and when it came to be so."""

    contest: Contest
    times: Times
    results: Results

    @property
    def token(self) -> str:
        """What comes after this moment can be asked for by it; it counts nothing hidden."""
        return str(self.contest.version)


def moment(at: str) -> Moment:
    """The time of a row of the log, always in UTC with milliseconds."""
    time = datetime.fromisoformat(at).astimezone(UTC)
    return Moment(time.isoformat(timespec="milliseconds"), (time - _EPOCH) // _MILLISECOND)


class _Told:
    """What the feed in one language has told so far."""

    def __init__(self, now: Objects, shown: Shown) -> None:
        self.objects, self._times = now, shown.times
        self.version = self._base = shown.contest.version
        self._batches: dict[int, list[Notification]] = {}
        """What was new at a version."""

    def is_of(self, times: Times) -> bool:
        """Whether nothing of it can have changed."""
        return self._times is times

    def take(self, now: Objects, shown: Shown) -> None:
        """Note what is new."""
        told = list(changes(self.objects, now))
        if told:
            self._batches[shown.contest.version] = with_token(told, shown.token)
        if len(self._batches) > _KEPT_BATCHES:
            self._base = next(iter(self._batches))
            del self._batches[self._base]
        self.objects, self._times = now, shown.times

    def since(self, version: int) -> list[Notification]:
        """Everything that is new since a version. Raises TokenUnknown."""
        if not self._base <= version <= self.version:
            raise TokenUnknown
        return [one for at, told in self._batches.items() if at > version for one in told]


class Follower:
    """Goes through one contest's log as the desk does, and keeps the times of what is public."""

    def __init__(self, name: ContestId, store: EventStore, desk: Desk) -> None:
        self._name, self._store, self._desk = name, store, desk
        self._contest: Contest | None = None
        self._shown: Contest | None = None
        self._times: Times | None = None
        self._results = Results()
        self._told: dict[str, _Told] = {}
        self._busy = asyncio.Lock()
        self.waiting: set[asyncio.Event] = set()
        """Of everybody who waits for news."""

    async def now(self) -> Shown:
        """The contest as the public knows it now. There must be one."""
        async with self._busy:
            await self._catch_up()
        if self._shown is None or self._times is None:
            raise LookupError(self._name)
        return Shown(self._shown, self._times, self._results)

    async def _catch_up(self) -> None:
        committed = self._desk.contest(self._name)
        seq = self._contest.seq if self._contest else 0
        if committed is None or committed.seq <= seq:
            return
        rows = await self._store.read(self._name, seq)
        for count, row in enumerate(rows[: committed.seq - seq], start=1):
            self._take(decode(row.event), row.at)
            if count % _ROWS_AT_A_TURN == 0:
                await asyncio.sleep(0)
        if self._desk.contest(self._name) is committed:
            self._contest, self._shown = committed, self._desk.public(self._name)

    def _take(self, event: Event, at: str) -> None:
        before = self._shown
        self._contest, self._shown = folded(self._contest, before, event)
        if before is not None and before.version == self._shown.version:
            return
        if self._times is None or not isinstance(event, MarksEntered):
            self._times = times_after(self._times, self._shown, moment(at))

    def objects(self, shown: Shown, language: str) -> Objects:
        """Every object of the contest in this language."""
        return self._up_to(shown, language).objects

    def since(self, shown: Shown, language: str, token: str) -> list[Notification]:
        """What is new since a token. Raises TokenUnknown."""
        if not re.fullmatch("[0-9]{1,9}", token):
            raise TokenUnknown
        return self._up_to(shown, language).since(int(token))

    def _up_to(self, shown: Shown, language: str) -> _Told:
        told = self._told.get(language)
        if told is None or not told.is_of(shown.times):
            now = objects(shown.contest, shown.times, words(language), shown.results)
            if told is None:
                told = self._told[language] = _Told(now, shown)
            else:
                told.take(now, shown)
        told.version = shown.contest.version
        return told


class Followers:
    """Those of all contests that somebody has asked for, each from the first time on."""

    def __init__(self, store: EventStore, desk: Desk) -> None:
        self._store, self._desk = store, desk
        self._following: dict[ContestId, Follower] = {}
        self._closed = False

    def of(self, contest: ContestId) -> Follower:
        """The follower of a contest. There must be one."""
        if contest not in self._following:
            self._following[contest] = Follower(contest, self._store, self._desk)
        return self._following[contest]

    def wake(self, contest: ContestId) -> None:
        """A contest has changed: everyone who watches it looks again."""
        if contest in self._following:
            for one in self._following[contest].waiting:
                one.set()

    def close(self) -> None:
        """End every feed; programs come back by themselves."""
        self._closed = True
        for contest in self._following:
            self.wake(contest)

    async def feed(
        self, follower: Follower, language: str, shown: Shown, told: list[Notification]
    ) -> AsyncIterator[bytes]:
        """An endless NDJSON body: what is told now, which leads up to `shown`, then all news."""
        again = asyncio.Event()
        follower.waiting.add(again)
        try:
            while not self._closed:
                yield b"".join(msgspec.json.encode(one) + b"\n" for one in told) or b"\n"
                until = asyncio.get_running_loop().time() + KEEP_ALIVE_SECONDS
                told = []
                while not (told or self._closed) and await _woken(again, until):
                    known, shown = shown.token, await follower.now()
                    told = follower.since(shown, language, known)
        except TokenUnknown:
            return
        finally:
            follower.waiting.discard(again)


async def _woken(again: asyncio.Event, until: float) -> bool:
    """Wait for news; false if it is time for an empty line."""
    try:
        async with asyncio.timeout_at(until):
            await again.wait()
    except TimeoutError:
        return False
    again.clear()
    return True
