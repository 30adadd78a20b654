"""An entrant's performance, and the sheets that judges filled in of it."""

from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import CriterionId, SeatId
from scoring.rules.measured import Outcome

MarksInTicks: TypeAlias = dict[CriterionId, int]
SheetKey: TypeAlias = tuple[SeatId, int]
"""A seat, and the attempt that its sheet is of; 0 for the performance as a whole."""


class Given(Struct, frozen=True):
    """What a sheet says: marks, or the outcome that stands in their place."""

    marks: MarksInTicks
    outcome: Outcome | None = None


class Request(Struct, frozen=True):
    """A seat's wish to change what it handed in, and what the head judge said to it."""

    reason: str
    answer: Literal["granted", "refused"] | None = None
    why: str = ""
    """The reason of the answer."""


class Sheet(Struct, frozen=True):
    """What one seat recorded of one performance or attempt. Revision 0 is an empty sheet."""

    revision: int = 0
    given: Given | None = None
    contested: tuple[Given, ...] = ()
    """Marks refused because the sheet had changed meanwhile, until somebody chooses."""
    request: Request | None = None
    """The wish to change it; gone once it was changed."""

    @property
    def may_change(self) -> bool:
        """Whether it was handed in and may be changed once."""
        return self.request is not None and self.request.answer == "granted"


BLANK = Sheet()


class Performance(Struct, frozen=True):
    """An entrant's turn, from the call on."""

    phase: Literal["open", "closed", "no_show", "disqualified"] = "open"
    sheets: dict[SheetKey, Sheet] = {}
    apart: dict[SheetKey, Sheet] = {}
    """The sheets of trainees, which never count."""
    absent: tuple[SeatId, ...] = ()
    reason: str = ""
    """Why disqualified."""

    def settled(self) -> "Performance":
        """What the public may know of it: what was given, not how it came to that."""
        given = {key: Sheet(1, one.given) for key, one in self.sheets.items() if one.given}
        return replace(self, sheets=given, apart={})

    def emptied(self) -> dict[SheetKey, Sheet]:
        """Blank sheets that count on from these."""
        return {
            key: Sheet(one.revision + (one.given is not None))
            for key, one in {**self.sheets, **self.apart}.items()
            if one.revision
        }

    def sheet(self, seat: SeatId, attempt: int = 0) -> Sheet:
        key = (seat, attempt)
        return self.apart.get(key) or self.sheets.get(key, BLANK)

    def given(self, attempt: int = 0) -> dict[SeatId, Given]:
        """What every seat that gave something gave for this attempt."""
        return {
            seat: sheet.given
            for (seat, of), sheet in self.sheets.items()
            if of == attempt and sheet.given is not None
        }

    def attempts(self) -> tuple[int, ...]:
        """The attempts of which anything is recorded, in order; 0, the whole, is none of them."""
        found = {of for (_, of), sheet in self.sheets.items() if of and sheet.given is not None}
        return tuple(sorted(found))
