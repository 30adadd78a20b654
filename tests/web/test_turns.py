"""While a hall runs, no thread has the interpreter for long; afterwards it is as before."""

import sys

from tests.web.hall import running_hall


async def test_turns_are_short_while_the_hall_runs() -> None:
    before = sys.getswitchinterval()
    async with running_hall(None):
        assert sys.getswitchinterval() < before / 5
    assert sys.getswitchinterval() == before
