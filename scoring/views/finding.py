"""Somebody found by number, name, unit or work in a field of any size."""

from itertools import islice

from msgspec import Struct

from scoring.contest.plan import Entrant
from scoring.contest.stage_result import Rank
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.views.head import Card, Head, card, has_field
from scoring.views.match_head import contest_head
from scoring.views.words import Words

_MOST = 100
"""Of more nobody reads the list; another letter or two finds fewer."""


class Found(Struct, frozen=True):
    """One entrant, and the place and score in the last stage of marks that was reached."""

    card: Card
    place: int | None = None
    score: str | None = None


class FindScreen(Struct, frozen=True):
    """Those whom a text fits."""

    head: Head
    asked: str
    found: tuple[Found, ...]
    total: int


def find_screen(contest: Contest, asked: str, words: Words, rank: Rank = standings) -> FindScreen:
    """All digits are a number, which must be equal; other text may be any part. Public."""
    wanted = asked.strip().casefold()
    hits = [one for one in contest.entrants.values() if wanted and _fits(one, wanted)]
    return FindScreen(
        head=contest_head(contest, words),
        asked=asked.strip(),
        found=tuple(_found(contest, one, words, rank) for one in islice(hits, _MOST)),
        total=len(hits),
    )


def _fits(entrant: Entrant, wanted: str) -> bool:
    if wanted.isdecimal():
        return entrant.number == int(wanted)
    return any(wanted in text.casefold() for text in (entrant.name, entrant.unit, entrant.work))


def _found(contest: Contest, entrant: Entrant, words: Words, rank: Rank) -> Found:
    shown = card(contest, entrant.id, words)
    stages = (
        []
        if contest.plan.played
        else [one for one in contest.plan.judged if has_field(contest, one)]
    )
    for stage in reversed(stages):
        standing = rank(contest, stage).of(entrant.id)
        if standing is not None:
            return Found(shown, standing.place, str(standing.score) if standing.score else None)
    return Found(shown)
