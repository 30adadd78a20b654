"""Tablets without network in Chromium: reloads, kills, new versions, and what then arrives."""

from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from scoring.access import SeatHolder
from scoring.contest.encounters import encounters
from scoring.contest.ids import EntrantId, SeatId
from scoring.contest.match_events import TapContested
from scoring.rules.propagation import Known
from scoring.rules.rally_state import MatchState
from tests.browser.chromium import chromium
from tests.browser.offline import HEARD, SMALL, hall_behind, kept_whole, offline_evening
from tests.browser.persistent import tablet_on
from tests.browser.tablet import PHONE, sent, signed_in
from tests.browser.umpire import (
    another_tablet,
    at_court,
    at_the_desk,
    drawn,
    gone_on,
    playing,
    points,
    record,
    recorded,
    started,
)
from tests.browser.umpire import called as called_on_court
from tests.contests import OVERALL, STAGE, called, entrant_id, small_plan
from tests.matches import CUP, cup
from tests.proxy import Weather, proxy_to
from tests.web.hall import Hall, running_hall


async def test_an_evening_offline_arrives_once_and_in_order(tmp_path: Path) -> None:
    await offline_evening(tmp_path, entries=12, seed=1)


async def test_a_doubles_match_without_network_is_complete_and_the_bracket_goes_on(
    tmp_path: Path,
) -> None:
    async with (
        proxy_to(0) as proxy,
        async_playwright() as playwright,
        hall_behind(proxy, tmp_path / "hall.db") as hall,
        tablet_on(playwright, tmp_path / "profile") as tablet,
    ):
        page = tablet.page
        answer = await hall.register(drawn(cup()))
        assert answer.is_success, answer.text
        await at_court(page, hall)
        await expect(page.locator("[data-call]").first).to_be_visible()
        await kept_whole(page)
        proxy.cut()
        await called_on_court(page)
        await started(page)
        await points(page, "aba")
        await page.reload()
        await playing(page)
        await expect(page.locator("#sheet-state")).to_contain_text("On this tablet: 5")
        await points(page, "a")
        await _after_a_pause(page)
        await points(page, "aa")
        await _after_a_pause(page)
        await points(page, "aaa")
        await _after_a_pause(page)
        await points(page, "aa")
        await expect(page.locator("#panel-title")).to_have_text("Won by A 1 / B 1")
        await gone_on(page)
        await expect(page.locator("#panel-text")).to_contain_text("Confirmed on this tablet")
        assert recorded(hall) == []
        proxy.up = True
        await page.evaluate(HEARD)
        await at_the_desk(page)
        await _complete(hall)


async def _after_a_pause(page: Page) -> None:
    await expect(page.locator("#panel")).to_be_visible()
    await gone_on(page)
    await playing(page)


async def _complete(hall: Hall) -> None:
    found = record(hall)
    assert isinstance(found.state, MatchState)
    assert [(game.a, game.b) for game in found.state.games] == [(5, 1), (5, 0)]
    assert found.confirmed
    contest = hall.service.contest(CUP)
    assert not [one for one in contest.history if isinstance(one, TapContested)]
    final = encounters(contest, contest.plan.played[0]).by_id["main-2-1"]
    assert final.sides[0] == Known(EntrantId("e1"))


async def test_points_that_arrived_unseen_are_not_forgotten_by_a_reload_without_network(
    tmp_path: Path,
) -> None:
    async with (
        proxy_to(0) as proxy,
        hall_behind(proxy, tmp_path / "hall.db") as hall,
        chromium() as browser,
    ):
        await hall.register(drawn(cup()))
        page = await another_tablet(browser, hall)
        await kept_whole(page)
        await called_on_court(page)
        await started(page)
        await at_the_desk(page)
        await page.route("**/api/contests/cup/seats/**", lambda route: route.abort())
        await points(page, "ab")
        await at_the_desk(page)
        proxy.cut()
        await page.unroute_all(behavior="wait")
        await page.reload()
        await playing(page)
        await expect(page.locator(".half[data-side='b'] .points")).to_have_text("1")
        await points(page, "b")
        proxy.up = True
        await page.evaluate(HEARD)
        await at_the_desk(page)
        assert [one.revision for one in recorded(hall)] == [1, 2, 3, 4]
        assert record(hall).contested == ()


