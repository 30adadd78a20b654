"""Officials for tests: accounts with a role in a meet, signed in with a browser of their own."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx

from scoring.access import Role
from scoring.contest.ids import MeetId
from tests.web.hall import Hall

PASSWORD = "osmanthus in the rain"  # noqa: S105 - of a test


async def employ(hall: Hall, name: str, role: Role | None, meet: str = "test-meet") -> None:
    """Make an account if it is new, and give it a role."""
    await hall.service.accounts.add(name, PASSWORD)
    await hall.service.accounts.set_role(name, MeetId(meet), role)


async def cookies_of(hall: Hall, name: str) -> dict[str, str]:
    """The cookie of a new session, without the detour over the login."""
    account = hall.service.accounts.find(name)
    assert account is not None
    token = await hall.service.accounts.begin(account)
    assert token is not None
    return {"session": token}


@asynccontextmanager
async def browser(hall: Hall, name: str) -> AsyncGenerator[httpx.AsyncClient]:
    """A browser on our own pages, signed in as this account."""
    headers = {"Origin": hall.base, "Content-Type": "application/json"}
    async with httpx.AsyncClient(
        base_url=hall.base, headers=headers, cookies=await cookies_of(hall, name)
    ) as client:
        yield client
