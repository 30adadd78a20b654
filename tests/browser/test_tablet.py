"""Everything that a tablet records, from the tap to what the desk holds and the board shows."""

from pathlib import Path

import pytest
from playwright.async_api import ViewportSize, expect

from scoring.contest.commands import ClosePerformance
from scoring.contest.ids import CommandId, EntrantId, SeatId
from scoring.contest.performance import Given, Performance
from tests.browser.chromium import chromium
from tests.browser.tablet import PHONE, answered, sent, signed_in, tablet_of, typed
from tests.contests import STAGE, called, entrant_id, marking, small_plan
from tests.tablets import (
    all_called,
    components,
    dancing,
    diving,
    kicking,
    running,
    singing,
)
from tests.web.hall import Hall, running_hall

J1 = SeatId("J1")
SMALLEST = ViewportSize(width=320, height=568)


def performance(hall: Hall, entrant: int) -> Performance:
    return hall.service.contest("small").stage(STAGE).performances[entrant_id(entrant)]


def given(hall: Hall, entrant: int, attempt: int = 0) -> Given | None:
    return performance(hall, entrant).sheet(J1, attempt).given


def marks(hall: Hall, entrant: int, attempt: int = 0) -> dict[str, int]:
    found = given(hall, entrant, attempt)
    assert found is not None
    return {str(criterion): mark for criterion, mark in found.marks.items()}


async def closed(hall: Hall, entrant: int, *absent: SeatId) -> None:
    command = CommandId(f"desk-close:{entrant}")
    close = ClosePerformance(id=command, stage=STAGE, entrant=entrant_id(entrant), absent=absent)
    answer = await hall.give("small", close, await hall.organizer())
    assert answer.is_success, answer.text


