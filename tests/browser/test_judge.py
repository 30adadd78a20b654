"""The judge's page: slider, signing and asking for leave, two tablets at once, keys alone."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.async_api import Page, ViewportSize, expect

from scoring.access import SeatHolder
from scoring.contest.commands import ClosePerformance
from scoring.contest.events import AmendmentAnswered, AmendmentRequested, SheetAmended
from scoring.contest.ids import CommandId, ContestId, CriterionId, SeatId
from scoring.contest.performance import Sheet
from scoring.contest.plan import Plan, Seat
from scoring.wording import Label
from tests.browser.chromium import chromium
from tests.browser.tablet import PHONE, answered, sent, signed_in, tablet_of, typed
from tests.browser.test_desk import desk_of
from tests.contests import STAGE, called, entrant_id, marking, small_plan
from tests.tablets import components, singing
from tests.web.hall import Hall, running_hall

TABLET = ViewportSize(width=820, height=1180)
SMALLEST = ViewportSize(width=320, height=568)
J1 = SeatId("J1")


def signed(plan: Plan) -> Plan:
    """The same, with sheets that are locked once they are handed in."""
    return replace(plan, stages=(replace(plan.judged[0], signed=True), *plan.judged[1:]))


def sheet(hall: Hall, entrant: int = 1, seat: SeatId = J1) -> Sheet:
    stage = hall.service.contest("small").stage(STAGE)
    return stage.performances[entrant_id(entrant)].sheet(seat)


def marks(hall: Hall, entrant: int = 1) -> dict[str, int]:
    given = sheet(hall, entrant).given
    return {str(one): mark for one, mark in given.marks.items()} if given else {}


async def state(page: Page, name: str) -> None:
    await expect(page.locator("#sheet-state")).to_have_attribute("data-state", name)


async def closed(hall: Hall, entrant: int, *seats: str) -> None:
    """The others mark, and the desk closes the performance."""
    for seat in seats:
        command = marking(f"other-{seat}:{entrant}", entrant, seat, "90")
        assert (await hall.give("small", command, await hall.seat("small", seat))).is_success
    close = ClosePerformance(
        id=CommandId(f"desk-close:{entrant}"), stage=STAGE, entrant=entrant_id(entrant)
    )
    answer = await hall.give("small", close, await hall.organizer())
    assert answer.is_success, answer.text


@asynccontextmanager
async def tablet_beside(desk: Page, hall: Hall, seat: str = "J1") -> AsyncGenerator[Page]:
    """A judge's tablet in a browser of its own, next to the desk's."""
    assert desk.context.browser is not None
    context = await desk.context.browser.new_context(viewport=PHONE)
    page = await context.new_page()
    await signed_in(page, hall, seat)
    yield page
    await context.close()


# The slider.


async def test_the_slider_gives_marks_of_the_plans_fineness_and_no_other(tmp_path: Path) -> None:
    file = called(small_plan(judges=3), [1])
    async with tablet_of(tmp_path / "hall.db", file, viewport=TABLET) as (hall, tablet):
        slider = tablet.get_by_role("slider", name="Overall")
        await expect(slider).to_have_attribute("aria-valuetext", "no mark yet")
        box = await slider.bounding_box()
        assert box is not None and box["height"] >= 64
        await tablet.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
        found = await tablet.locator(".criterion-mark").inner_text()
        assert 88 <= float(found) <= 96 and (float(found) * 2).is_integer()
        await slider.focus()
        await tablet.keyboard.press("End")
        await tablet.keyboard.press("ArrowDown")
        await expect(slider).to_have_attribute("aria-valuetext", "99.99")
        await tablet.keyboard.press("PageDown")
        await expect(slider).to_have_attribute("aria-valuetext", "99.49")
        await tablet.keyboard.press("Enter")
        await state(tablet, "desk")
        assert marks(hall) == {"overall": 9949}


async def test_no_mark_of_any_step_is_ever_rounded(tmp_path: Path) -> None:
    plan = small_plan(judges=3)
    stage = plan.judged[0]
    fine = replace(
        stage.scoring.criteria[0], minimum="-0.3", maximum="1.2", decimals=3, step="0.1"
    )
    scoring = replace(stage.scoring, criteria=(fine,))
    file = called(replace(plan, stages=(replace(stage, scoring=scoring),)), [1])
    async with tablet_of(tmp_path / "hall.db", file, viewport=TABLET) as (hall, tablet):
        slider = tablet.get_by_role("slider")
        await slider.focus()
        await tablet.keyboard.press("Home")
        said: list[str | None] = []
        for _ in range(16):
            said.append(await slider.get_attribute("aria-valuetext"))
            await tablet.keyboard.press("ArrowRight")
        assert said == [
            "−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8",
            "0.9", "1", "1.1", "1.2",
        ]  # fmt: skip
        for key in ("back", "back", "back", "0", ".", "2", "5"):
            await tablet.click(f"[data-key='{key}']")
        await tablet.click("#send")
        await expect(tablet.locator("#sheet-state")).to_contain_text("between the steps")
        assert marks(hall) == {}


async def test_buttons_beside_the_slider_go_on_while_they_are_held(tmp_path: Path) -> None:
    file = called(small_plan(judges=3), [1])
    async with tablet_of(tmp_path / "hall.db", file, viewport=TABLET) as (_, tablet):
        await typed(tablet, "95.5")
        await tablet.click("#step-up")
        figure = tablet.locator(".criterion-mark")
        await expect(figure).to_have_text("95.51")
        await tablet.hover("#step-down")
        await tablet.mouse.down()
        await tablet.wait_for_timeout(900)
        await tablet.mouse.up()
        held = await figure.inner_text()
        assert float(held) < 95.48
        await tablet.wait_for_timeout(300)
        assert await figure.inner_text() == held


async def test_a_phone_shows_keys_or_slider_as_the_judge_likes(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", called(small_plan(judges=3), [1])) as (_, tablet):
        await expect(tablet.locator("#pad")).to_be_visible()
        await expect(tablet.locator("#slide")).to_be_hidden()
        await tablet.click("#way")
        await expect(tablet.locator("#pad")).to_be_hidden()
        await tablet.reload()
        await expect(tablet.locator("#slide")).to_be_visible()
        await tablet.get_by_role("slider").fill("9550")
        await expect(tablet.locator("#send")).to_have_text("Send 95.5")


async def test_own_earlier_marks_lie_along_the_slider(tmp_path: Path) -> None:
    file = called(small_plan(judges=3), [1, 2, 3])
    async with tablet_of(tmp_path / "hall.db", file, viewport=TABLET) as (hall, tablet):
        for entrant, mark in ((1, "25"), (2, "75")):
            command = marking(f"own:{entrant}", entrant, "J1", mark)
            await hall.give("small", command, await hall.seat("small", "J1"))
        dots = tablet.locator(".memory-dot")
        await expect(dots).to_have_count(2)
        titles = [await dots.nth(index).get_attribute("title") for index in range(2)]
        assert titles == ["No. 2: 75.00", "No. 1: 25.00"]
        places = [await dots.nth(index).bounding_box() for index in range(2)]
        track = await tablet.locator("#memory").bounding_box()
        assert track is not None and places[0] is not None and places[1] is not None
        apart = places[0]["x"] - places[1]["x"]
        assert abs(apart - track["width"] / 2) < 2


# Signed, locked, asked.


async def test_a_signed_sheet_is_locked_and_changed_with_leave(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(signed(small_plan(judges=3)), [1]))
        async with desk_of(hall) as desk, tablet_beside(desk, hall) as tablet:
            await typed(tablet, "59")
            await expect(tablet.locator("#send")).to_have_text("Sign and hand in 59")
            await expect(tablet.locator("#request")).to_be_hidden()
            await tablet.click("#send")
            await state(tablet, "signed")
            await expect(tablet.locator("#send")).to_have_text("Signed: 59.00")
            await expect(tablet.locator("#send")).to_be_disabled()
            await tablet.keyboard.press("7")
            await expect(tablet.locator(".criterion-mark")).to_have_text("59.00")
            await tablet.click("#request")
            await tablet.fill("#reason", "95, not 59")
            await answered(tablet, "#asking-yes")
            await expect(tablet.locator("#sheet-state")).to_contain_text("has not answered yet")
            await expect(tablet.locator("#request")).to_be_hidden()
            need = desk.locator(".need-amendment")
            await expect(need).to_contain_text("Judge 1 asks to change the sheet of No. 1.")
            await expect(need).to_contain_text("95, not 59")
            await expect(need).to_contain_text("Handed in: 59.00")
            await need.get_by_role("button", name="Give leave").click()
            await expect(need).to_have_count(0)
            await expect(tablet.locator("#sheet-state")).to_contain_text("lets you change it")
            for _ in range(5):
                await tablet.keyboard.press("Backspace")
            await typed(tablet, "95")
            await tablet.click("#send")
            await state(tablet, "signed")
            assert marks(hall) == {"overall": 9500}
            await expect(tablet.locator("#request")).to_be_visible()


async def test_a_refusal_is_told_with_its_reason(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(signed(small_plan(judges=3)), [1]))
        async with desk_of(hall) as desk, tablet_beside(desk, hall) as tablet:
            await sent(tablet, "59")
            await state(tablet, "signed")
            await tablet.click("#request")
            await answered(tablet, "[data-reason] >> nth=0")
            need = desk.locator(".need-amendment")
            await expect(need).to_contain_text("Typed the wrong number")
            await need.get_by_role("button", name="Refuse …").click()
            await desk.fill("#weigh-reason", "The paper says 59, too")
            await desk.click("#weigh-yes")
            await expect(tablet.locator("#sheet-state")).to_contain_text("The paper says 59, too")
            events = list(hall.service.contest("small").history)[-2:]
            assert [type(one) for one in events] == [AmendmentRequested, AmendmentAnswered]
            await expect(tablet.locator("#request")).to_be_visible()
            assert marks(hall) == {"overall": 5900}


async def test_leave_for_a_closed_performance_calls_the_judge_back(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(signed(small_plan(judges=3)), [2, 1]))
        async with desk_of(hall) as desk, tablet_beside(desk, hall) as tablet:
            await sent(tablet, "59")
            await state(tablet, "signed")
            await closed(hall, 1, "J2", "J3")
            await state(tablet, "closed")
            await tablet.click("#request")
            await answered(tablet, "[data-reason] >> nth=0")
            await desk.locator(".need-amendment").get_by_role("button", name="Give leave").click()
            await desk.click("#confirm-yes")
            await expect(tablet.locator("#sheet-state")).to_contain_text("lets you change it")
            await tablet.click("[data-entrant='e2']")
            await expect(tablet.locator("#announce")).to_contain_text("You may change No. 1")
            await tablet.click("#announce")
            await expect(tablet.locator("#number")).to_have_text("1")
            for _ in range(5):
                await tablet.keyboard.press("Backspace")
            await sent(tablet, "95")
            await state(tablet, "signed")
            assert marks(hall) == {"overall": 9500}


async def test_signing_and_asking_wait_for_the_network_in_order(tmp_path: Path) -> None:
    file = called(signed(small_plan(judges=3)), [1])
    async with tablet_of(tmp_path / "hall.db", file) as (hall, tablet):
        await expect(tablet.locator("#line")).to_have_text("Connected")
        await tablet.context.set_offline(True)
        await sent(tablet, "59")
        await state(tablet, "kept")
        await expect(tablet.locator("#send")).to_have_text("Signed: 59")
        await tablet.keyboard.press("7")
        await tablet.click("#request")
        await answered(tablet, "[data-reason] >> nth=0")
        await expect(tablet.locator("#sheet-state")).to_contain_text("request is kept here")
        await expect(tablet.locator("#line")).to_contain_text("2 kept here")
        assert marks(hall) == {}
        await tablet.context.set_offline(False)
        await expect(tablet.locator("#sheet-state")).to_contain_text("has not answered yet")
        assert marks(hall) == {"overall": 5900}
        request = sheet(hall).request
        assert request is not None and request.reason == "Typed the wrong number"


async def test_an_unusual_mark_asks_also_without_network(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", called(singing(), [1, 2, 3, 4])) as (hall, tablet):
        for entrant in (1, 2, 3):
            await closed(hall, entrant, "J1", "J2", "J3")
        await expect(tablet.locator("#past-count")).to_have_text("3")
        await tablet.context.set_offline(True)
        await sent(tablet, "9.5")
        await expect(tablet.locator("#ask-text")).to_contain_text("9.5? Usually around 90 here.")
        await answered(tablet, "#ask-yes")
        await state(tablet, "kept")


# Two tablets on one seat.


async def test_two_tablets_of_a_seat_overwrite_nothing_and_the_head_judge_chooses(
    tmp_path: Path,
) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(signed(small_plan(judges=3)), [1]))
        async with (
            desk_of(hall) as desk,
            tablet_beside(desk, hall) as first,
            tablet_beside(desk, hall) as second,
        ):
            await expect(second.locator("[data-key='9']")).to_be_visible()
            await second.context.set_offline(True)
            await sent(first, "91")
            await state(first, "signed")
            await sent(second, "95")
            await state(second, "kept")
            await second.context.set_offline(False)
            refused = second.locator("#refusals")
            await expect(refused).to_contain_text("Both are kept; the head judge chooses.")
            assert marks(hall) == {"overall": 9100}
            assert [one.marks for one in sheet(hall).contested] == [{CriterionId("overall"): 9500}]
            await expect(desk.locator(".need-contested")).to_contain_text("two devices sent")
            await desk.get_by_role("link", name="Compare and choose").click()
            versions = desk.locator("#seat-J1-0 .version")
            await expect(versions).to_have_count(2)
            boxes = [await versions.nth(index).bounding_box() for index in range(2)]
            assert boxes[0] is not None and boxes[1] is not None
            assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]
            await expect(versions.nth(0)).to_contain_text("91.00")
            await expect(versions.nth(1)).to_contain_text("95.00")
            await versions.nth(1).get_by_role("button", name="Choose this one").click()
            await desk.click("#weigh-yes")
            await expect(desk.locator("#why")).to_contain_text(
                "Judge 1: of 2 versions 95.00 was chosen."
            )
            assert marks(hall) == {"overall": 9500} and sheet(hall).contested == ()
            chosen = hall.service.contest("small").history[hall.service.contest("small").seq - 1]
            assert isinstance(chosen, SheetAmended) and "other device" in chosen.reason
            for tablet in (first, second):
                await expect(tablet.locator(".criterion-mark")).to_have_text("95.00")


# Trainees.


async def test_a_trainee_marks_beside_the_panel_and_only_the_desk_sees_it(tmp_path: Path) -> None:
    plan = small_plan(judges=3)
    taught = replace(plan.judged[0], trainees=(SeatId("T"),), publish_marks=True)
    seats = (*plan.seats, Seat(id=SeatId("T"), name=Label(zh="见习", en="Tessa")))
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(replace(plan, seats=seats, stages=(taught,)), [1]))
        async with desk_of(hall) as desk, tablet_beside(desk, hall, "T") as tablet:
            await expect(tablet.locator("#trainee")).to_have_text("Trainee, not counted")
            await sent(tablet, "93.21")
            await state(tablet, "desk")
            for seat in ("J1", "J2", "J3"):
                command = marking(f"other-{seat}:1", 1, seat, "90")
                await hall.give("small", command, await hall.seat("small", seat))
            await expect(desk.locator("#trainees-e1")).to_contain_text("Tessa 93.21 +3.21")
            await expect(desk.locator("#cell-e1-T-0")).to_have_count(0)
            await closed(hall, 1)
            for address in ("/contests/small", "/contests/small/entrants/e1"):
                page = await hall.client.get(f"{address}?lang=en")
                assert page.is_success and "90.00" in page.text
                assert "93.21" not in page.text and "Tessa" not in page.text


# Keys alone, and the smallest phone.


async def test_a_judge_who_has_only_a_keyboard_does_everything(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(signed(components()), [1]))
        page = await browser.new_page(viewport=TABLET)
        keys = page.keyboard
        holder = SeatHolder(ContestId("small"), J1)
        invitation = await hall.service.keys.invite(holder)
        await page.goto(f"{hall.base}/enter?lang=en")
        await tab_to(page, "#secret")
        await keys.type(invitation.code)
        await keys.press("Enter")
        await page.wait_for_url("**/contests/small/seats/J1")
        await expect(page.locator("#number")).to_have_text("1")
        await keys.type("88")
        await keys.press("ArrowDown")
        await keys.type("90")
        await keys.press("ArrowUp")
        await keys.press("Backspace")
        await keys.type("9")
        await keys.press("ArrowDown")
        await keys.press("ArrowDown")
        await keys.type("91.5")
        await keys.press("ArrowDown")
        await keys.type("-2")
        await keys.press("Enter")
        await state(page, "signed")
        assert marks(hall) == {"voice": 8900, "style": 9000, "stage": 9150, "grade": -2}
        await tab_to(page, "#request")
        await keys.press("Enter")
        await tab_to(page, "#reason")
        await keys.type("Style was 95")
        await page.wait_for_timeout(600)
        await keys.press("Enter")
        await expect(page.locator("#sheet-state")).to_contain_text("has not answered yet")
        call = {"type": "call", "id": "desk-b:9", "stage": STAGE, "entrant": "e2"}
        await hall.client.post(
            "/api/contests/small/commands", json=call, headers=await hall.organizer()
        )
        await expect(page.locator("#announce")).to_contain_text("歌手2")
        await keys.press("Enter")
        await expect(page.locator("#number")).to_have_text("2")
        await tab_to(page, "#range")
        await keys.press("End")
        await expect(page.locator(".criterion-mark").first).to_have_text("100")


async def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until this element has the focus."""
    for _ in range(60):
        if await page.locator(wanted).evaluate("one => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with Tab")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("plan", [small_plan(judges=3), components()], ids=["one", "several"])
