"""Corrections in Chromium: the preview, the reason, the board, and taking it back again."""

from pathlib import Path

from playwright.async_api import Page, expect

from scoring.contest.commands import ClosePerformance
from scoring.contest.ids import CommandId
from tests.browser.test_desk import all_mark, desk_of
from tests.contests import STAGE, called, entrant_id, marking, small_plan
from tests.web.hall import Hall, running_hall


async def sung(hall: Hall, marks: dict[int, str]) -> None:
    """Four singers and three judges, of whom the better half goes on."""
    await hall.register(called(small_plan(entrants=4, judges=3), list(marks)))
    for entrant, mark in marks.items():
        await all_mark(hall, entrant, mark)
        close = ClosePerformance(
            id=CommandId(f"closing:{entrant}"), stage=STAGE, entrant=entrant_id(entrant)
        )
        assert (await hall.give("small", close, await hall.organizer())).is_success


async def entrant_page(page: Page, hall: Hall, entrant: int) -> None:
    await page.goto(f"{hall.base}/contests/small/desk/entrants/e{entrant}?lang=en")


async def test_a_correction_is_weighed_confirmed_shown_and_undone(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await sung(hall, {1: "95.00", 2: "93.00", 3: "92.00", 4: "90.00"})
        async with desk_of(hall) as page:
            assert page.context.browser is not None
            board = await page.context.browser.new_page()
            await board.goto(f"{hall.base}/contests/small?lang=en")
            await expect(board.locator("#r-e3")).to_contain_text("92.00")
            await entrant_page(page, hall, 3)
            await page.click("#correct-J2-0 summary")
            await page.fill("#m-J2-0-overall", "９９。９９")
            await page.click("#correct-J2-0 button[type='submit']")
            effect = page.locator("#weigh-effect")
            await expect(effect).to_contain_text("No score and no place changes")
            await page.click("#weigh [data-close]")
            assert await page.input_value("#m-J2-0-overall") == "９９。９９"
            await corrected(page, "J1", "97.00")
            await page.click("#weigh-yes")
            assert await page.locator("#weigh-reason").evaluate("one => !one.validity.valid")
            await page.fill("#weigh-reason", "digits swapped")
            await page.click("#weigh-yes")
            await expect(page.locator("#done")).to_be_visible()
            await expect(page.locator("#seat-J1-0 .marks")).to_contain_text("97.00")
            assert await page.input_value("#m-J2-0-overall") == "９９。９９"
            await page.click("#correct-J2-0 button[type='submit']")
            await expect(effect).to_contain_text(
                "No. 3 歌手3: 92.00\xa0→\xa097.00, place 3\xa0→\xa01"
            )
            await expect(effect).to_contain_text("In: No. 3 歌手3.")
            await expect(effect).to_contain_text("Out: No. 2 歌手2.")
            await page.fill("#weigh-reason", "digits swapped")
            await page.click("#weigh-yes")
            await expect(page.locator("#entrant-head")).to_contain_text("97.00")
            await expect(board.locator("#r-e3")).to_contain_text("97.00")

            await page.goto(f"{hall.base}/contests/small/desk/history?lang=en")
            newest = page.locator("#events > li").first
            await expect(newest).to_contain_text("Judge 2: sheet of No. 3 歌手3 corrected.")
            await expect(newest).to_contain_text("92.00 → 99.99")
            await newest.locator("[data-undo]").click()
            await expect(effect).to_contain_text("97.00\xa0→\xa092.00")
            await page.fill("#weigh-reason", "it was right")
            await page.click("#weigh-yes")
            await expect(board.locator("#r-e3")).to_contain_text("92.00")
            await expect(page.locator("#events > li.undone")).to_have_count(1)
            await page.locator("#events > li").first.locator("[data-again]").click()
            await expect(effect).to_contain_text("92.00\xa0→\xa097.00")
            await page.fill("#weigh-reason", "it was wrong after all")
            await page.click("#weigh-yes")
            await expect(board.locator("#r-e3")).to_contain_text("97.00")


async def corrected(page: Page, seat: str, mark: str) -> None:
    await page.click(f"#correct-{seat}-0 summary")
    await page.fill(f"#m-{seat}-0-overall", mark)
    await page.click(f"#correct-{seat}-0 button[type='submit']")
    await expect(page.locator("#weigh-effect")).not_to_contain_text("Working out")


async def test_a_refusal_keeps_what_was_typed(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await sung(hall, {1: "95.00"})
        async with desk_of(hall) as page:
            await entrant_page(page, hall, 1)
            await corrected(page, "J1", "101")
            await expect(page.locator("#weigh-notice")).to_contain_text("out of range")
            await expect(page.locator("#weigh-yes")).to_have_attribute("aria-disabled", "true")
            await page.click("#weigh [data-close]")
            assert await page.input_value("#m-J1-0-overall") == "101"


async def test_the_page_follows_and_keeps_what_was_typed(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=4, judges=3), [1]))
        async with desk_of(hall) as page:
            await entrant_page(page, hall, 1)
            await page.click("#correct-J1-0 summary")
            await page.fill("#m-J1-0-overall", "96.5")
            await all_mark(hall, 1, "95.00")
            await expect(page.locator("#seat-J2-0 .marks")).to_contain_text("95.00")
            assert await page.input_value("#m-J1-0-overall") == "96.5"
            await page.click("#correct-J1-0 button[type='submit']")
            await expect(page.locator("#weigh-changes")).to_contain_text("95.00\xa0→\xa096.5")


