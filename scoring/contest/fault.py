"""One thing wrong with what somebody wrote, said so that the author can mend it."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from scoring.wording import Message, say

T = TypeVar("T")

_LISTED = 20


class Fault(Struct, frozen=True):
    """One thing wrong: where (a path such as "plan.judged[0].panel") and what."""

    field: str
    message: Message


def not_decimal(given: str, decimals: int) -> Message:
    """The sentence for a text that is no decimal number of the wanted fineness."""
    return say(
        "“{given}” is no number with at most {decimals} decimals, such as {example}.",
        given=given[:40],
        decimals=decimals,
        example="95.99"[: 3 + decimals] if decimals else "95",
    )


def unknown(where: str, given: str, known: Iterable[str]) -> Fault:
    """The fault of naming what is not there."""
    return Fault(
        where,
        say("{given} is not known here; known are: {known}.", given=given, known=listing(known)),
    )


def listing(known: Iterable[str]) -> str:
    """Ids for a sentence, in order, cut short when there are very many."""
    names = sorted(known)
    shown = ", ".join(names[:_LISTED]) or "–"
    return f"{shown} …" if len(names) > _LISTED else shown


def twice(where: str, ids: Iterable[T]) -> Iterator[Fault]:
    """A fault for every id that occurs again."""
    seen: set[T] = set()
    for one in ids:
        if one in seen:
            yield Fault(
                where, say("{given} is there twice; every id must differ.", given=str(one))
            )
        seen.add(one)
