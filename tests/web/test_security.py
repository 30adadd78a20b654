"""What every answer carries, who is not listened to, and who cannot hold the server up."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
import pytest

from scoring.contest.file import ContestFile
from scoring.web import connection
from scoring.web.problems import BODY_LIMIT
from scoring.web.rendering import static_url
from scoring.web.server import HallServer
from tests.contests import called, marking, small_plan
from tests.web.described import operations
from tests.web.hall import Hall, running_hall
from tests.web.officials import browser, cookies_of, employ
from tests.web.test_access_matrix import FILLED, filled

STRICT = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
TO_STAND_ELSEWHERE = "/contests/small/embed"
"""The one page that may stand in pages of others."""
COMMANDS = "/api/contests/small/commands"


@pytest.fixture
async def hall() -> AsyncGenerator[Hall]:
    """A contest, an owner, and no disk."""
    async with running_hall(None) as running:
        await running.register(called(small_plan(), [1]))
        await employ(running, "boss", "owner", "*")
        yield running


def addresses(method: str) -> list[str]:
    """Every address of this method, with what is there put in."""
    return [filled(name, FILLED)[1] for name in operations() if name.startswith(f"{method} ")]


def what_is_wrong(answer: httpx.Response) -> list[str]:
    path, wanted = answer.request.url.path, dict(STRICT)
    if path == TO_STAND_ELSEWHERE:
        policy = STRICT["content-security-policy"]
        wanted["content-security-policy"] = policy.replace("ancestors 'self'", "ancestors *")
    wrong = [
        f"{answer.request.method} {path}: {name}"
        for name, value in wanted.items()
        if answer.headers.get(name) != value
    ]
    if answer.headers.get("content-type", "").startswith("text/html"):
        wrong += re.findall(
            r"<script(?![^>]*\ssrc=)[^>]*>|<style[^>]*>|\sstyle=|\son\w+=\"", answer.text
        )
    return wrong


async def got(client: httpx.AsyncClient, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes it
    """An answer; of one without end, the head."""
    async with client.stream(method, path, **more) as answer:
        live = answer.headers.get("content-type", "").startswith("text/event-stream")
        if not (live or (answer.is_success and path.endswith("/event-feed"))):
            await answer.aread()
        return answer


# What every answer carries.


@pytest.mark.parametrize("who", ["boss", None])
async def test_every_answer_is_hardened(hall: Hall, who: str | None) -> None:
    cookies = await cookies_of(hall, who) if who else {}
    wrong: list[str] = []
    async with httpx.AsyncClient(base_url=hall.base, cookies=cookies) as client:
        for path in addresses("GET"):
            wrong += what_is_wrong(await got(client, "GET", path))
        for path in addresses("POST"):
            wrong += what_is_wrong(await got(client, "POST", path, json={}))
    assert wrong == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/api/nothing/here", 404),
        ("GET", "/contests/ghost", 404),
        ("DELETE", "/api/contests", 405),
        ("GET", static_url("base.css"), 200),
        ("GET", static_url("no.css"), 404),
        ("GET", static_url("../app.py"), 404),
        ("GET", static_url("%2e%2e/app.py"), 404),
        ("GET", "/schema", 200),
        ("OPTIONS", "/api/contests", 204),
    ],
)
async def test_so_are_errors_and_files(hall: Hall, method: str, path: str, status: int) -> None:
    answer = await hall.client.request(method, path)
    assert answer.status_code == status
    assert what_is_wrong(answer) == []


async def test_a_board_that_is_there_already_is_hardened_too(hall: Hall) -> None:
    first = await hall.client.get("/api/contests/small/board")
    known = {"If-None-Match": first.headers["etag"]}
    again = await hall.client.get("/api/contests/small/board", headers=known)
    assert again.status_code == 304
    assert what_is_wrong(again) == []


async def test_what_is_one_persons_is_kept_from_everybody_in_between(hall: Hall) -> None:
    """Everything behind a sign-in, and the answer to everything that is sent."""
    headers = await hall.organizer()
    wrong: list[str] = []
    for name, operation in operations().items():
        method, path, _ = filled(name, FILLED)
        if method == "POST" or operation["security"]:
            body: dict[str, Any] = {"json": {}} if method == "POST" else {}
            answer = await got(hall.client, method, path, headers=headers, **body)
            kept = answer.headers.get("cache-control", "")
            if not re.search(r"\b(no-store|private)\b", kept):
                wrong.append(f"{name}: {kept}")
    assert wrong == []


async def test_a_token_is_never_kept(hall: Hall) -> None:
    made = await hall.client.post(
        "/api/contests/small/seats/J1/link", headers=await hall.organizer()
    )
    assert made.headers["cache-control"] == "no-store"
    secret = made.json()["url"].partition("#k=")[2]
    device = await hall.client.post("/api/sign-in", json={"secret": secret})
    assert "token" in device.json()
    assert device.headers["cache-control"] == "no-store"


async def test_no_other_origin_is_let_in(hall: Hall) -> None:
    headers = {
        "Origin": "https://evil.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for method in ("OPTIONS", "GET", "POST"):
        answer = await hall.client.request(method, COMMANDS, headers=headers)
        assert not [name for name in answer.headers if name.startswith("access-control-")]


# HTTPS.


@asynccontextmanager
async def served(*proxies: str) -> AsyncGenerator[httpx.AsyncClient]:
    server = HallServer(None, "127.0.0.1", 0, proxies)
    async with server.running() as service:
        await service.accounts.add("liwei", "osmanthus in the rain")
        base = f"http://127.0.0.1:{server.port}"
        async with httpx.AsyncClient(base_url=base) as client:
            yield client


FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
LOG_IN = {"name": "liwei", "password": "osmanthus in the rain"}


async def test_a_proxy_that_was_named_may_say_that_it_is_https() -> None:
    async with served("127.0.0.1") as client:
        for path in ("/", "/nothing", static_url("base.css")):
            answer = await client.get(path, headers=FORWARDED)
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
        answer = await client.post("/api/login", json=LOG_IN, headers=FORWARDED)
        assert answer.headers["set-cookie"].startswith("__Host-session=")
        assert "Secure" in answer.headers["set-cookie"]
        assert "strict-transport-security" not in (await client.get("/")).headers


@pytest.mark.parametrize("proxies", [(), ("192.0.2.1",)])
async def test_nobody_else_may(proxies: tuple[str, ...]) -> None:
    async with served(*proxies) as client:
        answer = await client.get("/", headers=FORWARDED)
        assert "strict-transport-security" not in answer.headers
        answer = await client.post("/api/login", json=LOG_IN, headers=FORWARDED)
        assert answer.headers["set-cookie"].startswith("session=")


# Other sites.


FOREIGN: dict[str, dict[str, str]] = {
    "nothing said": {},
    "another site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "a neighbour": {"Sec-Fetch-Site": "same-site"},
    "typed in": {"Sec-Fetch-Site": "none"},
    "an old browser": {"Origin": "https://evil.example"},
    "a sandbox": {"Origin": "null"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "a name that begins alike": {"Origin": "http://127.0.0.1.evil.example"},
}


@pytest.mark.parametrize("case", FOREIGN)
async def test_a_cookie_alone_changes_nothing(hall: Hall, case: str) -> None:
    """Every address that changes something, with the owner's cookie, from somebody else's page."""
    before = [one.seq for one in hall.service.desk.contests()]
    async with httpx.AsyncClient(
        base_url=hall.base, cookies=await cookies_of(hall, "boss")
    ) as client:
        for name, operation in operations().items():
            method, path, body = filled(name, FILLED)
            if method != "GET" and operation["security"]:
                answer = await client.request(
                    method, path, content=body,
                    headers={"Content-Type": "application/json", **FOREIGN[case]},
                )  # fmt: skip
                assert answer.status_code == 401, f"{name}: {answer.text}"
        own = {"Sec-Fetch-Site": "same-origin"}
        assert (await client.get("/desk", headers=own)).status_code == 200
    assert [one.seq for one in hall.service.desk.contests()] == before


async def test_a_form_cannot_look_like_one_of_our_pages(hall: Hall) -> None:
    """What a form of another page can send is never JSON, whatever it says."""
    async with browser(hall, "boss") as own:
        call = b'{"type": "call", "id": "form:1", "stage": "final", "entrant": "e2"}'
        for kind in ("text/plain", "text/plain; application/json", "multipart/form-data", "a/b"):
            answer = await own.post(COMMANDS, content=call, headers={"Content-Type": kind})
            assert answer.status_code == 415


# Methods.


async def test_other_methods_are_refused_everywhere(hall: Hall) -> None:
    described: dict[str, set[str]] = {}
    for name in operations():
        method, path, _ = filled(name, FILLED)
        described.setdefault(path, {"OPTIONS"}).add(method)
    wrong: list[str] = []
    for path, methods in described.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} - methods:
            answer = await got(hall.client, method, path)
            programs = path.startswith(("/api/", "/clics"))
            kind = "application/problem+json" if programs else "text/html"
            allowed = {one.strip() for one in answer.headers.get("allow", "").split(",")}
            if (
                answer.status_code != 405
                or not answer.headers["content-type"].startswith(kind)
                or allowed != methods
            ):
                wrong.append(f"{method} {path}: {answer.status_code} {answer.headers}")
    assert wrong == []


# Headers.


TRICKS = ("%0d%0aX-Injected:%201", "%0aX-Injected:1", "a%00b", "%ff%fe", "%u000d", "💥", "..%2f..")


def tricked() -> Iterator[str]:
    for name in operations():
        method, _, path = name.partition(" ")
        if method == "GET" and not path.endswith(("/live", "/pulse", "/event-feed")):
            for trick in TRICKS:
                yield re.sub(r"{\w+}", trick, path) + f"?stage={trick}&lang={trick}&kind={trick}"


async def test_nothing_of_an_address_comes_back_as_a_header(hall: Hall) -> None:
    headers = await hall.organizer()
    for path in tricked():
        answer = await got(hall.client, "GET", path, headers=headers)
        assert answer.status_code < 500, path
        assert "x-injected" not in answer.headers
        assert "lang=" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    "name", ["Accept-Language", "If-None-Match", "Cookie", "Authorization", "Origin"]
)
async def test_no_header_breaks_anything(hall: Hall, name: str) -> None:
    for value in (
        b"\xff\xfe",
        b"x" * 30_000,
        b";;;,,,===",
        b"q=0.1;q=x",
        b'"',
        b"Bearer \xe4\xb8\xad",
    ):
        for path in ("/", "/api/contests/small/board", "/desk"):
            answer = await hall.client.get(path, headers=[(name.encode(), value)])
            assert answer.status_code < 500, (name, value[:20])


# Sizes.


async def conversation(hall: Hall, sent: bytes, seconds: float = 5) -> bytes:
    """What the server says to these bytes until it closes, or the seconds are over."""
    host, _, port = hall.base.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    told = b""
    try:
        writer.write(sent)
        async with asyncio.timeout(seconds):
            while part := await reader.read(65_536):
                told += part
    except (TimeoutError, ConnectionError):
        pass
    finally:
        writer.close()
    return told


async def head_of(hall: Hall, *lines: str) -> bytes:
    token = (await hall.organizer())["Authorization"]
    host = hall.base.removeprefix("http://")
    head = (f"POST {COMMANDS} HTTP/1.1", f"Host: {host}", f"Authorization: {token}",
            "Content-Type: application/json", *lines)  # fmt: skip
    return "\r\n".join((*head, "", "")).encode()


async def test_a_body_that_says_it_is_too_large_is_not_waited_for(hall: Hall) -> None:
    """The answer comes although nothing of nine gigabytes has arrived."""
    told = await conversation(hall, await head_of(hall, "Content-Length: 9000000000"), 2)
    assert told.startswith(b"HTTP/1.1 413")


async def test_a_body_without_end_is_cut_off_at_the_limit(hall: Hall) -> None:
    host, _, port = hall.base.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(await head_of(hall, "Transfer-Encoding: chunked"))
    sent = 0
    answer = asyncio.create_task(reader.read(4_096))
    part = b"%x\r\n%s\r\n" % (2**16, b"[" * 2**16)
    async with asyncio.timeout(20):
        while not answer.done() and sent < 8 * BODY_LIMIT:
            if writer.transport.get_write_buffer_size() < 2**20:
                writer.write(part)
                sent += 2**16
            await asyncio.sleep(0.001)
    assert (await answer).startswith(b"HTTP/1.1 413")
    assert sent < 3 * BODY_LIMIT
    writer.close()


async def test_nothing_of_a_strangers_body_is_waited_for(hall: Hall) -> None:
    host = hall.base.removeprefix("http://")
    head = f"POST {COMMANDS} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    told = await conversation(hall, f"{head}Content-Length: 1000\r\n\r\n".encode(), 2)
    assert told.startswith(b"HTTP/1.1 401")


DEEP: dict[str, bytes] = {
    "lists": b"[" * 500_000,
    "closed lists": b"[" * 100_000 + b"]" * 100_000,
    "objects": b'{"plan":' * 100_000 + b"1" + b"}" * 100_000,
    "a long number": b"1" * 1_000_000,
    "a number with an exponent": b"1e999999999",
    "a long text": b'"' + b"x" * 4_000_000 + b'"',
    "many fields": b"{" + b",".join(b'"f%d":1' % one for one in range(200_000)) + b"}",
    "one field many times": b"{" + b",".join([b'"type":"call"'] * 200_000) + b"}",
    "many commands": b"[" + b",".join([b'{"type":"close_stage"}'] * 100_000) + b"]",
    "not UTF-8": b'{"type": "\xff\xfe"}',
    "half a pair": b'{"type": "\\ud800"}',
    "nothing": b"",
    "a byte order mark": b"\xef\xbb\xbf{}",
}


@pytest.mark.parametrize("case", DEEP)
async def test_deep_long_and_broken_json_is_refused_in_no_time(hall: Hall, case: str) -> None:
    headers = await hall.organizer()
    for path in (COMMANDS, "/api/contests", "/api/login", "/api/plans/preview"):
        begun = time.monotonic()
        answer = await hall.client.post(path, content=DEEP[case], headers=headers)
        assert answer.status_code in {400, 401, 413, 422}, (path, answer.text)
        assert time.monotonic() - begun < 5
        assert len(answer.content) < 20_000


# Slow clients.


SLOW = 100


async def test_clients_that_never_finish_do_not_hold_anybody_up(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred send a byte of a head now and then; a judge is answered, and they are closed."""
    monkeypatch.setattr(connection, "PATIENCE", 2)
    host, _, port = hall.base.removeprefix("http://").partition(":")
    lines = [await asyncio.open_connection(host, int(port)) for _ in range(SLOW)]
    writers = [writer for _, writer in lines]
    for writer in writers:
        writer.write(b"POST /api/login HTTP/1.1\r\nHost: x\r\n")
    dribbling = asyncio.create_task(dribble(writers))
    seat = await hall.seat("small", "J1")
    given = await hall.give("small", marking("tablet:1", 1, "J1", "95.5"), seat)
    assert given.status_code == 200
    async with asyncio.timeout(10):
        await asyncio.gather(*(reader.read() for reader, _ in lines), return_exceptions=True)
    assert all(reader.at_eof() or reader.exception() for reader, _ in lines)
    dribbling.cancel()
    for writer in writers:
        writer.close()


