"""The draw of a stage at the organizer's desk: announced, drawn, checked, corrected by hand."""

from hashlib import sha256
from typing import Literal

from msgspec import Struct

from scoring.contest.drawing import drawn_lines, terms
from scoring.contest.encounters import encounters
from scoring.contest.formats import DoubleElimination, Drawn, Groups, KnockOut, Swiss
from scoring.contest.guards import Refusal
from scoring.contest.match_events import LinesSet
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.rules.brackets import size_for
from scoring.rules.draws import BadTerms, announcement
from scoring.views.head import Card, card
from scoring.views.match_head import MatchHead, match_head
from scoring.views.words import Words
from scoring.wording import say


class LineRow(Struct, frozen=True):
    """One line of a draw, numbered from 1 throughout."""

    number: int
    card: Card | None
    """None is a bye."""
    seed: int | None


class LinePart(Struct, frozen=True):
    """A bracket, or one group."""

    name: str
    lines: tuple[LineRow, ...]


class SwapRow(Struct, frozen=True):
    """Two lines that were exchanged by hand."""

    first: int
    second: int
    reason: str


class Proof(Struct, frozen=True, kw_only=True):
    """What anybody needs to check a draw, and what the check comes to here."""

    terms: str
    commitment: str
    secret: str
    word: str
    committed: bool | None
    """Whether secret and terms give the hash that was published; None if none was."""
    derived: bool
    """Whether terms, secret and word give the lines as they were recorded."""


class DeskDrawScreen(Struct, frozen=True, kw_only=True):
    """The draw of one stage."""

    head: MatchHead
    seq: int
    kind: Literal["bracket", "groups", "swiss", "placed"]
    """placed: the places of the stage before say who stands where."""
    open: bool
    """Whether the draw can still be made or changed: nothing has been called."""
    field: tuple[Card, ...]
    groups: tuple[str, ...]
    size: int
    """How many lines a bracket has."""
    announced: str
    """The hash that was published; empty before."""
    seeded: tuple[Card, ...]
    """As announced or drawn, best first."""
    announced_terms: str
    parts: tuple[LinePart, ...]
    by_hand: str
    """Why the lines were recorded and not drawn here; empty if they were drawn."""
    swaps: tuple[SwapRow, ...]
    proof: Proof | None


def desk_draw_screen(contest: Contest, stage: PlayedStage, words: Words) -> DeskDrawScreen:
    """What was announced, drawn and exchanged, and what can be done now."""
    play = contest.play[stage.id]
    announced, drawn = play.announced, play.drawn
    seeded = drawn.seeded if drawn else announced.seeded if announced else ()
    field = contest.present_field(stage)
    return DeskDrawScreen(
        head=match_head(contest, stage, encounters(contest, stage), words),
        seq=contest.seq,
        kind=_kind(stage),
        open=not (play.opened or play.rounds or contest.stage(stage.id).closed),
        field=tuple(
            card(contest, one, words)
            for one in sorted(field, key=lambda one: contest.entrants[one].number)
        ),
        groups=stage.format.names if isinstance(stage.format, Groups) else (),
        size=_size(contest, stage),
        announced=announced.commitment if announced else "",
        seeded=tuple(card(contest, one, words) for one in seeded),
        announced_terms=announced.terms if announced else "",
        parts=_parts(contest, stage, words),
        by_hand=_by_hand(contest, stage),
        swaps=tuple(SwapRow(one.first, one.second, one.reason) for one in play.swaps),
        proof=_proof(contest, stage),
    )


def _kind(stage: PlayedStage) -> Literal["bracket", "groups", "swiss", "placed"]:
    match stage.format:
        case Groups():
            return "groups"
        case Swiss():
            return "swiss"
        case KnockOut(entry=Drawn()) | DoubleElimination(entry=Drawn()):
            return "bracket"
        case _:
            return "placed"


def _size(contest: Contest, stage: PlayedStage) -> int:
    count = len(contest.present_field(stage))
    match stage.format:
        case KnockOut(entry=Drawn(size=size)) | DoubleElimination(entry=Drawn(size=size)):
            return size or size_for(max(count, 2))
        case _:
            return count


def _parts(contest: Contest, stage: PlayedStage, words: Words) -> tuple[LinePart, ...]:
    play = contest.play[stage.id]
    seeds = {one: number for number, one in enumerate(_seeded(contest, stage), start=1)}
    names = stage.format.names if isinstance(stage.format, Groups) else ("",)
    found: list[LinePart] = []
    number = 0
    for name, part in zip(names, play.lines, strict=False):
        lines: list[LineRow] = []
        for one in part:
            number += 1
            who = None if one is None else card(contest, one, words)
            lines.append(LineRow(number, who, None if one is None else seeds.get(one)))
        title = words(say("Group {group}", group=name)) if name else ""
        found.append(LinePart(title, tuple(lines)))
    return tuple(found)


def _seeded(contest: Contest, stage: PlayedStage) -> tuple[str, ...]:
    drawn = contest.play[stage.id].drawn
    return () if drawn is None else drawn.seeded


def _by_hand(contest: Contest, stage: PlayedStage) -> str:
    if contest.play[stage.id].drawn is not None or not contest.play[stage.id].lines:
        return ""
    return next(
        event.reason
        for number, event in reversed(list(enumerate(contest.history, start=1)))
        if isinstance(event, LinesSet) and event.stage == stage.id and number not in contest.undone
    )


def _proof(contest: Contest, stage: PlayedStage) -> Proof | None:
    """The terms as they were announced; else as they follow from who is entered."""
    play = contest.play[stage.id]
    if play.drawn is None:
        return None
    drawn, announced = play.drawn, play.announced
    try:
        on = terms(contest, stage, drawn.seeded)
        derived = drawn_lines(stage, on, drawn.secret, drawn.word) == drawn.lines
        text = announcement(on)
    except (Refusal, BadTerms):
        derived, text = False, ""
    text = announced.terms if announced else text
    given = f"{drawn.secret}\n{text}".encode()
    return Proof(
        terms=text,
        commitment=announced.commitment if announced else "",
        secret=drawn.secret,
        word=drawn.word,
        committed=None if announced is None else sha256(given).hexdigest() == announced.commitment,
        derived=derived,
    )
