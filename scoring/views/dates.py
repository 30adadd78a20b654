"""When a match begins, as short as is clear."""

from scoring.wording import Message, say

_MONTHS = (
    say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun"),
    say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec"),
)  # fmt: skip


def when(start: str, *, dated: bool) -> Message | str:
    """Of "2024-11-02T09:30" the time, and before it the day where that is not clear by itself."""
    date, _, time = start.partition("T")
    if not dated:
        return time
    month, day = map(int, date.split("-")[1:])
    return say("{day} {month} {time}", day=day, month=_MONTHS[month - 1], time=time)
