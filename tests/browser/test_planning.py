"""An organizer plans a contest in Chromium, changes the plan, and calls the first singer."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from playwright.async_api import Page, expect

from scoring.access import Organizer
from scoring.contest.file import ContestFile
from scoring.contest.ids import ContestId, EntrantId
from tests.browser.chromium import chromium
from tests.contests import called, small_plan
from tests.presets.play import sound
from tests.web.hall import Hall, running_hall

SETTLING = 600
"""How long a new button takes no press yet."""

SINGERS = """编号\t姓名\t选送单位\t曲目
1\t王芳\t花园村\t北国之春
2\t李娜\t南山村\t在那桃花盛开的地方
3\t赵刚\t径山村\t故乡的云
4\t钱多多\t前溪村\t茉莉花
5\t孙悦\t仓前街道\t我和我的祖国"""


@asynccontextmanager
async def organizer(hall: Hall, lang: str = "zh") -> AsyncGenerator[Page]:
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        secret = await hall.service.keys.new_link(Organizer())
        await page.goto(f"{hall.base}/enter?lang={lang}#k={secret}")
        await page.wait_for_url("**/desk")
        yield page


async def test_a_singing_contest_is_planned_from_nothing_and_begins(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, organizer(hall) as page:
        await page.click("#new-contest")
        await page.get_by_text("歌手大奖赛", exact=True).click()
        await expect(page.locator("#plan-words")).to_contain_text("去掉一个最高分和一个最低分")
        await page.fill("#f-name", "独唱决赛")
        await page.fill("#f-meet", "乡村歌手大赛")
        await page.fill("#f-judges", "5")
        await page.select_option("#f-out-rule", "top")
        await page.fill("#f-out-to", "杭州片区")
        await page.fill("#f-out-number", "2")
        await page.fill("#f-entrants", SINGERS)
        await expect(page.locator("#read")).to_contain_text("读到 5 位参赛者")
        await expect(page.locator("#plan-words")).to_contain_text("5 位评委打分。")
        await expect(page.locator("#plan-words")).to_contain_text("晋级杭州片区：前 2 名晋级")
        await page.click("#plan-go")
        await page.wait_for_url("**/contests/singing-*/desk")
        contest = ContestId(page.url.split("/")[-2])
        await page.wait_for_timeout(SETTLING)
        await page.click("#call-next")
        await page.click("#confirm-yes")
        await expect(page.locator("#stage-card")).to_contain_text("王芳")
        found = hall.service.contest(contest)
        assert len(found.entrants) == 5
        assert found.stage(found.plan.stages[0].id).on_stage == "e1"


async def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, organizer(hall) as page:
        await page.goto(f"{hall.base}/desk/new/singing?lang=zh")
        await page.fill("#f-venue", "文化礼堂")
        await page.select_option("#f-marking", "weighted")
        await page.click("#field-criteria [data-remove] >> nth=0")
        await page.click("#plan-go")
        await expect(page.locator("#wrong-name")).to_have_text("请填写项目名称。")
        await expect(page.locator("#wrong-criteria")).to_have_text(
            "各项百分比合计 80%，应为 100%。"
        )
        await expect(page.locator("#plan-notice")).to_contain_text("还有 3 处要改")
        await expect(page.locator("#f-name")).to_be_focused()
        assert hall.service.desk.contests() == []
        await page.reload()
        await expect(page.locator("#f-venue")).to_have_value("文化礼堂")
        await expect(page.locator("#field-criteria [data-row] input")).to_have_count(10)
        await expect(page.locator("#f-marking")).to_have_value("weighted")


async def test_only_what_matters_is_asked(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, organizer(hall) as page:
        await page.goto(f"{hall.base}/desk/new/singing?lang=zh")
        await expect(page.locator("#f-criteria")).to_be_hidden()
        await page.select_option("#f-marking", "points")
        await expect(page.locator("#f-criteria")).to_be_visible()
        await expect(page.locator("#f-full")).to_be_hidden()
        await expect(page.locator("#f-r1-number")).to_be_hidden()
        await page.select_option("#f-stages", "2")
        await expect(page.locator("#f-r1-number")).to_be_visible()
        await expect(page.locator("#f-r2-number")).to_be_hidden()
        await page.press("#f-name", "Enter")
        assert "/desk/new/singing" in page.url


async def test_the_plan_is_changed_before_the_first_call(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, organizer(hall) as page:
        await hall.register(ContestFile(plan=sound("singing", judges="5")))
        await page.goto(f"{hall.base}/desk?lang=zh")
        await page.get_by_role("link", name="规程").click()
        await expect(page.locator("#f-judges")).to_have_value("5")
        await page.fill("#f-judges", "9")
        await page.fill("#f-drop", "2")
        await page.click("#plan-go")
        await expect(page.locator("#saved")).to_be_visible()
        await expect(page.locator("#plan-words")).to_contain_text("去掉 2 个最高分和 2 个最低分")
        plan = hall.service.contest("test").plan
        assert len(plan.seats) == 9
        assert len(hall.service.contest("test").entrants) == 3


async def test_a_plan_that_no_form_can_show_is_changed_by_its_file(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, organizer(hall, "en") as page:
        file = called(small_plan(judges=3), [])
        await hall.register(file)
        await page.goto(f"{hall.base}/contests/small/desk/plan?lang=en")
        await page.fill("#paste", "{")
        await page.click("#plan-go")
        await expect(page.locator("#plan-notice")).to_contain_text("cannot be read as JSON")
        changed = '{"plan": ' + _renamed() + "}"
        await page.fill("#paste", changed)
        await page.click("#plan-go")
        await expect(page.locator("#saved")).to_be_visible()
        contest = hall.service.contest("small")
        assert contest.plan.name.en == "Renamed"
        assert len(contest.entrants) == 4


def _renamed() -> str:
    """The small plan's file with another name, as an organizer would have edited it."""
    plan = msgspec.json.encode(small_plan(judges=3)).decode()
    return plan.replace("Small song contest", "Renamed")


async def test_a_basketball_knock_out_is_planned_by_form(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, organizer(hall) as page:
        await page.goto(f"{hall.base}/desk/new/basketball")
        await page.fill("#f-name", "男子篮球")
        await page.fill("#f-meet", "职工运动会")
        await page.fill("#f-minutes-of-period", "8")
        await expect(page.locator("#field-pools")).to_be_hidden()
        await page.select_option("#f-format", "groups_knock_out")
        await expect(page.locator("#field-pools")).to_be_visible()
        await page.select_option("#f-format", "knock_out")
        await page.fill("#f-entrants", "队名\t队员\n雄鹰\t王刚 7、李明 00\n猛虎\t孙浩 5")
        await expect(page.locator("#plan-words")).to_contain_text("打 4 节，每节 8 分钟。")
        await expect(page.locator("#read")).to_contain_text("李明 00")
        await page.click("#plan-go")
        await page.wait_for_url("**/contests/basketball-*/desk")
        contest = hall.service.contest(ContestId(page.url.split("/")[-2]))
        assert [one.number for one in contest.entrants[EntrantId("e1")].members] == ["7", "00"]