async def test_one_tab_sends_what_two_have_entered(tmp_path: Path) -> None:
    async with (
        proxy_to(0) as proxy,
        hall_behind(proxy, tmp_path / "hall.db") as hall,
        chromium() as browser,
    ):
        await hall.register(called(small_plan(judges=3), [1, 2]))
        first = await _tablet(browser, hall)
        second = await first.context.new_page()
        await second.goto(first.url)
        await expect(second.locator("#send")).to_be_visible()
        proxy.cut()
        for page, entrant in ((first, 1), (second, 2)):
            await page.locator(f"#floor [data-entrant='e{entrant}']").click()
            await sent(page, "90.5")
            await expect(page.locator("#sheet-state")).to_contain_text("On this tablet")
        posted: list[str] = []

        def counted() -> Weather:
            posted.append("one")
            return "slow"

        proxy.weather = counted
        proxy.up = True
        for page in (first, second):
            await page.evaluate(HEARD)
        for page in (first, second):
            await expect(page.locator("#line")).to_have_text("Connected")
        assert len(posted) == 2


async def test_two_tablets_on_one_seat_overwrite_nothing(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        answer = await hall.register(called(small_plan(judges=3), [1]))
        assert answer.is_success, answer.text
        first, second = await _tablet(browser, hall), await _tablet(browser, hall)
        await first.route("**/api/**", lambda route: route.abort())
        await sent(first, "91.5")
        await expect(first.locator("#sheet-state")).to_contain_text("On this tablet")
        await sent(second, "88.5")
        await expect(second.locator("#sheet-state")).to_have_attribute("data-state", "desk")
        await first.unroute_all(behavior="wait")
        await first.evaluate(HEARD)
        await expect(first.locator("#refusals-list .notice")).to_contain_text("91.5")
        sheet = hall.service.contest(SMALL).stage(STAGE).performances[entrant_id(1)]
        found = sheet.sheet(SeatId("J1"), 0)
        assert found.given is not None and found.given.marks == {OVERALL: 8850}
        assert [one.marks for one in found.contested] == [{OVERALL: 9150}]
        await first.reload()
        await expect(first.locator("#refusals-list .notice")).to_contain_text("91.5")


async def _tablet(browser: Browser, hall: Hall) -> Page:
    page = await (await browser.new_context(viewport=PHONE)).new_page()
    await signed_in(page, hall, "J1")
    await expect(page.locator("#send")).to_be_visible()
    return page


async def test_the_manifest_installs_the_page_of_the_seat(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        page = await _tablet(browser, hall)
        address = await page.locator("link[rel=manifest]").get_attribute("href")
        told = (await hall.client.get(f"{address}?lang=en")).json()
        assert told["start_url"] == "/contests/small/seats/J1"
        assert told["name"] == "Judge 1 – Small song contest"
        icon = await hall.client.get(told["icons"][0]["src"])
        assert icon.headers["content-type"].startswith("image/svg+xml")
        assert (await hall.client.get("/contests/small/seats/J99/manifest.webmanifest")).is_error


async def test_the_worker_keeps_every_file_that_the_pages_load(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        worker = (await hall.client.get("/worker.js")).text
        page = await _tablet(browser, hall)
        loaded: list[str] = await page.evaluate(
            "performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)"
        )
        static = {one for one in loaded if one.startswith("/static/")}
        assert len(static) > 15
        assert [one for one in static if f'"{one}"' not in worker] == []


async def test_plain_http_says_what_works_without_network(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        context = await browser.new_context(viewport=PHONE)
        await context.add_init_script(
            "Object.defineProperty(globalThis, 'isSecureContext', { value: false })"
        )
        page = await context.new_page()
        await page.goto(f"{hall.base}/enter?lang=en")
        await expect(page.locator("#insecure")).to_contain_text("do not close or reload it")
        holder = SeatHolder(SMALL, SeatId("J1"))
        secret = await hall.service.keys.new_link(holder)
        await page.goto(f"{hall.base}/enter#k={secret}")
        await page.wait_for_url("**/contests/small/seats/J1")
        await expect(page.locator("#stay-open")).to_contain_text("do not close or reload")
        await page.click("#stay-open")
        await expect(page.locator("#stay-open")).to_be_hidden()
        await sent(page, "90")
        await page.reload()
        await expect(page.locator("#number")).to_have_text("1")
        await expect(page.locator("#stay-open")).to_be_hidden()
        assert await page.evaluate("navigator.serviceWorker.getRegistration()") is None
