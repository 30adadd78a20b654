"""Programs are told that a board has changed: signed, in order, until they have it."""

import asyncio
import ipaddress
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest
import standardwebhooks

from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, MeetId
from scoring.store.memory import MemoryStore
from scoring.web.outbound import NotPublic, Outbound, is_public
from scoring.web.webhooks import Board, Pace, Webhook, Webhooks
from tests.contests import small_plan
from tests.web.hall import Hall, running_hall
from tests.web.receiver import Receiver, receiving

MEET = MeetId("meet")
PACE = Pace(waits=(0.01, 0.02, 0.03), apart=0.0)


class Boards:
    """The versions of some contests' boards, moved by hand."""

    def __init__(self) -> None:
        self.versions = {"one": 5, "two": 9}

    def __call__(self) -> list[Board]:
        return [
            Board(contest=ContestId(name), meet=MEET, version=version)
            for name, version in self.versions.items()
        ]


@asynccontextmanager
async def telling(
    store: MemoryStore, boards: Boards, pace: Pace = PACE
) -> AsyncGenerator[Webhooks]:
    """Webhooks that may go to this machine."""
    hooks = Webhooks(store, boards, Outbound(lambda _: True), pace)
    await hooks.load()
    hooks.start()
    try:
        yield hooks
    finally:
        await hooks.close()


def told(receiver: Receiver) -> list[tuple[str, int]]:
    data = [json.loads(one.body)["data"] for one in receiver.came]
    return [(one["contest"], one["version"]) for one in data]


def moved(hooks: Webhooks, boards: Boards, **versions: int) -> None:
    boards.versions.update(versions)
    hooks.wake()


async def switched_off(hooks: Webhooks) -> None:
    async with asyncio.timeout(10):
        while not only(hooks).off:  # noqa: ASYNC110 - it tells nobody else
            await asyncio.sleep(0.01)


def only(hooks: Webhooks) -> Webhook:
    (hook,) = hooks.of_meet(MEET)
    return hook


async def test_a_change_is_told_with_a_signature_that_anybody_can_check() -> None:
    boards = Boards()
    async with receiving() as receiver, telling(MemoryStore(), boards) as hooks:
        hook = await hooks.add(MEET, receiver.url)
        moved(hooks, boards, one=6)
        (message,) = await receiver.count(1)
    read = standardwebhooks.Webhook(hook.secret).verify(message.body, message.headers)
    assert read["type"] == "board.changed"
    assert read["data"] == {
        "contest": "one", "meet": "meet", "version": 6, "board": "/api/contests/one/board",
    }  # fmt: skip
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(hook.secret).verify(
            message.body.replace(b"6", b"7"), message.headers
        )


async def test_what_was_before_is_not_told() -> None:
    boards = Boards()
    async with receiving() as receiver, telling(MemoryStore(), boards) as hooks:
        await hooks.add(MEET, receiver.url)
        hooks.wake()
        moved(hooks, boards, two=10)
        await receiver.count(1)
    assert told(receiver) == [("two", 10)]


async def test_a_message_that_is_not_taken_comes_again_and_later_ones_wait() -> None:
    boards = Boards()
    async with receiving() as receiver, telling(MemoryStore(), boards) as hooks:
        receiver.answers = [500, 503]
        await hooks.add(MEET, receiver.url)
        moved(hooks, boards, one=6)
        await receiver.count(1)
        moved(hooks, boards, two=10)
        await receiver.count(4)
    assert told(receiver) == [("one", 6)] * 3 + [("two", 10)]
    ids = [one.headers["webhook-id"] for one in receiver.came]
    assert len(set(ids[:3])) == 1 and ids[3] != ids[0]


async def test_a_receiver_that_was_away_hears_of_the_newest_alone() -> None:
    boards = Boards()
    async with receiving() as receiver, telling(MemoryStore(), boards) as hooks:
        receiver.answers = [500]
        await hooks.add(MEET, receiver.url)
        moved(hooks, boards, one=6)
        await receiver.count(1)
        boards.versions["one"] = 60
        await receiver.count(2)
    assert told(receiver) == [("one", 6), ("one", 60)]


async def test_after_a_restart_it_goes_on_where_the_receiver_was() -> None:
    store, boards = MemoryStore(), Boards()
    async with receiving() as receiver:
        async with telling(store, boards) as hooks:
            await hooks.add(MEET, receiver.url)
            moved(hooks, boards, one=6)
            await receiver.count(1)
            receiver.answers = [500] * 3
            moved(hooks, boards, two=10)
            await receiver.count(2)
        receiver.answers = []
        boards.versions["one"] = 7
        async with telling(store, boards):
            await receiver.count(len(receiver.came) + 2)
    assert set(told(receiver)[-2:]) == {("one", 7), ("two", 10)}