async def test_the_smallest_phone_shows_the_mark_all_keys_and_the_button(
    tmp_path: Path, plan: Plan, language: str
) -> None:
    file = called(signed(plan), [1, 2])
    async with tablet_of(tmp_path / "hall.db", file, viewport=SMALLEST) as (_, tablet):
        await tablet.goto(f"{tablet.url.partition('?')[0]}?lang={language}")
        await expect(tablet.locator("#send")).to_be_visible()
        await typed(tablet, "95.5")
        for one in ("#send", ".criterion[aria-pressed='true']", "[data-key='back']"):
            box = await tablet.locator(one).bounding_box()
            assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 320
            assert box["y"] >= 0 and box["y"] + box["height"] <= 568
        send = await tablet.locator("#send").bounding_box()
        key = await tablet.locator("[data-key='back']").bounding_box()
        assert send is not None and key is not None and key["y"] + key["height"] <= send["y"]
        assert await tablet.evaluate("document.documentElement.scrollWidth") == 320
        assert await tablet.evaluate("scrollY") == 0


async def test_the_screen_stays_on_while_the_page_is_seen(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(small_plan(judges=3), [1]))
        page = await browser.new_page()
        await page.add_init_script(
            """window.asked = [];
            Object.defineProperty(navigator, "wakeLock", { value: {
              request: (kind) => { window.asked.push(kind); return Promise.resolve({}); } } });"""
        )
        await signed_in(page, hall, "J1")
        await expect(page.locator("#send")).to_be_visible()
        assert await page.evaluate("window.asked") == ["screen"]
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert await page.evaluate("window.asked.length") == 2