async def dribble(writers: list[asyncio.StreamWriter]) -> None:
    while True:
        await asyncio.sleep(0.2)
        for writer in writers:
            writer.write(b"x")


async def test_who_connects_and_says_nothing_is_closed(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.3)
    begun = time.monotonic()
    assert await conversation(hall, b"\r\n\r\n", 5) == b""
    assert time.monotonic() - begun < 4


async def test_after_the_answer_nobody_may_dribble_on(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of a body that was refused does not keep a connection for ever."""
    monkeypatch.setattr(connection, "PATIENCE", 0.5)
    host, _, port = hall.base.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /api/contests HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
    dribbling = asyncio.create_task(dribble([writer]))
    async with asyncio.timeout(5):
        told = b""
        try:
            while part := await reader.read(4_096):
                told += part
        except ConnectionError:
            pass
    dribbling.cancel()
    writer.close()
    assert told.startswith(b"HTTP/1.1 401")


async def test_headers_without_end_are_cut_off(hall: Hall) -> None:
    host, _, port = hall.base.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
    sent = 0
    answer = asyncio.create_task(reader.read(4_096))
    async with asyncio.timeout(10):
        while not answer.done() and sent < 16 * connection.LONGEST_HEAD:
            writer.write(b"X-Filler: " + b"x" * 1_000 + b"\r\n")
            sent += 1_000
            await asyncio.sleep(0.001)
        told = await answer
    assert told.startswith(b"HTTP/1.1 431")
    writer.close()


async def test_a_live_stream_is_not_closed_for_listening(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has asked may be silent for as long as there is something to tell."""
    monkeypatch.setattr(connection, "PATIENCE", 0.2)
    async with hall.client.stream("GET", "/contests/small/pulse") as stream:
        chunks = stream.aiter_bytes()
        assert await anext(chunks)
        await asyncio.sleep(0.6)
        call = {"type": "call", "id": "desk:77", "stage": "final", "entrant": "e2"}
        organizer = await hall.organizer()
        await hall.client.post(COMMANDS, content=msgspec.json.encode(call), headers=organizer)
        async with asyncio.timeout(5):
            assert await anext(chunks)


async def test_a_contest_file_may_be_large(hall: Hall) -> None:
    """What is large and right is taken."""
    file = ContestFile(plan=small_plan(entrants=2_000, contest="large"))
    assert (await hall.register(file)).status_code == 201
