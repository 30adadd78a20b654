"""Names of things: every id is a type of its own, so that two cannot be swapped."""

from typing import NewType

from msgspec import Meta

END = r"$(?!\n)"
"""The end of a text in a pattern; `$` alone would let a line break follow."""
WORD = Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,39}" + END)
"""What an id looks like where it is given: up to 40 letters, digits, hyphens, underscores."""
MATCH = Meta(pattern="^[A-Za-z0-9_-]{1,40}" + END)
DEVICE_AND_COUNT = Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,39}:[0-9]{1,15}" + END)

MeetId = NewType("MeetId", str)
ContestId = NewType("ContestId", str)
StageId = NewType("StageId", str)
EntrantId = NewType("EntrantId", str)
GroupId = NewType("GroupId", str)
SeatId = NewType("SeatId", str)
CriterionId = NewType("CriterionId", str)
StepId = NewType("StepId", str)
PanelId = NewType("PanelId", str)
MemberId = NewType("MemberId", str)

CommandId = NewType("CommandId", str)
"""Made by the device that asks: its name, a colon, and a number that it counts up."""


def device_and_count(command: CommandId) -> tuple[str, int]:
    """Take a command id apart: ``"tablet-7:42"`` is number 42 of the device "tablet-7"."""
    device, _, count = command.partition(":")
    return device, int(count)
