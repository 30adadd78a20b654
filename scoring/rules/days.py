"""Days and minutes as they are written: "2024-11-02", "2024-11-02T09:30", at the venue."""

from calendar import monthrange, timegm

_DAY = 24 * 60
_LAST_YEAR = 9998
"""The one after is the last that calendars know, and a match may end in the next."""


class BadTime(ValueError):
    """A day that is in no calendar, or a time that is on no clock."""


def is_day(text: str) -> bool:
    """Whether a day of figures in their places is in the calendar."""
    year, month, date = (int(one) for one in text.split("-"))
    in_year = 1 <= year <= _LAST_YEAR and 1 <= month <= 12  # noqa: PLR2004 - of a year
    return in_year and 1 <= date <= monthrange(year, month)[1]


def minute(text: str) -> int:
    """Minutes since 1970 of "2024-11-02T09:30"; raises BadTime for a day that there is not."""
    day, _, clock = text.partition("T")
    hour, minutes = (int(one) for one in clock.split(":"))
    if not is_day(day) or hour > 23 or minutes > 59:  # noqa: PLR2004 - of a clock
        raise BadTime(text)
    year, month, date = (int(one) for one in day.split("-"))
    return timegm((year, month, date, hour, minutes, 0)) // 60


def is_minute(text: str) -> bool:
    """Whether a day and a time of figures in their places is on the clock of a day there is."""
    try:
        minute(text)
    except BadTime:
        return False
    return True


def minute_text(at: int, like: str) -> str:
    """The text of a minute on the day of `like`, or on one of the days after."""
    day = like.partition("T")[0]
    year, month, date = (int(one) for one in day.split("-"))
    clock = at - minute(f"{day}T00:00")
    while clock >= _DAY:
        clock -= _DAY
        date += 1
        if date > monthrange(year, month)[1]:
            date, month = 1, month + 1
        if month > 12:  # noqa: PLR2004 - of a year
            month, year = 1, year + 1
    return f"{year:04}-{month:02}-{date:02}T{clock // 60:02}:{clock % 60:02}"
