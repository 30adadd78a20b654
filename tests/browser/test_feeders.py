"""One contest feeds another: the organizer takes in who goes on there, in one command."""

from pathlib import Path

from msgspec.structs import replace
from playwright.async_api import expect

from scoring.access import Organizer
from tests.browser.chromium import chromium
from tests.fixtures.files import VILLAGE_K, contest_file
from tests.web.hall import running_hall


async def test_the_best_of_the_preliminary_come_to_the_next_contest(tmp_path: Path) -> None:
    preliminary, hangzhou = (contest_file(path) for path in VILLAGE_K[:2])
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(preliminary)
        await hall.register(replace(hangzhou, commands=()))
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        secret = await hall.service.keys.new_link(Organizer())
        await page.goto(f"{hall.base}/enter?lang=zh#k={secret}")
        await page.wait_for_url("**/desk")
        await page.goto(f"{hall.base}/contests/hangzhou/desk?lang=zh")
        feeders = page.locator("#feeders")
        await expect(feeders.locator("li")).to_have_count(len(hangzhou.plan.feeders))
        await expect(feeders).to_contain_text("该项目未在本机登记")
        await feeders.get_by_role("button", name="接收 31 人").click()
        await expect(page.locator("#take-list li")).to_have_count(31)
        await page.click("#take-yes")
        await expect(feeders).to_contain_text("名额 31，已到 31")
        await expect(feeders.get_by_role("button")).to_have_count(0)
        contest = hall.service.contest("hangzhou")
        came = [one for one in contest.entrants.values() if one.origin is not None]
        assert len(came) == 31
        assert {one.origin.contest for one in came if one.origin} == {"yuhang-renhe"}
        await expect(page.locator("#order")).to_contain_text("陈大叔")
