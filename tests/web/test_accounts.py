"""Accounts in a running hall: login, sessions, members, what changes at once."""

import asyncio
import re

import httpx
import pytest

from scoring.access import Organizer
from scoring.web.limits import Limits
from tests.contests import called, small_plan
from tests.web.hall import Hall, running_hall
from tests.web.officials import PASSWORD, browser, employ

OWN = {"Sec-Fetch-Site": "same-origin"}
CALL = {"type": "call", "id": "desk-q:1", "stage": "final", "entrant": "e2"}
COMMANDS = "/api/contests/small/commands"


async def logged_in(
    hall: Hall, client: httpx.AsyncClient, name: str = "liwei", password: str = PASSWORD
) -> httpx.Response:
    body = {"name": name, "password": password}
    return await client.post(f"{hall.base}/api/login?lang=en", json=body)


async def test_a_name_and_its_password_open_the_desk(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "李伟", "organizer")
    answer = await logged_in(hall, hall.client, "李伟")
    assert answer.json() == {"page": "/desk"}
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("session=") and "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert "Path=/" in cookie and "Domain" not in cookie
    assert (await hall.client.get("/contests/small/desk")).status_code == 200
    assert (await hall.client.post(COMMANDS, json=CALL, headers=OWN)).status_code == 200
    log = await hall.service.store.read("small")
    assert log[-1].by == "account:李伟"
    history = (await hall.client.get("/contests/small/desk/history")).text
    assert "李伟" in history and "account:" not in history


@pytest.mark.parametrize(
    ("name", "password"),
    [("liwei", "wrong"), ("nobody", PASSWORD), ("", ""), ("liwei", PASSWORD.upper())],
)
async def test_anything_else_opens_nothing(hall: Hall, name: str, password: str) -> None:
    await employ(hall, "liwei", "owner")
    answer = await logged_in(hall, hall.client, name, password)
    assert answer.status_code == 401
    assert answer.json()["message"] == "The name or the password is wrong."
    assert "set-cookie" not in answer.headers


async def test_a_session_known_before_the_login_is_never_taken_over(hall: Hall) -> None:
    """Whoever plants a cookie in a browser holds nothing once its owner has logged in."""
    await employ(hall, "liwei", "owner")
    planted = "A" * 43
    hall.client.cookies.set("session", planted, domain="127.0.0.1")
    await logged_in(hall, hall.client)
    tokens = {one.value for one in hall.client.cookies.jar if one.name == "session"}
    assert len(tokens - {planted}) == 1
    assert await desk_with(hall, planted) == 401


async def test_every_login_has_its_own_token_and_ends_the_one_before(hall: Hall) -> None:
    await employ(hall, "liwei", "owner")
    first = (await logged_in(hall, hall.client)).cookies["session"]
    second = (await logged_in(hall, hall.client)).cookies["session"]
    assert first != second and len(second) == 43
    assert await desk_with(hall, first) == 401
    assert await desk_with(hall, second) == 200


async def desk_with(hall: Hall, token: str) -> int:
    async with httpx.AsyncClient(base_url=hall.base, cookies={"session": token}) as other:
        return (await other.get("/desk")).status_code


async def test_only_hashes_are_stored(hall: Hall) -> None:
    await employ(hall, "liwei", "owner")
    token = (await logged_in(hall, hall.client)).cookies["session"]
    for shelf in ("accounts", "sessions"):
        kept = await hall.service.store.kept(shelf)
        whole = b"".join([*kept.values(), *(name.encode() for name in kept)])
        assert kept and token.encode() not in whole and PASSWORD.encode() not in whole
    assert b"$argon2id$" in (await hall.service.store.kept("accounts"))["liwei"]


async def test_logging_out_ends_the_session_also_of_the_printed_link(hall: Hall) -> None:
    await employ(hall, "liwei", "owner")
    account = (await logged_in(hall, hall.client)).cookies["session"]
    assert (await hall.client.post("/api/logout", headers=OWN)).status_code == 200
    assert await desk_with(hall, account) == 401
    secret = await hall.service.keys.new_link(Organizer())
    linked = (await hall.client.post("/api/sign-in", json={"secret": secret})).cookies["session"]
    assert await desk_with(hall, linked) == 200
    assert (await hall.client.post("/api/logout", headers=OWN)).status_code == 200
    assert await desk_with(hall, linked) == 401


async def test_a_changed_password_ends_all_other_sessions(hall: Hall) -> None:
    await employ(hall, "liwei", "owner")
    elsewhere = (await logged_in(hall, hall.client)).cookies["session"]
    hall.client.cookies.clear()
    await logged_in(hall, hall.client)
    change = {"old": PASSWORD, "new": "another good one"}
    answer = await hall.client.post("/api/password", json=change, headers=OWN)
    assert answer.status_code == 200
    assert await desk_with(hall, elsewhere) == 401
    assert await desk_with(hall, answer.cookies["session"]) == 200
    assert (await logged_in(hall, hall.client)).status_code == 401
    assert (await logged_in(hall, hall.client, password="another good one")).is_success  # noqa: S106 - made up


