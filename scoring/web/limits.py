"""How often somebody may try: by device, by account, by address where nobody is known yet."""

from collections.abc import Callable
from http import HTTPStatus
from time import monotonic_ns

from scoring.web.problems import Problem, problem
from scoring.wording import Message, say

_KEPT = 20_000


def milliseconds() -> int:
    """A clock that never goes back."""
    return monotonic_ns() // 1_000_000


class Limit:
    """Each key may do `burst` things at once, and one more after every `pause` milliseconds."""

    def __init__(
        self,
        burst: int,
        pause: int,
        clock: Callable[[], int] = milliseconds,
        told: Callable[[int], Problem] | None = None,
    ) -> None:
        """`told` says for how many seconds to wait."""
        self._burst, self._pause, self._clock = burst, pause, clock
        self._told = told or too_many
        self._paid: dict[str, int] = {}
        """The time at which a key will have waited for all that it did."""

    def take(self, key: str) -> None:
        """Count one. Raises Problem 429 if it is one too many; that one is not counted."""
        now = self._clock()
        paid = max(self._paid.get(key, now), now) + self._pause
        over = paid - now - self._burst * self._pause
        if over > 0:
            raise self._told(-(-over // 1000))
        self._paid[key] = paid
        if len(self._paid) > _KEPT:
            self._forget(now)

    def give_back(self, key: str) -> None:
        """It went well: it does not count."""
        if key in self._paid:
            self._paid[key] -= self._pause

    def _forget(self, now: int) -> None:
        waiting = {key: paid for key, paid in self._paid.items() if paid > now}
        self._paid = dict(list(waiting.items())[-_KEPT // 2 :])


def too_many(seconds: int) -> Problem:
    """Wait, and try again."""
    text = say("Too many attempts. Wait {seconds} seconds, then try again.", seconds=seconds)
    return _waiting(text, seconds)


def too_many_codes(seconds: int) -> Problem:
    """Wait, or take the other way in."""
    text = say(
        "Too many wrong codes. Wait {seconds} seconds, then try again."
        " The QR code and the link work meanwhile.",
        seconds=seconds,
    )
    return _waiting(text, seconds)


def _waiting(text: Message, seconds: int) -> Problem:
    found = problem(HTTPStatus.TOO_MANY_REQUESTS, "too_many", text)
    found.headers["Retry-After"] = str(seconds)
    return found


class Limits:
    """All limits of a server. A hall with 100 tablets behind one address meets none of them."""

    def __init__(self, clock: Callable[[], int] = milliseconds) -> None:
        self.device = Limit(2_000, 20, clock)
        """What one signed-in device sends; an outbox of a whole day drains in one go."""
        self.presence = Limit(60, 500, clock)
        """What one device says of itself; it takes nothing from what it enters."""
        self.account = Limit(10, 30_000, clock)
        """Wrong passwords for one account, wherever they come from."""
        self.address = Limit(100, 5_000, clock)
        """Wrong passwords from one address."""
        self.link = Limit(300, 1_000, clock)
        """Used or wrong links from one address."""
        self.code = Limit(20, 15_000, clock, too_many_codes)
        """Wrong codes from one address."""
        self.codes = Limit(100, 5_000, clock, too_many_codes)
        """Wrong codes from wherever. One address alone takes a third of it."""
        self.display = Limit(20, 10_000, clock)
        """New displays from one address."""
