"""Signing in: one-time links, tokens, the organizer's cookie, and what they open."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx

from scoring.access import Organizer
from tests.contests import called, marking, small_plan
from tests.web.hall import Hall


@asynccontextmanager
async def signed_in_organizer(hall: Hall) -> AsyncGenerator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=hall.base) as browser:
        secret = await hall.service.keys.new_link(Organizer())
        answer = await browser.post("/api/sign-in", json={"secret": secret})
        assert answer.json() == {"role": "organizer", "page": "/desk"}
        yield browser


async def test_an_organizers_link_signs_in_one_browser_once(hall: Hall) -> None:
    secret = await hall.service.keys.new_link(Organizer())
    first = await hall.client.post("/api/sign-in", json={"secret": secret})
    assert first.status_code == 200
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    async with httpx.AsyncClient(base_url=hall.base) as other:
        second = await other.post("/api/sign-in?lang=en", json={"secret": secret})
        assert second.status_code == 401
        assert "has been used" in second.json()["message"]
        assert (await other.get("/desk")).status_code == 401
    assert (await hall.client.get("/desk")).status_code == 200


async def test_a_cookie_counts_only_for_requests_of_our_own_pages(hall: Hall) -> None:
    file = called(small_plan(), [1])
    await hall.register(file)
    async with signed_in_organizer(hall) as browser:
        call = {"type": "call", "id": "desk-q:1", "stage": "final", "entrant": "e2"}
        url = "/api/contests/small/commands"
        for foreign in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "http://evil.example"},
            {},
        ):
            assert (await browser.post(url, json=call, headers=foreign)).status_code == 401
        own = {"Origin": hall.base}
        assert (await browser.post(url, json=call, headers=own)).status_code == 200


async def test_a_seat_link_opens_one_seat(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    async with signed_in_organizer(hall) as browser:
        made = await browser.post(
            "/api/contests/small/seats/J3/link", headers={"Origin": hall.base}
        )
    assert made.status_code == 201
    link = made.json()
    assert link["qr"].startswith("<svg")
    assert link["url"].startswith(f"{hall.base}/enter#k=")
    secret = link["url"].partition("#k=")[2]
    device = (await hall.client.post("/api/sign-in", json={"secret": secret})).json()
    assert device["page"] == "/contests/small/seats/J3"
    headers = {"Authorization": f"Bearer {device['token']}"}
    screen = await hall.client.get("/api/contests/small/seats/J3", headers=headers)
    assert [one["card"]["number"] for one in screen.json()["current"]] == [1]
    other = await hall.client.get("/api/contests/small/seats/J4", headers=headers)
    assert other.status_code == 403
    assert (await hall.client.get("/contests/small/desk", headers=headers)).status_code == 403
    given = await hall.give("small", marking("t:1", 1, "J3", "95.00"), headers)
    assert given.status_code == 415  # the content type is part of the promise
    headers["Content-Type"] = "application/json"
    assert (await hall.give("small", marking("t:1", 1, "J3", "95.00"), headers)).is_success


async def test_a_judge_sees_no_other_judges_marks(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    given = marking("tablet-J2:1", 1, "J2", "77.77")
    await hall.give("small", given, await hall.seat("small", "J2"))
    headers = await hall.seat("small", "J1")
    screen = await hall.client.get("/api/contests/small/seats/J1", headers=headers)
    assert "77.77" not in screen.text
    assert (await hall.client.get("/api/contests/small/seats/J1")).status_code == 401


async def test_the_desk_is_closed_to_strangers(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    for path in ("/desk", "/contests/small/desk", "/contests/small/desk/live",
                 "/contests/small/desk/frame", "/contests/small/desk/entrants/e1"):  # fmt: skip
        assert (await hall.client.get(path)).status_code == 401, path
    made = await hall.client.post("/api/contests/small/seats/J1/link")
    assert made.status_code == 401


async def test_the_organizer_sees_the_cockpit_and_an_entrants_sheets(hall: Hall) -> None:
    await hall.register(called(small_plan(), [1]))
    given = marking("tablet-J2:1", 1, "J2", "77.77")
    await hall.give("small", given, await hall.seat("small", "J2"))
    async with signed_in_organizer(hall) as browser:
        assert (await browser.get("/desk")).status_code == 200
        for path in ("/contests/small/desk", "/contests/small/desk/entrants/e1"):
            answer = await browser.get(f"{path}?lang=en")
            assert answer.status_code == 200, path
            assert "77.77" in answer.text
        assert (await browser.get("/contests/small/desk/entrants/e77")).status_code == 404