async def test_a_short_password_is_refused(hall: Hall) -> None:
    await employ(hall, "liwei", "owner")
    async with browser(hall, "liwei") as own:
        change = {"old": PASSWORD, "new": "short"}
        assert (await own.post("/api/password", json=change)).status_code == 422


async def test_sessions_and_accounts_outlive_a_restart(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    database = tmp_path_factory.mktemp("hall") / "hall.db"
    async with running_hall(database) as hall:
        await employ(hall, "liwei", "owner")
        token = (await logged_in(hall, hall.client)).cookies["session"]
    async with running_hall(database) as hall:
        assert await desk_with(hall, token) == 200
        assert (await logged_in(hall, hall.client)).is_success


# Guessing.


async def test_guessing_a_password_is_stopped(hall: Hall) -> None:
    await employ(hall, "liwei", "owner")
    await employ(hall, "wang", "owner")
    now = 0
    hall.service.limits = Limits(lambda: now)
    statuses = [
        (await logged_in(hall, hall.client, password=f"guess {n}")).status_code for n in range(12)
    ]
    assert statuses == [401] * 10 + [429] * 2
    refused = await logged_in(hall, hall.client)
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "30"
    assert refused.json()["message"] == ("Too many attempts. Wait 30 seconds, then try again.")
    assert (await logged_in(hall, hall.client, "wang")).is_success
    now = 30_000
    assert (await logged_in(hall, hall.client)).is_success


async def test_guesses_sent_at_once_are_counted_each(hall: Hall) -> None:
    await employ(hall, "liwei", "owner")
    answers = await asyncio.gather(
        *(logged_in(hall, hall.client, password=f"guess {n}") for n in range(30))
    )
    assert [one.status_code for one in answers].count(429) >= 19


async def test_trying_one_password_on_many_names_is_stopped_too(hall: Hall) -> None:
    hall.service.limits = Limits(lambda: 0)
    for number in range(100):
        hall.service.limits.address.take("127.0.0.1")
        hall.service.limits.account.take(f"name {number}")
    assert (await logged_in(hall, hall.client, "name 101")).status_code == 429


async def test_a_hall_of_a_hundred_tablets_behind_one_address_meets_no_limit(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    for _ in range(100):
        secret = await hall.service.keys.new_link(Organizer())
        assert (await hall.client.post("/api/sign-in", json={"secret": secret})).is_success
    with_wrong = await hall.client.post("/api/sign-in", json={"secret": "used up"})
    assert with_wrong.status_code == 401


async def test_one_device_that_never_stops_is_slowed_down(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    one, other = await hall.organizer(), await hall.organizer()
    hall.service.limits = Limits(lambda: 0)
    statuses = [
        (await hall.client.post(COMMANDS, json={}, headers=one)).status_code for _ in range(2_001)
    ]
    assert statuses == [422] * 2_000 + [429]
    assert (await hall.client.post(COMMANDS, json={}, headers=other)).status_code == 422
    assert (await hall.client.get("/contests/small/desk", headers=one)).status_code == 200


# Requests that other sites make a browser send.


@pytest.mark.parametrize(
    "foreign",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Origin": "http://evil.example"}, {"Origin": "null"}],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize(
    "path",
    [COMMANDS, "/api/logout", "/api/password", "/api/meets/test-meet/members",
     "/api/meets/test-meet/keys", "/api/contests", "/api/contests/small/seats/J1/link"],
)  # fmt: skip
async def test_no_other_site_changes_anything(
    hall: Hall, path: str, foreign: dict[str, str]
) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "liwei", "owner")
    async with browser(hall, "liwei") as own:
        before = await hall.service.store.read("small")
        own.headers.pop("origin")
        answer = await own.post(path, json={}, headers=foreign)
        assert answer.status_code == 401
        assert await hall.service.store.read("small") == before
        assert (await own.get("/desk")).status_code == 200


@pytest.mark.parametrize("foreign", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
async def test_no_other_site_logs_anybody_in(hall: Hall, foreign: dict[str, str]) -> None:
    await employ(hall, "liwei", "owner")
    body = {"name": "liwei", "password": PASSWORD}
    answer = await hall.client.post("/api/login", json=body, headers=foreign)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_a_form_of_another_site_cannot_look_like_json(hall: Hall, kind: str) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "liwei", "owner")
    async with browser(hall, "liwei") as own:
        for path in (COMMANDS, "/api/meets/test-meet/members", "/api/login"):
            answer = await own.post(path, content=b"{}", headers={"Content-Type": kind})
            assert answer.status_code == 415, path


# Members.


async def test_a_role_that_is_taken_away_is_gone_at_once_also_on_an_open_stream(
    hall: Hall,
) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "liwei", "reader")
    async with (
        browser(hall, "liwei") as own,
        own.stream("GET", "/contests/small/desk/live") as stream,
    ):
        assert stream.status_code == 200
        chunks = stream.aiter_bytes()
        assert await anext(chunks)
        await employ(hall, "liwei", None)
        async with asyncio.timeout(5):
            rest = b"".join([chunk async for chunk in chunks])
        assert b"event: desk" not in rest
        assert (await own.get("/contests/small/desk")).status_code == 403


async def test_an_owner_adds_changes_and_removes_members(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "boss", "owner")
    async with browser(hall, "boss") as own:
        members = "/api/meets/test-meet/members"
        new = {"account": "wang", "role": "reader", "password": PASSWORD}
        assert (await own.post(members, json=new)).is_success
        async with browser(hall, "wang") as theirs:
            assert (await theirs.post(COMMANDS, json=CALL)).status_code == 403
            promoted = {"account": "wang", "role": "head_judge"}
            assert (await own.post(members, json=promoted)).is_success
            assert (await theirs.post(COMMANDS, json=CALL)).status_code == 200
            assert (await own.post(f"{members}/remove", json={"account": "wang"})).is_success
            assert (await theirs.get("/contests/small/desk")).status_code == 403
        page = await own.get("/desk/access?lang=en")
        assert "Test meet" in page.text and "All meets" not in page.text


async def test_an_owner_of_one_meet_owns_no_other(hall: Hall) -> None:
    """Nor may it set the password of somebody who may do more."""
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "boss", "owner")
    await employ(hall, "other", "owner", "*")
    async with browser(hall, "boss") as own:
        for meet in ("*", "elsewhere"):
            body = {"account": "boss", "role": "owner"}
            assert (await own.post(f"/api/meets/{meet}/members", json=body)).status_code == 403
        reset = {"account": "other", "password": PASSWORD}
        assert (await own.post("/api/accounts/password", json=reset)).status_code == 403
        known = {"account": "other", "role": "reader", "password": "mine from now on"}
        assert (await own.post("/api/meets/test-meet/members", json=known)).status_code == 422


