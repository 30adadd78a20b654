"""The draw for everybody: who is seeded, what was fixed before, and how to check it afterwards."""

from typing import Literal

from msgspec import Struct

from scoring.contest.encounters import group_members
from scoring.contest.formats import Crossed, Groups, Written
from scoring.contest.ids import EntrantId
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.views.head import Card, card
from scoring.views.match_bracket import seed_numbers
from scoring.views.words import Words
from scoring.wording import Message, say


class FieldRow(Struct, frozen=True):
    """Somebody in a stage, before it is drawn."""

    card: Card
    seed: int | None


class DrawShown(Struct, frozen=True, kw_only=True):
    """How the matches of a stage came about, or will."""

    state: Literal["placed", "none", "announced", "drawn", "set"]
    """placed: nothing is to be drawn, or has been paired by now; set: drawn elsewhere."""
    field: tuple[FieldRow, ...]
    """Everybody, until the draw."""
    seeded: tuple[str, ...] = ()
    """Best first."""
    terms: str = ""
    """What the draw depends on but for the lot, as announced."""
    commitment: str = ""
    """The hash that fixed terms and secret beforehand."""
    secret: str = ""
    word: str = ""
    swaps: tuple[str, ...] = ()
    """What was changed by hand, and why."""
    check: tuple[str, ...] = ()
    """How anybody can make sure of it."""


def draw_shown(contest: Contest, stage: PlayedStage, words: Words) -> DrawShown:
    """The draw as far as it is public: a secret only once it was used."""
    play, state = contest.play[stage.id], _state(contest, stage)
    seeds = seed_numbers(play)
    drawn, announced = play.drawn, play.announced
    return DrawShown(
        state=state,
        field=_field(contest, stage, words) if state in {"none", "announced"} else (),
        seeded=tuple(contest.entrants[one].name for one in seeds),
        terms="" if announced is None else announced.terms,
        commitment="" if announced is None else announced.commitment,
        secret="" if drawn is None else drawn.secret,
        word="" if drawn is None else drawn.word,
        swaps=tuple(
            words(
                say(
                    "Lines {first} and {second} were exchanged: {reason}",
                    first=one.first,
                    second=one.second,
                    reason=one.reason,
                )
            )
            for one in play.swaps
        ),
        check=_check(contest, stage, words),
    )


def _state(
    contest: Contest, stage: PlayedStage
) -> Literal["placed", "none", "announced", "drawn", "set"]:
    play = contest.play[stage.id]
    if play.lines:
        return "set" if play.drawn is None else "drawn"
    if play.announced is not None:
        return "announced"
    if play.rounds:
        return "placed"
    layout = stage.format
    if isinstance(layout, Groups):
        return "placed" if group_members(contest, stage, layout) else "none"
    entry = getattr(layout, "entry", None)
    return "placed" if isinstance(entry, Crossed | Written) else "none"


def _field(contest: Contest, stage: PlayedStage, words: Words) -> tuple[FieldRow, ...]:
    seeds = seed_numbers(contest.play[stage.id])

    def order(one: EntrantId) -> tuple[int, int]:
        return seeds.get(one, len(contest.entrants)), contest.entrants[one].number

    return tuple(
        FieldRow(card(contest, one, words), seeds.get(one))
        for one in sorted(contest.present_field(stage), key=order)
    )


def _check(contest: Contest, stage: PlayedStage, words: Words) -> tuple[str, ...]:
    play = contest.play[stage.id]
    found: list[Message] = []
    if play.announced is not None and play.drawn is None:
        found.append(
            say(
                "This number is the SHA-256 of a secret and of the terms below it, published"
                " before the draw. At the draw a word is said in the hall and the secret is"
                " opened: nobody could choose what comes out."
            )
        )
    if play.announced is not None and play.drawn is not None:
        found.append(
            say(
                "Take the SHA-256 of the secret, a line break, and the terms: it is the number"
                " that was published before the draw."
            )
        )
    if play.drawn is not None:
        found.append(
            say(
                "The seeds have their lines by the rule. For everybody else take the SHA-256 of"
                " “{lot}/id” as hexadecimal text: in this order, the smallest first, they come"
                " onto the free lines, those of one unit kept apart as the plan says.",
                lot=f"{play.drawn.secret}/{play.drawn.word}",
            )
        )
    return tuple(words(one) for one in found)
