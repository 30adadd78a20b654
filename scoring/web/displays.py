"""Projectors in the hall: each shows a code until an organizer takes it, then what it is told."""

import secrets
from collections.abc import Callable
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import ContestId, MeetId
from scoring.live import Channel, Drawing, Live
from scoring.store.protocol import RecordStore
from scoring.web.codes import ALPHABET
from scoring.web.rendering import drawn

Kind: TypeAlias = Literal[
    "wall", "courts", "tables", "bracket", "schedule", "board", "note", "blank"
]
"""A screen of a contest, of matches also one kind of its wall's pages; a text; nothing."""

_SHELF = "displays"
_WAITING = 200
"""So many may show a code at a time; then the oldest is forgotten."""
_CODE = 5


class Showing(Struct, frozen=True):
    """What a display shows."""

    kind: Kind = "blank"
    contest: ContestId | None = None
    text: str = ""


class Display(Struct, frozen=True, kw_only=True):
    """A display that was taken by a meet."""

    id: str
    """In its address; whoever knows it may look at what is shown, and nothing else."""
    meet: MeetId
    name: str
    showing: Showing = Showing()


class Displays:
    """All displays: those taken are kept, those that show a code are not."""

    def __init__(self, store: RecordStore, address: Callable[[Showing], str | None]) -> None:
        """`address` tells where the screen is that is to be shown; None if it is gone."""
        self._store, self._address = store, address
        self._taken: dict[str, Display] = {}
        self._codes: dict[str, str] = {}
        """Of those that wait, by id."""
        self._changes: dict[str, int] = {}
        self._watching: dict[str, int] = {}
        self.live = Live(self._version, self._draw)

    async def load(self) -> None:
        """Read them once."""
        stored = await self._store.kept(_SHELF)
        self._taken = {key: msgspec.json.decode(one, type=Display) for key, one in stored.items()}

    def is_known(self, display: str) -> bool:
        """Whether it was taken, or waits for that."""
        return display in self._taken or display in self._codes

    def new(self) -> str:
        """A display that shows a code; its id."""
        display = secrets.token_urlsafe(12)
        self._wait(display)
        return display

    def of_meet(self, meet: MeetId) -> list[Display]:
        """The displays of a meet, by name."""
        found = [one for one in self._taken.values() if one.meet == meet]
        return sorted(found, key=lambda one: (one.name, one.id))

    def is_watched(self, display: str) -> bool:
        """Whether it is switched on and in touch."""
        return self._watching.get(display, 0) > 0

    def watch(self, display: str, by: int) -> None:
        """One more has opened the stream of a display, or one less has it open."""
        self._watching[display] = self._watching.get(display, 0) + by

    async def take(self, meet: MeetId, code: str, name: str) -> Display | None:
        """Take the display that shows this code; None if none does."""
        asked = code.strip().upper()
        display = next((one for one, shown in self._codes.items() if shown == asked), None)
        if display is None:
            return None
        taken = Display(id=display, meet=meet, name=name)
        await self._keep(taken)
        del self._codes[display]
        return taken

    async def show(self, meet: MeetId, display: str, showing: Showing) -> bool:
        """Show something else; False if the meet has no such display."""
        found = self._taken.get(display)
        if found is None or found.meet != meet:
            return False
        await self._keep(replace(found, showing=showing))
        return True

    async def remove(self, meet: MeetId, display: str) -> bool:
        """Let go of it: it shows a code again. False if the meet has no such display."""
        found = self._taken.get(display)
        if found is None or found.meet != meet:
            return False
        await self._store.discard(_SHELF, display)
        del self._taken[display]
        self._wait(display)
        return True

    def screen(self, display: str) -> "DisplayScreen":
        """What the display is to show now. It must be known."""
        taken = self._taken.get(display)
        if taken is None:
            return DisplayScreen(display, code=self._codes[display])
        showing = taken.showing
        address = None if showing.contest is None else self._address(showing)
        text = showing.text if showing.kind == "note" else ""
        return DisplayScreen(display, name=taken.name, address=address or "", text=text)

    def _wait(self, display: str) -> None:
        self._codes[display] = "".join(secrets.choice(ALPHABET) for _ in range(_CODE))
        if len(self._codes) > _WAITING:
            del self._codes[next(iter(self._codes))]
        self._changed(display)

    async def _keep(self, display: Display) -> None:
        await self._store.keep(_SHELF, display.id, msgspec.json.encode(display))
        self._taken[display.id] = display
        self._changed(display.id)

    def _changed(self, display: str) -> None:
        self._changes[display] = self._changes.get(display, 0) + 1
        self.live.wake(ContestId(display))

    def _version(self, channel: Channel) -> int:
        return self._changes.get(channel.contest, 0)

    def _draw(self, channel: Channel) -> Drawing:
        shown = self.screen(channel.contest)
        text = drawn("partials/display.html", channel.language, screen=shown)
        return Drawing(self._version(channel), text)


class DisplayScreen(Struct, frozen=True):
    """One display: a code, or the address of a screen, or a text, or nothing at all."""

    id: str
    code: str = ""
    name: str = ""
    address: str = ""
    text: str = ""
