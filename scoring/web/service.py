"""What every handler needs: the desk, the live screens, the keys, and who is asking."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias

from scoring.access import (
    Act,
    Asking,
    Role,
    SeatHolder,
    may_act,
    meets_where,
    roles_in,
)
from scoring.contest.ids import ContestId, EntrantId, MeetId, SeatId, StageId
from scoring.contest.published import settled_version, version_of
from scoring.contest.state import Contest
from scoring.desk import Desk
from scoring.feed import tag
from scoring.languages import words
from scoring.live import Channel, Drawing, Live, ScreenName, Snapshot
from scoring.results import Results
from scoring.rules.slots import MatchId
from scoring.store.protocol import Store
from scoring.views.board import BoardScreen, board_screen
from scoring.views.desk import DeskScreen, desk_screen
from scoring.views.match import MatchScreen, match_screen
from scoring.views.match_board import MatchBoardScreen, match_board_screen
from scoring.views.match_desk import MatchDeskScreen, match_desk_screen
from scoring.views.match_entrant import MatchEntrantScreen, entrants_matches, match_entrant_screen
from scoring.views.match_wall import MatchWallScreen, match_wall_screen
from scoring.views.meet import MeetScreen, meet_screen
from scoring.views.public_entrant import PublicEntrantScreen, public_entrant_screen
from scoring.views.reveal import RevealScreen, reveal_screen
from scoring.web.accounts import Accounts, hashed
from scoring.web.api_keys import ApiKeys
from scoring.web.clics_follower import Followers
from scoring.web.devices import Devices
from scoring.web.displays import Displays, Showing
from scoring.web.keys import Keys
from scoring.web.limits import Limits
from scoring.web.lined import lined
from scoring.web.problems import Problem, not_found, problem
from scoring.web.rendering import AnyRequest, drawn
from scoring.web.webhooks import Board, Webhooks
from scoring.wording import say

_KEPT = 500
OFFICIALS = "officials"
PAGED = "~"
"""In the subject of a board, between the stage and the page; part of no name."""
"""The pulse of those who hold a seat or a role; everybody else's counts nothing hidden."""

Screen: TypeAlias = (
    BoardScreen
    | PublicEntrantScreen
    | DeskScreen
    | MatchBoardScreen
    | MatchDeskScreen
    | MatchWallScreen
    | MatchEntrantScreen
    | MatchScreen
    | RevealScreen
    | MeetScreen
)

_OF_MATCHES: dict[ScreenName, ScreenName] = {
    "board": "match_board",
    "wall": "match_wall",
    "overlay": "match_overlay",
    "entrant": "match_entrant",
    "desk": "match_desk",
}


def session_cookie(request: AnyRequest) -> str:
    """The name of the session's cookie; over HTTPS no other host or path can set it."""
    return "__Host-session" if request.url.scheme == "https" else "session"