async def test_the_home_of_the_desk_lists_only_ones_own_meets(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "liwei", "reader", "another-meet")
    await employ(hall, "wang", "reader")
    async with browser(hall, "liwei") as own, browser(hall, "wang") as theirs:
        assert "/contests/small/desk" not in (await own.get("/desk")).text
        assert "/contests/small/desk" in (await theirs.get("/desk")).text


# Keys for programs.


async def test_a_programs_key_has_one_role_in_one_meet_until_revoked(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "boss", "owner")
    async with browser(hall, "boss") as own:
        made = await own.post(
            "/api/meets/test-meet/keys", json={"name": "scoreboard", "role": "head_judge"}
        )
        assert made.status_code == 201
        secret, key = made.json()["secret"], made.json()["id"]
        assert secret.startswith("scoring_") and len(secret) == len("scoring_") + 43
        headers = {"Authorization": f"Bearer {secret}"}
        assert "never used" in (await own.get("/desk/access?lang=en")).text
        given = await hall.client.post(COMMANDS, json=CALL, headers=headers)
        assert given.status_code == 200
        assert (await hall.service.store.read("small"))[-1].by == "key:scoreboard"
        assert "never used" not in (await own.get("/desk/access?lang=en")).text
        kept = await hall.service.store.kept("api_keys")
        assert secret not in str(kept)
        gone = await own.post("/api/meets/test-meet/keys/revoke", json={"id": key})
        assert gone.status_code == 200
        again = await hall.client.get("/api/contests/small/log", headers=headers)
        assert again.status_code == 401


async def test_no_key_owns_a_meet(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "boss", "owner")
    async with browser(hall, "boss") as own:
        asked = {"name": "x", "role": "owner"}
        assert (await own.post("/api/meets/test-meet/keys", json=asked)).status_code == 422


# Pages.


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_pages_hold_nothing_inline(hall: Hall, language: str) -> None:
    await hall.register(called(small_plan(), [1]))
    await employ(hall, "boss", "owner", "*")
    async with browser(hall, "boss") as own:
        for path in ("/login", "/desk/access"):
            answer = await own.get(f"{path}?lang={language}")
            assert answer.status_code == 200
            policy = answer.headers["content-security-policy"]
            assert "default-src 'self'" in policy and "unsafe" not in policy
            for name, value in (("x-content-type-options", "nosniff"),
                                ("referrer-policy", "no-referrer"),
                                ("cross-origin-opener-policy", "same-origin")):  # fmt: skip
                assert answer.headers[name] == value
            assert not re.search(r"<script(?![^>]*src)|<style|style=|\son\w+=", answer.text)