async def test_one_that_fails_for_too_long_is_switched_off_until_somebody_tries_again() -> None:
    boards = Boards()
    async with receiving() as receiver, telling(MemoryStore(), boards) as hooks:
        receiver.answers = [500] * 4
        hook = await hooks.add(MEET, receiver.url)
        moved(hooks, boards, one=6)
        await switched_off(hooks)
        assert only(hooks).answer == "500"
        assert await hooks.resume(MEET, hook.id)
        await receiver.count(5)
    assert told(receiver) == [("one", 6)] * 5


async def test_one_that_is_gone_is_switched_off_at_once() -> None:
    boards = Boards()
    async with receiving() as receiver, telling(MemoryStore(), boards) as hooks:
        receiver.answers = [410]
        await hooks.add(MEET, receiver.url)
        moved(hooks, boards, one=6)
        await switched_off(hooks)
        assert only(hooks).answer == "410"
    assert told(receiver) == [("one", 6)]


async def test_a_redirect_is_no_answer() -> None:
    boards = Boards()
    async with receiving() as receiver, telling(MemoryStore(), boards) as hooks:
        receiver.answers = [302]
        await hooks.add(MEET, receiver.url)
        moved(hooks, boards, one=6)
        await receiver.count(2)
    assert told(receiver) == [("one", 6)] * 2


async def test_one_that_was_removed_hears_nothing() -> None:
    boards = Boards()
    async with receiving() as receiver, telling(MemoryStore(), boards) as hooks:
        first = await hooks.add(MEET, receiver.url)
        await hooks.add(MEET, receiver.url)
        assert not await hooks.remove(MeetId("other"), first.id)
        assert await hooks.remove(MEET, first.id)
        moved(hooks, boards, one=6)
        await receiver.count(1)
        assert [one.id for one in hooks.of_meet(MEET)] != [first.id]
    assert told(receiver) == [("one", 6)]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("192.168.1.4", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - it must be refused
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_which_addresses_may_be_asked(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


async def test_a_name_that_leads_to_the_halls_own_net_is_never_connected_to() -> None:
    async with receiving() as receiver:
        outbound = Outbound()
        with pytest.raises(NotPublic):
            await outbound.post(receiver.url.replace("127.0.0.1", "localhost"), {}, b"{}")
        with pytest.raises(NotPublic):
            await outbound.post(receiver.url, {}, b"{}")
        await outbound.close()
    assert receiver.came == []


WRONG = (
    "http://example.org/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://desk.local/x",
    "https://localhost/x",
    "https://me:secret@example.org/x",
    "https://example.org/x#y",
    "https://example.org:99999/x",
    "file:///etc/passwd",
    "https://",
    "nonsense",
    "https://exa mple.org",
)


async def test_an_address_that_cannot_be_told_is_refused_with_a_reason() -> None:
    async with running_hall(None) as hall:
        for url in WRONG:
            answer = await add(hall, url)
            assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "url"), url


async def add(hall: Hall, url: str) -> httpx.Response:
    await hall.register(ContestFile(plan=small_plan()))
    return await hall.client.post(
        "/api/meets/test-meet/webhooks", json={"url": url}, headers=await hall.organizer()
    )


async def test_an_owner_adds_one_sees_how_it_fares_and_removes_it() -> None:
    async with running_hall(None) as hall:
        made = (await add(hall, "https://example.org/told")).json()
        assert made["secret"].startswith("whsec_")
        headers = await hall.organizer()
        path = "/api/meets/test-meet/webhooks"
        (shown,) = (await hall.client.get(path, headers=headers)).json()
        assert (shown["id"], shown["url"]) == (made["id"], "https://example.org/told")
        assert "secret" not in shown
        page = await hall.client.get("/desk/access", headers=headers)
        assert "https://example.org/told" in page.text and made["secret"] not in page.text
        gone = await hall.client.post(f"{path}/remove", json={"id": made["id"]}, headers=headers)
        assert gone.status_code == 200
        assert (await hall.client.get(path, headers=headers)).json() == []


async def test_a_meet_that_is_not_there_has_none() -> None:
    async with running_hall(None) as hall:
        answer = await hall.client.post(
            "/api/meets/nowhere/webhooks",
            json={"url": "https://example.org/x"},
            headers=await hall.organizer(),
        )
    assert answer.status_code == 404
