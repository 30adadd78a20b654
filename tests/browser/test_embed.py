"""The board inside somebody else's page: framed there and live, and no other page can be."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import expect

from scoring.contest.commands import Call
from scoring.contest.ids import CommandId
from tests.browser.chromium import chromium
from tests.contests import called, entrant_id, small_plan
from tests.web.hall import running_hall


@asynccontextmanager
async def village_website(framed: str) -> AsyncGenerator[str]:
    """A page of another origin with one frame in it."""
    body = f'<!doctype html><title>Village</title><iframe src="{framed}"></iframe>'.encode()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_the_board_is_live_inside_another_page() -> None:
    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(called(small_plan(), []))
        address = f"{hall.base}/contests/small/embed?lang=zh"
        async with village_website(address) as website:
            page = await browser.new_page()
            await page.goto(website)
            board = page.frame_locator("iframe").locator("#board")
            await expect(board).to_contain_text("歌手1")
            stage = small_plan().stages[0].id
            call = Call(id=CommandId("t:1"), stage=stage, entrant=entrant_id(3))
            await hall.give("small", [call], await hall.organizer())
            await expect(board.locator(".spot")).to_contain_text("歌手3", timeout=5000)


async def test_no_other_page_can_be_framed_by_strangers() -> None:
    async with running_hall(None) as hall, chromium() as browser:
        await hall.register(called(small_plan(), []))
        async with village_website(f"{hall.base}/contests/small?lang=zh") as website:
            page = await browser.new_page()
            refused: list[str] = []
            page.on("console", lambda message: refused.append(message.text))
            await page.goto(website)
            await page.wait_for_timeout(300)
            assert any("frame-ancestors" in one for one in refused)
