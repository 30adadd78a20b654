"""What a route declares beside its handler: what it takes, asks for and gives, and who may come.

The handler reads with the very things that it declares, and `schema.py` describes the same ones.
"""

from typing import Annotated, Final, Generic, Literal, TypeVar, Union

from litestar.handlers.base import BaseRouteHandler
from msgspec import Meta

T_co = TypeVar("T_co", covariant=True)

TAKES: Final = "takes"
"""The decoder of its body."""
ASKS: Final = "asks"
"""What it reads of the address behind the question mark."""
GIVES: Final = "gives"
"""The type of an answer that was encoded before it is handed over."""
SIGNED: Final = "signed"
"""Whether somebody must be signed in."""
TAGGED: Final = "tagged"
"""Whether its answers have an ETag."""
PACKED: Final = "packed"
"""Whether it hands over what is compressed already."""
REFUSES: Final = "refuses"
"""Statuses of refusals that nothing else it declares stands for."""
DECLARED = frozenset({TAKES, ASKS, GIVES, SIGNED, TAGGED, PACKED, REFUSES})


class Query(Generic[T_co]):
    """A part of an address behind the question mark."""

    def __init__(self, name: str, kind: object, says: str) -> None:
        """`kind` is what a value is converted to; `says` what it is for."""
        self.name, self.kind, self.says = name, kind, says
        self.shape = kind if kind is str else Union[kind, Literal[""]]  # noqa: UP007 - of any type
        """What may stand there; a form also sends what was left empty."""


_Count = Annotated[int, Meta(ge=0, le=999_999_999)]

LANG: Query[str] = Query("lang", str, "The language of the answer: zh or en.")
STAGE: Query[str] = Query("stage", str, "Of which stage; without it, the one in progress.")
SINCE: Query[str] = Query("since", str, "Which version is known: a stream goes on with a patch.")
PAGE: Query[int] = Query("page", _Count, "Which 200 of a large field; without it, the first.")
NAME: Query[str] = Query("name", str, "Whom to find: a number, or part of a name, unit or work.")
STEP: Query[str] = Query("step", str, "Of which step of the scoring; without it, the score.")
NUMBER: Query[int] = Query("number", _Count, "Only what concerns the entrant of this number.")
BEFORE: Query[int] = Query("before", _Count, "Only what was recorded before this event.")
KIND: Query[str] = Query("kind", str, "Only events of this kind.")
REST: Query[str] = Query("rest", str, "Minutes that everybody is owed between two matches.")
SAVED: Query[str] = Query("saved", str, "Say that the change was saved.")


def queries(handler: BaseRouteHandler) -> tuple[Query[object], ...]:
    """What a route asks for, beside the language."""
    found: tuple[Query[object], ...] = tuple(handler.opt.get(ASKS, ()))
    return found
