"""A projector that shows its code, is taken by the organizer, and follows what it is told."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from scoring.access import Organizer
from scoring.contest.ids import MeetId
from tests.browser.chromium import chromium
from tests.contests import called, small_plan
from tests.played import Played, groups_then_knock_out
from tests.web.hall import Hall, running_hall

DISPLAYS = "/api/meets/test-meet/displays"


@asynccontextmanager
async def hall_with_projector() -> AsyncGenerator[tuple[Hall, Browser, Page]]:
    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(called(small_plan(), [1]))
        page = await browser.new_page(viewport={"width": 1280, "height": 720})
        await page.goto(f"{hall.base}/display?lang=en")
        await page.wait_for_url("**/displays/*")
        yield hall, browser, page


async def test_a_projector_is_taken_by_its_code_and_steered() -> None:
    async with hall_with_projector() as (hall, browser, projector):
        code = await projector.locator(".code").inner_text()
        desk = await browser.new_page()
        link = await hall.service.keys.new_link(Organizer())
        await desk.goto(f"{hall.base}/enter#k={link}")
        await desk.wait_for_url("**/desk")
        await desk.goto(f"{hall.base}/meets/test-meet/displays?lang=en")
        await desk.get_by_label("The code that it shows").fill(code.lower())
        await desk.get_by_label("What to call it").fill("Projector left")
        await desk.get_by_role("button", name="Add").click()
        await expect(desk.get_by_role("heading", name="Projector left")).to_contain_text(
            "in touch"
        )
        await expect(projector.locator(".display-blank")).to_be_attached()

        await desk.get_by_label("What it shows").select_option("wall")
        await desk.get_by_role("button", name="Show it").click()
        wall = projector.frame_locator("iframe")
        await expect(wall.locator("#wall")).to_contain_text("歌手1", timeout=5000)

        await desk.get_by_label("What it shows").select_option("note")
        await desk.get_by_label("Message").fill("14:00 继续")
        await desk.get_by_role("button", name="Show it").click()
        await expect(projector.locator(".display-note")).to_have_text("14:00 继续", timeout=5000)

        await desk.get_by_role("button", name="Remove this display").click()
        await expect(projector.locator(".code")).to_be_visible(timeout=5000)
        assert await projector.locator(".code").inner_text() != code


async def test_what_it_shows_survives_a_reload_and_a_new_organizer() -> None:
    async with hall_with_projector() as (hall, _, projector):
        headers = await hall.organizer()
        taken = await take(hall, await projector.locator(".code").inner_text(), headers)
        show = {"id": taken, "kind": "board", "contest": "small"}
        assert (await hall.client.post(f"{DISPLAYS}/show", json=show, headers=headers)).is_success
        await projector.reload()
        frame = projector.frame_locator("iframe")
        await expect(frame.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("kind", ["tables", "schedule"])
async def test_of_matches_it_may_stay_with_one_kind_of_page(kind: str) -> None:
    async with hall_with_projector() as (hall, _, projector):
        pool = Played(groups_then_knock_out(("A", "B"), 8))
        pool.draw()
        pool.schedule()
        (await hall.register(pool.file)).raise_for_status()
        headers = await hall.organizer()
        meet = pool.plan.meet.id
        code = await projector.locator(".code").inner_text()
        there = f"/api/meets/{meet}/displays"
        given = {"code": code, "name": "Hall"}
        taken = (await hall.client.post(there, json=given, headers=headers)).json()["id"]
        show = {"id": taken, "kind": kind, "contest": pool.plan.id}
        assert (await hall.client.post(f"{there}/show", json=show, headers=headers)).is_success
        shown = projector.frame_locator("iframe").locator(".w-page:not([data-off])")
        await expect(shown).to_have_count(1, timeout=10_000)
        await expect(shown).to_have_attribute("data-show", kind)


async def take(hall: Hall, code: str, headers: dict[str, str]) -> str:
    given = {"code": code, "name": "Hall"}
    answer = await hall.client.post(DISPLAYS, json=given, headers=headers)
    assert answer.status_code == 201, answer.text
    display: str = answer.json()["id"]
    return display


@pytest.mark.parametrize(
    ("show", "field"),
    [
        ({"kind": "wall", "contest": "other"}, "contest"),
        ({"kind": "note", "text": "  "}, "text"),
    ],
)
async def test_what_cannot_be_shown_is_refused_with_a_reason(
    show: dict[str, str], field: str
) -> None:
    async with running_hall(None) as hall:
        headers, display = await taken_display(hall)
        answer = await hall.client.post(
            f"{DISPLAYS}/show", json={"id": display, **show}, headers=headers
        )
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, field)


async def taken_display(hall: Hall) -> tuple[dict[str, str], str]:
    await hall.register(called(small_plan(), []))
    made = await hall.client.post("/api/displays", content=b"{}")
    display = made.json()["page"].removeprefix("/displays/")
    page = (await hall.client.get(f"/displays/{display}?lang=en")).text
    code = page.partition('class="code">')[2].partition("<")[0]
    headers = await hall.organizer()
    assert await take(hall, code, headers) == display
    return headers, display


async def test_a_code_is_used_once_and_a_wrong_one_finds_nothing() -> None:
    async with running_hall(None) as hall:
        headers, _ = await taken_display(hall)
        answer = await hall.client.post(
            DISPLAYS, json={"code": "22222", "name": "Hall"}, headers=headers
        )
        assert answer.status_code == 422


async def test_another_meet_steers_none_of_it() -> None:
    async with running_hall(None) as hall:
        headers, display = await taken_display(hall)
        for what in ("show", "remove"):
            answer: httpx.Response = await hall.client.post(
                f"/api/meets/other/displays/{what}",
                json={"id": display, **({"kind": "blank"} if what == "show" else {})},
                headers=headers,
            )
            assert answer.status_code == 404


async def test_new_displays_from_one_address_are_limited() -> None:
    async with running_hall(None) as hall:
        statuses = [
            (await hall.client.post("/api/displays", content=b"{}")).status_code for _ in range(22)
        ]
    assert statuses[:20] == [201] * 20
    assert 429 in statuses


async def test_a_display_is_kept_over_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    async with running_hall(path) as hall:
        _, display = await taken_display(hall)
    async with running_hall(path) as hall:
        (kept,) = hall.service.displays.of_meet(MeetId("test-meet"))
        assert (kept.id, kept.name) == (display, "Hall")