async def test_kicks_are_counted_by_tapping_and_reach_the_board(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall, chromium() as browser:
        await hall.register(called(kicking(), [1]))
        board, tablet = await browser.new_page(), await browser.new_page(viewport=PHONE)
        await board.goto(f"{hall.base}/contests/small?lang=en")
        await signed_in(tablet, hall, "J1")
        for _ in range(12):
            await tablet.click("[data-plus='kicks']")
        await tablet.click("[data-minus='kicks']")
        await tablet.click("[data-plus='drops']")
        await expect(tablet.locator("#send")).to_have_text("Send 11 / 1")
        await tablet.reload()
        await expect(tablet.locator("#send")).to_have_text("Send 11 / 1")
        await tablet.click("#send")
        await expect(tablet.locator("#sheet-state")).to_have_attribute("data-state", "desk")
        assert marks(hall, 1) == {"kicks": 11, "drops": 1}
        await closed(hall, 1)
        await expect(board.locator("#rows")).to_contain_text("8")


async def test_the_counting_key_fills_the_lower_half(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", called(kicking(), [1])) as (_, tablet):
        await expect(tablet.locator("[data-plus='kicks']")).to_be_visible()
        box = await tablet.locator("[data-plus='kicks']").bounding_box()
        assert box is not None
        assert box["height"] > PHONE["height"] * 0.49
        assert box["y"] + box["height"] > PHONE["height"] - 20
        assert box["width"] > PHONE["width"] / 2


async def test_a_count_can_be_typed_and_the_minute_keeps_nothing(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", called(kicking(), [1])) as (hall, tablet):
        await tablet.click("#watch")
        await expect(tablet.locator("#watch")).to_have_text("59 s")
        await tablet.click("#watch")
        await expect(tablet.locator("#watch")).to_have_text("60 s")
        await tablet.click("#by-digits")
        await typed(tablet, "57")
        await expect(tablet.locator("#send")).to_have_text("Send 57 / 0")
        await tablet.click("#send")
        await expect(tablet.locator("#sheet-state")).to_have_attribute("data-state", "desk")
        assert marks(hall, 1) == {"kicks": 57}


async def test_taps_while_a_count_is_on_its_way_are_not_lost(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", called(kicking(), [1])) as (hall, tablet):
        for _ in range(3):
            await tablet.click("[data-plus='kicks']")
        await tablet.evaluate(
            """() => {
              document.getElementById("send").click();
              const key = document.querySelector("[data-plus='kicks']");
              key.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
            }"""
        )
        await expect(tablet.locator("#send")).to_have_text("Change to 4 / 0")
        await expect(tablet.locator("#sheet-state")).to_contain_text("At the desk: 3")
        assert marks(hall, 1) == {"kicks": 3}


async def test_a_time_is_typed_as_on_sports_clocks_and_the_next_run_follows(
    tmp_path: Path,
) -> None:
    async with tablet_of(tmp_path / "hall.db", called(running(), [1])) as (hall, tablet):
        figure = tablet.locator(".criterion-mark")
        for key, shown in (("1", "0.01"), ("0", "0.10"), ("2", "1.02"), ("4", "10.24")):
            await tablet.click(f"[data-key='{key}']")
            await expect(figure).to_have_text(shown)
        await tablet.click("[data-key='5']")
        await expect(figure).to_have_text("1:02.45")
        await tablet.click("#send")
        await expect(tablet.locator("[data-attempt='2']")).to_have_attribute(
            "aria-pressed", "true"
        )
        await expect(tablet.locator("[data-attempt='1']")).to_contain_text("At the desk 1:02.45")
        await sent(tablet, "17245")
        await expect(tablet.locator("#sheet-state")).to_contain_text("seconds end at 59")
        assert (marks(hall, 1, 1), given(hall, 1, 2)) == ({"time": 6245}, None)


async def test_an_official_records_that_there_is_no_result(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", called(running(), [1])) as (hall, tablet):
        await tablet.click("#no-result")
        await expect(tablet.locator("#outcome-title")).to_have_text(
            "No result for No. 1 歌手1, Run 1?"
        )
        await answered(tablet, "[data-outcome='dnf']")
        await tablet.click("#outcome-yes")
        await expect(tablet.locator("[data-attempt='1']")).to_contain_text("did not finish")
        await expect(tablet.locator("[data-attempt='1'] .chip-state")).to_have_attribute(
            "data-state", "desk"
        )
        assert given(hall, 1, 1) == Given({}, "dnf")


async def test_a_judge_of_the_panel_has_no_such_button(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", called(diving(), [1])) as (_, tablet):
        await expect(tablet.locator("#send")).to_be_visible()
        await expect(tablet.locator("#no-result")).to_be_hidden()


async def test_dives_follow_each_other_and_one_can_be_chosen_again(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", called(diving(), [1])) as (hall, tablet):
        for attempt, mark in enumerate(("8.5", "7.0", "9.5"), start=1):
            chip = tablet.locator(f"[data-attempt='{attempt}']")
            await expect(chip).to_have_attribute("aria-pressed", "true")
            await sent(tablet, mark)
            await expect(chip).to_contain_text(mark)
        await tablet.click("[data-attempt='2']")
        await expect(tablet.locator(".criterion-mark")).to_have_text("7.0")
        await sent(tablet, "7.5")
        await expect(tablet.locator("#sheet-state")).to_have_text("At the desk")
        assert [marks(hall, 1, attempt)["dive"] for attempt in (1, 2, 3)] == [85, 75, 95]


async def test_couples_are_placed_one_after_another_and_a_place_says_whose_it_is(
    tmp_path: Path,
) -> None:
    async with tablet_of(tmp_path / "hall.db", all_called(dancing())) as (hall, tablet):
        for couple, place in ((1, 2), (2, 1), (3, 4)):
            await expect(tablet.locator("#number")).to_have_text(str(couple))
            await tablet.click(f"[data-choice='{place}']")
            await tablet.click("#send")
        await expect(tablet.locator("#number")).to_have_text("4")
        await expect(tablet.locator("[data-choice='1']")).to_have_text("1No. 2")
        await expect(tablet.locator("[data-choice='3']")).to_have_text("3")
        await tablet.click("[data-choice='4']")
        await expect(tablet.locator("#sheet-state")).to_contain_text("Place 4 is given to No. 3")
        await tablet.click("[data-choice='3']")
        await tablet.click("#send")
        await expect(tablet.locator("[data-attempt='2']")).to_have_attribute(
            "aria-pressed", "true"
        )
        await expect(tablet.locator("#number")).to_have_text("1")
        await expect(tablet.locator("#line")).to_have_text("Connected")
        assert [marks(hall, couple, 1)["place"] for couple in (1, 2, 3, 4)] == [2, 1, 4, 3]


async def test_crosses_are_given_to_the_whole_field_at_once(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", all_called(dancing(crosses=2))) as (hall, tablet):
        await tablet.click("[data-cross='e2']")
        await expect(tablet.locator("#number")).to_have_text("1/2")
        await tablet.click("#send")
        await expect(tablet.locator("#ask-text")).to_contain_text("1 chosen, but 2")
        await answered(tablet, "#ask-no")
        assert given(hall, 2, 1) is None
        await tablet.click("[data-cross='e4']")
        await tablet.click("#send")
        await expect(tablet.locator("[data-attempt='2']")).to_have_attribute(
            "aria-pressed", "true"
        )
        await expect(tablet.locator("#line")).to_have_text("Connected")
        assert [marks(hall, couple, 1)["cross"] for couple in (1, 2, 3, 4)] == [0, 1, 0, 1]


async def test_the_button_leads_through_the_criteria_and_a_default_needs_no_entry(
    tmp_path: Path,
) -> None:
    async with tablet_of(tmp_path / "hall.db", called(components(), [1])) as (hall, tablet):
        await expect(tablet.locator("[data-index='4']")).to_contain_text("0 if left empty")
        for mark, following in (("88", "Style"), ("90", "Presence"), ("91.5", "Grade")):
            await typed(tablet, mark)
            await expect(tablet.locator("#send")).to_have_text(f"Next: {following}")
            await tablet.click("#send")
        await tablet.click("[data-choice='-2']")
        await tablet.click("#send")
        await expect(tablet.locator("#sheet-state")).to_have_attribute("data-state", "desk")
        assert marks(hall, 1) == {"voice": 8800, "style": 9000, "stage": 9150, "grade": -2}


async def test_a_mark_far_from_the_usual_is_asked_about_and_never_stopped(tmp_path: Path) -> None:
    async with tablet_of(tmp_path / "hall.db", called(singing(), [1, 2, 3, 4])) as (hall, tablet):
        for entrant, mark in ((1, "91.4"), (2, "92.4"), (3, "93.4")):
            for seat in ("J1", "J2", "J3"):
                command = marking(f"other-{seat}:{entrant}", entrant, seat, mark)
                answer = await hall.give("small", command, await hall.seat("small", seat))
                assert answer.is_success, answer.text
            await closed(hall, entrant)
        await expect(tablet.locator("#past-count")).to_have_text("3")
        await sent(tablet, "9.5")
        await expect(tablet.locator("#ask-text")).to_have_text(
            "9.5? Usually around 92 here. Is it what you mean?"
        )
        await answered(tablet, "#ask-no")
        assert given(hall, 4) is None
        await tablet.click("#send")
        await expect(tablet.locator("#ask-yes")).to_have_text("Yes, send 9.5")
        await answered(tablet, "#ask-yes")
        await expect(tablet.locator("#sheet-state")).to_have_attribute("data-state", "desk")
        assert marks(hall, 4) == {"overall": 950}
        await sent(tablet, "92.4")
        await expect(tablet.locator("#sheet-state")).to_have_text("At the desk")
        assert marks(hall, 4) == {"overall": 9240}


async def test_the_same_mark_as_before_is_mentioned(tmp_path: Path) -> None:
    file = called(small_plan(judges=3), [1, 2])
    async with tablet_of(tmp_path / "hall.db", file) as (hall, tablet):
        command = marking("other:1", 1, "J1", "95.5")
        await hall.give("small", command, await hall.seat("small", "J1"))
        await expect(tablet.locator("#past-count")).to_have_text("1")
        await typed(tablet, "95.5")
        await expect(tablet.locator("#sheet-state")).to_contain_text("You gave 95.5 to No. 1, too")


@pytest.mark.parametrize("viewport", [SMALLEST, PHONE], ids=lambda size: f"{size['width']}")
async def test_one_mark_fits_a_small_phone_and_no_key_moves_when_somebody_is_called(
    tmp_path: Path, viewport: ViewportSize
) -> None:
    file = called(small_plan(judges=3), [1])
    async with tablet_of(tmp_path / "hall.db", file, viewport=viewport) as (hall, tablet):
        await expect(tablet.locator("#send")).to_be_visible()
        send = await tablet.locator("#send").bounding_box()
        assert send is not None and send["y"] + send["height"] <= viewport["height"]
        assert await tablet.evaluate("scrollY") == 0
        sizes: list[list[float]] = await tablet.evaluate(
            "[...document.querySelectorAll('#pad .key')].map(k => [k.offsetWidth, k.offsetHeight])"
        )
        assert len(sizes) == 12 and min(min(size) for size in sizes) >= 64
        before = await tablet.locator("[data-key='5']").bounding_box()
        call = {"type": "call", "id": "desk-b:9", "stage": STAGE, "entrant": EntrantId("e2")}
        await hall.client.post(
            "/api/contests/small/commands", json=call, headers=await hall.organizer()
        )
        await expect(tablet.locator("#announce")).to_contain_text("歌手2")
        assert await tablet.locator("[data-key='5']").bounding_box() == before


async def test_a_performance_closed_while_a_judge_types_stays_and_says_so(tmp_path: Path) -> None:
    file = called(small_plan(judges=4), [1])
    async with tablet_of(tmp_path / "hall.db", file) as (hall, tablet):
        await typed(tablet, "95")
        for seat in ("J2", "J3", "J4"):
            command = marking(f"other-{seat}:1", 1, seat, "90")
            await hall.give("small", command, await hall.seat("small", seat))
        await closed(hall, 1, J1)
        await expect(tablet.locator("#sheet-state")).to_contain_text("Closed without your mark")
        await expect(tablet.locator("#name")).to_have_text("歌手1")
        await expect(tablet.locator("#send")).to_be_disabled()