def bearer(request: AnyRequest) -> str:
    """The token that a program or a device sends along; empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def screen_name(contest: Contest, name: ScreenName) -> ScreenName:
    """Which screen an address shows: a contest of matches has its own."""
    return _OF_MATCHES.get(name, name) if contest.plan.played else name


def meet_key(meet: MeetId) -> ContestId:
    """What stands for all contests of a meet in a channel; no contest is called so."""
    return ContestId(f"{meet} *")


def match_of(channel: Channel) -> tuple[StageId, MatchId]:
    """The stage and the match that a channel is of."""
    stage, _, match = channel.subject.partition("/")
    return StageId(stage), match


class Service:
    """The running parts, as the web sees them."""

    def __init__(self, store: Store, clock: Callable[[], str], died: Callable[[], None]) -> None:
        self.store = store
        self.keys = Keys(store)
        self.desk = Desk(store, clock, self._wake, died)
        self.live = Live(self.version, self._draw)
        self.accounts = Accounts(store, self.wake_all)
        self.api_keys = ApiKeys(store, self.wake_all)
        self.limits = Limits()
        self.results = Results()
        self._public_results = Results()
        self.devices = Devices(self.contest, self.results, self.live.wake)
        self.webhooks = Webhooks(store, self.boards)
        self.clics = Followers(store, self.desk)
        self.displays = Displays(store, self._address)
        self._pages: dict[tuple[Channel, str], tuple[int, Snapshot]] = {}

    def page(self, channel: Channel, address: str, draw: Callable[[], bytes]) -> Snapshot:
        """The whole page around a screen, as visited at this address; drawn once a version."""
        key, version = (channel, address), self.version(channel)
        kept = self._pages.pop(key, None)
        if kept is None or kept[0] != version:
            text = draw().decode()
            kept = (version, Snapshot(tag(version, text), text))
        self._pages[key] = kept
        if len(self._pages) > _KEPT:
            del self._pages[next(iter(self._pages))]
        return kept[1]

    def boards(self) -> list[Board]:
        """The version of every contest's public board."""
        return [
            Board(
                contest=one.plan.id,
                meet=one.plan.meet.id,
                version=self.version(Channel(one.plan.id, screen_name(one, "board"), "en")),
            )
            for one in self.desk.public_contests()
        ]

    def contest(self, contest_id: str) -> Contest:
        """The contest as committed. Raises Problem 404."""
        contest = self.desk.contest(ContestId(contest_id))
        if contest is None:
            raise not_found()
        return contest

    def meet(self, meet: str) -> list[Contest]:
        """The contests of a meet as the public may know them. Raises Problem 404."""
        found = [one for one in self.desk.public_contests() if one.plan.meet.id == meet]
        if not found:
            raise not_found()
        return found

    def public(self, contest_id: str) -> Contest:
        """The contest as the public may know it. Raises Problem 404."""
        contest = self.desk.public(ContestId(contest_id))
        if contest is None:
            raise not_found()
        return contest

    def seen(self, channel: Channel) -> Contest:
        """The contest as whoever watches a channel may know it."""
        pulse = channel.screen == "pulse" and channel.subject == OFFICIALS
        own = pulse or channel.screen in ("desk", "match_desk", "reveal")
        return self.contest(channel.contest) if own else self.public(channel.contest)

    def results_of(self, contest: Contest) -> Results:
        """What keeps the results of a contest, as it is or as the public may know it."""
        official = self.desk.contest(contest.plan.id)
        return self.results if contest is official else self._public_results

    def screen(self, channel: Channel) -> Screen:
        """What a channel shows now. Its subject must exist."""
        if channel.screen == "meet":
            return meet_screen(MeetId(channel.subject), self._boards_of(channel))
        contest, speak = self.seen(channel), words(channel.language)
        results = self.results_of(contest)
        match channel.screen:
            case "match_board":
                asked, rank = StageId(channel.subject), results.played
                return match_board_screen(contest, asked, speak, rank, results.outlook)
            case "match_wall" | "match_overlay":
                asked, rank = StageId(channel.subject), results.played
                return match_wall_screen(contest, asked, speak, rank, results.outlook)
            case "match_entrant":
                entrant = EntrantId(channel.subject)
                rank = results.played
                return match_entrant_screen(contest, entrant, speak, rank, results.outlook)
            case "match":
                return match_screen(contest, match_of(channel), speak)
            case "match_desk":
                rank, look = results.played, results.outlook
                return match_desk_screen(contest, speak, rank, StageId(channel.subject), look)
            case "reveal":
                return reveal_screen(contest, StageId(channel.subject), speak)
            case "desk":
                return desk_screen(contest, speak, results)
            case "entrant":
                entrant = EntrantId(channel.subject)
                return public_entrant_screen(contest, entrant, speak, results)
            case _:
                named, _, page = channel.subject.partition(PAGED)
                stage = contest.plan.judged_stage(StageId(named))
                return board_screen(contest, speak, results, stage, int(page or 1))

    def _boards_of(self, channel: Channel) -> list[BoardScreen | MatchBoardScreen]:
        """The public boards of a meet's contests."""
        language = channel.language
        boards = (
            self.screen(Channel(one.plan.id, screen_name(one, "board"), language))
            for one in self.meet(channel.subject)
        )
        return [one for one in boards if isinstance(one, BoardScreen | MatchBoardScreen)]

    def version(self, channel: Channel) -> int:
        """The number of what a channel shows now; public ones count nothing that is hidden."""
        if channel.screen == "meet":
            return sum(one.version for one in self.meet(channel.subject))
        contest = self.seen(channel)
        match channel.screen:
            case "desk" | "match_desk" | "reveal":
                return contest.seq
            case "match":
                return version_of(contest, {match_of(channel)})
            case "match_entrant":
                entrant = EntrantId(channel.subject)
                return version_of(contest, entrants_matches(contest, entrant))
            case "entrant":
                return settled_version(contest)
            case "pulse":
                return contest.version + self.devices.presence.calls(contest.plan.id)
            case _:
                return contest.version

    async def holder(self, request: AnyRequest) -> Asking | None:
        """Who signed this request, by bearer token or by the cookie of a session."""
        token = bearer(request)
        if token:
            found = self.api_keys.official(token) or await self.keys.holder(token)
            if found is not None:
                await self.api_keys.seen(token)
                self._count(request, token)
            return found
        cookie = request.cookies.get(session_cookie(request))
        if not cookie or not from_own_pages(request):
            return None
        found = self.accounts.official(cookie) or await self.keys.holder(cookie)
        if found is not None:
            await self.accounts.seen(cookie)
            self._count(request, cookie)
        return found

    async def signed_in(self, request: AnyRequest) -> Asking:
        """Who is asking. Raises Problem 401, and 429 to a device that sends too much."""
        holder = await self.holder(request)
        if holder is None:
            if await self.keys.was_moved(bearer(request)):
                text = say("This seat has been moved to another tablet.")
                raise problem(HTTPStatus.UNAUTHORIZED, "moved", text)
            text = say("Not signed in on this device. Ask the organizer for a link.")
            raise problem(HTTPStatus.UNAUTHORIZED, "unauthorized", text)
        return holder

    async def organizer(self, request: AnyRequest, act: Act = "plan") -> Asking:
        """Who is asking, if they may do this in the meet of the address, or in any without.

        Raises Problem 401 or 403.
        """
        holder = await self.signed_in(request)
        if not self._may(holder, act, self._meet_of(request)):
            raise forbidden()
        return holder

    def watching(self, request: AnyRequest, act: Act) -> Callable[[], bool]:
        """Whether whoever opened a stream may still see it, asked before every frame.

        In another role it is another stream: the page opens that one when this one ends.
        """
        sent, cookie = bearer(request), request.cookies.get(session_cookie(request), "")
        meet = self._meet_of(request)

        def known() -> Asking | None:
            if sent:
                return self.api_keys.official(sent) or self.keys.known(sent)
            return self.accounts.official(cookie) or self.keys.known(cookie)

        def roles() -> tuple[Role, ...]:
            found = known()
            return roles_in(found, meet) if found and meet else ()

        at_first = roles()

        def allowed() -> bool:
            found = known()
            return found is not None and self._may(found, act, meet) and roles() == at_first

        return allowed

    async def sign_out(self, request: AnyRequest) -> None:
        """End the session of this browser, if it has one; open streams end with it."""
        cookie = request.cookies.get(session_cookie(request))
        if not cookie or await self.accounts.end(cookie):
            return
        if await self.keys.revoke(cookie):
            self.wake_all()

    def wake_all(self) -> None:
        """Everybody who watches looks again, and whoever may not is sent away."""
        self.live.wake_all()
        self.devices.live.wake_all()

    def close_streams(self) -> None:
        """End every stream; viewers come back by themselves."""
        self.live.close()
        self.devices.live.close()
        self.displays.live.close()
        self.clics.close()

    def _may(self, holder: Asking, act: Act, meet: MeetId | None) -> bool:
        return bool(meets_where(holder, act)) if meet is None else may_act(holder, act, meet)

    def _meet_of(self, request: AnyRequest) -> MeetId | None:
        if "meet" in request.path_params:
            return MeetId(str(request.path_params["meet"]))
        contest = self.desk.contest(ContestId(str(request.path_params.get("contest", ""))))
        return contest.plan.meet.id if contest else None

    def _count(self, request: AnyRequest, token: str) -> None:
        if request.method in ("GET", "HEAD"):
            return
        only_here = request.url.path.endswith("/here")
        limit = self.limits.presence if only_here else self.limits.device
        limit.take(hashed(token))

    async def seat(self, request: AnyRequest, contest: Contest, seat: str) -> SeatId:
        """The seat, if this request may see it. Raises Problem 401, 403 or 404."""
        holder = await self.signed_in(request)
        found = next((one.id for one in contest.plan.seats if one.id == seat), None)
        if found is None:
            raise not_found()
        if isinstance(holder, SeatHolder):
            if holder != SeatHolder(contest.plan.id, found):
                text = say("This device is signed in to another seat.")
                raise problem(HTTPStatus.FORBIDDEN, "forbidden", text)
        elif not may_act(holder, "see_secrets", contest.plan.meet.id):
            raise forbidden()
        return found

    def _address(self, showing: Showing) -> str | None:
        contest = None if showing.contest is None else self.desk.contest(showing.contest)
        if contest is None:
            return None
        here = f"/contests/{contest.plan.id}"
        match showing.kind:
            case "board":
                return here
            case "courts" | "tables" | "bracket" | "schedule":
                return f"{here}/wall?show={showing.kind}"
            case _:
                return f"{here}/wall"

    def _wake(self, contest: ContestId) -> None:
        self.live.wake(contest)
        known = self.desk.contest(contest)
        if known is not None:
            self.live.wake(meet_key(known.plan.meet.id))
        self.devices.live.wake(contest)
        self.webhooks.wake()
        self.clics.wake(contest)

    def _draw(self, channel: Channel) -> Drawing:
        version = self.version(channel)
        if channel.screen == "pulse":
            return Drawing(version, str(version))
        template = f"partials/{channel.screen}.html"
        screen = self.screen(channel)
        if channel.form == "json":
            return Drawing(version, lined(screen))
        return Drawing(version, drawn(template, channel.language, channel.roles, screen=screen))


def forbidden() -> Problem:
    """Signed in, but not for this."""
    text = say("You may not do this here. Ask the owner of the meet for a role that may.")
    return problem(HTTPStatus.FORBIDDEN, "forbidden", text)


def from_own_pages(request: AnyRequest) -> bool:
    """A cookie counts only for reading, or when a page of ours sends the request."""
    if request.method in ("GET", "HEAD"):
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    return origin.partition("://")[2] == request.headers.get("host", "")