async def test_sheets_of_the_wrong_entrant_are_moved_by_number(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=4, judges=3), [1]))
        await all_mark(hall, 1, "95.00")
        async with desk_of(hall) as page:
            await entrant_page(page, hall, 1)
            await page.click("#move summary")
            await page.fill("#move-to", "9")
            await expect(page.locator("#move-who")).to_contain_text("nobody with this number")
            await page.fill("#move-to", "2")
            await expect(page.locator("#move-who")).to_contain_text("歌手2")
            await page.uncheck("#move-form [value='J3']")
            await page.click("#move-form button[type='submit']")
            await page.fill("#weigh-reason", "wrong singer on the tablet")
            await page.click("#weigh-yes")
            await expect(page.locator("#seat-J1-0")).to_contain_text("Not marked")
        performances = hall.service.contest("small").stage(STAGE).performances
        given = {one: set(played.given()) for one, played in performances.items()}
        assert given == {"e1": {"J3"}, "e2": {"J1", "J2"}}


async def test_two_versions_of_a_sheet_wait_for_a_choice(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=4, judges=3), [1]))
        await all_mark(hall, 1, "95.00")
        other = marking("other-tablet:1", 1, "J1", "59.00")
        assert (await hall.give("small", other, await hall.seat("small", "J1"))).is_error
        async with desk_of(hall) as page:
            await entrant_page(page, hall, 1)
            await page.click("#seat-J1-0 .version:not(.current) [data-choose]")
            await expect(page.locator("#weigh-changes")).to_contain_text("95.00\xa0→\xa059.00")
            await page.click("#weigh-yes")
            await expect(page.locator("#seat-J1-0")).not_to_contain_text("Contested")
            await expect(page.locator("#seat-J1-0 .marks")).to_contain_text("59.00")


async def test_a_no_show_is_recorded_and_taken_back_and_a_withdrawal_too(tmp_path: Path) -> None:
    async with running_hall(tmp_path / "hall.db") as hall:
        await hall.register(called(small_plan(entrants=4, judges=3), [1]))
        async with desk_of(hall) as page:
            await entrant_page(page, hall, 1)
            for button, word in (
                ("Did not come", "There are no sheets"),
                ("Take back the no-show", "Sheets"),
                ("Withdraw …", "Withdrawn"),
                ("Let back in", "On stage"),
                ("Disqualify …", "Disqualified"),
                ("Take back the disqualification", "On stage"),
            ):
                await page.click(f"#acts button:text-is('{button}')")
                await expect(page.locator("#weigh-effect")).not_to_contain_text("Working out")
                if button != "Did not come":
                    await page.fill("#weigh-reason", "as the head judge said")
                await page.click("#weigh-yes")
                await expect(page.locator("#weigh")).to_be_hidden()
                await expect(page.locator("#entrant")).to_contain_text(word)
        contest = hall.service.contest("small")
        assert contest.stage(STAGE).performances[entrant_id(1)].phase == "open"
        assert not contest.withdrawn
