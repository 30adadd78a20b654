"""What is known of tablets while the server runs, and its live screens."""

from collections.abc import Callable

from scoring.contest.ids import ContestId
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.live import Channel, Drawing, Live
from scoring.presence import About, Nudge, Place, Presence, Report
from scoring.results import Results
from scoring.views.devices import DevicesScreen, devices_screen
from scoring.web.limits import milliseconds
from scoring.web.rendering import build, drawn

STRIP = "strip"
"""What a desk shows of its tablets; the board shows all."""
_TEMPLATES = {"": "partials/devices.html", STRIP: "partials/devices_strip.html"}
_BEAT = 2_000
"""A tablet that says only that it is still there makes no new frame before."""


class Devices:
    """Tablets and who watches them.

    Their screens have a live hub of their own: thousands who watch the board are not woken
    whenever a judge begins to type. `call` makes the tablets of a contest ask again at once.
    """

    def __init__(
        self,
        contest: Callable[[ContestId], Contest],
        results: Results,
        call: Callable[[ContestId], None],
        clock: Callable[[], int] = milliseconds,
    ) -> None:
        self._contest, self._results, self._call, self._clock = contest, results, call, clock
        self.presence = Presence()
        self.live = Live(self._version, self._draw)

    def heard(self, place: Place, name: str, report: Report) -> None:
        """A tablet has said how it is."""
        calls = self.presence.calls(place[0])
        self.presence.heard(place, name, report, self._clock())
        self._tell(place[0], calls)

    def nudge(self, place: Place, about: About | None) -> Nudge:
        """Ask a seat to look up."""
        calls = self.presence.calls(place[0])
        made = self.presence.nudge(place, about, self._clock())
        self._tell(place[0], calls)
        return made

    def forget(self, place: Place, name: str) -> None:
        """A tablet has been signed out."""
        calls = self.presence.calls(place[0])
        self.presence.forget(place, name)
        self._tell(place[0], calls)

    def others(self, place: Place, name: str) -> tuple[str, ...]:
        """The names of the tablets in use at this seat beside this one."""
        return tuple(one.name for one in self.presence.others(place, name, self._clock()))

    def pending(self, place: Place) -> Nudge | None:
        """The nudge that a seat has yet to see."""
        return self.presence.pending(place, self._clock())

    def screen(self, contest: ContestId, language: str) -> DevicesScreen:
        """The device board now."""
        return devices_screen(
            self._contest(contest), words(language), self.presence, build(), self._clock(),
            self._results,
        )  # fmt: skip

    def _tell(self, contest: ContestId, calls: int) -> None:
        self.live.wake(contest)
        if self.presence.calls(contest) != calls:
            self._call(contest)

    def _version(self, channel: Channel) -> int:
        changes = self.presence.changes(channel.contest)
        return self._contest(channel.contest).seq + changes + self._clock() // _BEAT

    def _draw(self, channel: Channel) -> Drawing:
        screen = self.screen(channel.contest, channel.language)
        template = _TEMPLATES[channel.subject]
        return Drawing(
            self._version(channel), drawn(template, channel.language, channel.roles, screen=screen)
        )
