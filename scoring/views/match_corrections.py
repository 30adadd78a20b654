"""What a command would change among matches, in words: shown before anybody confirms it."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from scoring.contest.encounters import Encounter, Encounters
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.match_preview import MatchPreview, PlaceMove, PlayedStagePreview
from scoring.rules.propagation import Awaited, Known, Nobody, Occupant
from scoring.rules.slots import MatchId
from scoring.views.match_card import match_name
from scoring.views.round_words import slot_words
from scoring.views.words import Words
from scoring.wording import Message, say


class Moved(Struct, frozen=True):
    """One thing that changes; `place` before and after, where it is about a place."""

    said: str
    place: tuple[int | None, int | None]
    moves_only: bool = False


class StageEffect(Struct, frozen=True, kw_only=True):
    """What would change in one stage."""

    id: StageId
    name: str
    moves: tuple[Moved, ...]
    others: str
    said: tuple[str, ...]
    warnings: tuple[str, ...]


class ToAccept(Struct, frozen=True):
    """A later match that has started: the command names it, or is refused."""

    match: MatchId
    said: str


class EffectScreen(Struct, frozen=True, kw_only=True):
    """What commands would change; nothing of it has happened."""

    stages: tuple[StageEffect, ...]
    nothing_changes: bool
    said: str
    """The sentence for what moves nobody; else empty."""
    accept: tuple[ToAccept, ...]


def effect_screen(found: MatchPreview, words: Words) -> EffectScreen:
    """The preview for one reader."""
    nothing = say("No slot, no place and nobody's going on changes by it.")
    return EffectScreen(
        stages=tuple(_stage(found, one, words) for one in found.stages),
        nothing_changes=not found.stages,
        said="" if found.stages else words(nothing),
        accept=tuple(
            ToAccept(match, words(_accepting(found, stage, match)))
            for stage, match in found.accept
        ),
    )


def _stage(found: MatchPreview, stage: PlayedStagePreview, words: Words) -> StageEffect:
    slots = [Moved(words(text), (1, 1)) for text in _slots(found, stage)]
    places = [
        Moved(words(text), _direction(move), _only_place(move))
        for move in stage.moves
        if (text := _place(found, move)) is not None
    ]
    quiet = sum(one.moves_only for one in places)
    return StageEffect(
        id=stage.stage.id,
        name=words.label(stage.stage.name),
        moves=(*slots, *places),
        others=words(say("Only the place changes: {count}", count=quiet)) if quiet else "",
        said=tuple(map(words, _onward(found, stage))),
        warnings=tuple(map(words, _warnings(found, stage))),
    )


def _name(one: Encounter) -> Message:
    return match_name(one.where, one.number)


def _who(found: MatchPreview, entrant: EntrantId) -> Message:
    known = found.after.entrants.get(entrant) or found.before.entrants[entrant]
    return say("No. {number} {name}", number=known.number, name=known.name)


def _those(found: MatchPreview, entrants: Iterable[EntrantId]) -> tuple[Message, ...]:
    return tuple(_who(found, one) for one in entrants)


def _occupant(found: MatchPreview, one: Occupant[EntrantId], matches: Encounters) -> Message:
    match one:
        case Known(entrant=entrant):
            return _who(found, entrant)
        case Nobody():
            return say("nobody")
        case Awaited(slot=slot):
            return slot_words(slot, {name: of.match for name, of in matches.fixtures.items()})


def _slots(found: MatchPreview, stage: PlayedStagePreview) -> Iterator[Message]:
    for one in stage.slots:
        match = stage.after.encounters.by_id[one.match]
        yield say(
            "{match}: {after} instead of {before}",
            match=_name(match),
            after=_occupant(found, one.after, stage.after.encounters),
            before=_occupant(found, one.before, stage.before.encounters),
        )
    for gone in stage.vanished:
        yield say("{match} is no longer there", match=_name(gone))


def _places(move: PlaceMove) -> tuple[int | None, int | None]:
    before = None if move.before is None else move.before.place
    return before, None if move.after is None else move.after.place


def _direction(move: PlaceMove) -> tuple[int | None, int | None]:
    """In a bracket whoever has no place yet may still win: better than any place."""
    before, after = _places(move)
    in_a_group = move.after is not None and move.after.group is not None
    return (before, after) if in_a_group else (before or 0, after or 0)


def _only_place(move: PlaceMove) -> bool:
    return move.routes[0] == move.routes[1] and None not in _places(move)


def _place(found: MatchPreview, move: PlaceMove) -> Message | None:
    """In a bracket only who goes out, or comes back in, is told here."""
    who = _who(found, move.entrant)
    after, before = move.after, move.before
    if after is None:
        return say("{who}: no longer in this stage", who=who)
    if before is not None and before.status != after.status:
        if after.status == "withdrawn":
            return say("{who}: withdrawn", who=who)
        if after.status == "disqualified":
            return say("{who}: disqualified", who=who)
    old, new = _places(move)
    if old == new:
        return None
    if new is None:
        return say("{who}: still in (was place {place})", who=who, place=old or 0)
    if after.group is not None:
        return say("{who}: place {before} → {after} in group {group}",
                   who=who, before=old or "–", after=new, group=after.group)  # fmt: skip
    if old is None:
        return say("{who}: place {place}", who=who, place=new)
    return say("{who}: place {before} → {after}", who=who, before=old, after=new)


def _onward(found: MatchPreview, stage: PlayedStagePreview) -> Iterator[Message]:
    for number, route in enumerate(stage.routes):
        to = stage.stage.advancement[number].to
        if route.joining:
            yield say("Would go on to {to}: {who}.", to=to, who=_those(found, route.joining))
        if route.leaving:
            yield say("Would no longer go on to {to}: {who}.",
                      to=to, who=_those(found, route.leaving))  # fmt: skip


def _warnings(found: MatchPreview, stage: PlayedStagePreview) -> Iterator[Message]:
    accepted = {match for of, match in found.accept if of == stage.stage.id}
    for match in stage.started:
        if match not in accepted:
            yield _started(stage, match)
    for match in stage.conceded:
        yield say("{match} is being played, and would be lost at once.",
                  match=_name(stage.after.encounters.by_id[match]))  # fmt: skip
    for match in stage.again:
        yield say("{match}: what was played there counts again.",
                  match=_name(stage.after.encounters.by_id[match]))  # fmt: skip
    if any(route.recorded and (route.joining or route.leaving) for route in stage.routes):
        yield say("Who goes on has been recorded; that list stays until you change it.")


def _started(stage: PlayedStagePreview, match: MatchId) -> Message:
    one = stage.before.encounters.by_id[match]
    name = _name(one)
    if one.phase == "called":
        return say("{match} has been called; it must be called anew.", match=name)
    if one.phase == "confirmed":
        return say("{match} has been played; its result counts no longer.", match=name)
    return say("{match} is being played; what was recorded counts no longer.", match=name)


def _accepting(found: MatchPreview, stage: StageId, match: MatchId) -> Message:
    preview = next((one for one in found.stages if one.stage.id == stage), None)
    if preview is None:
        return say("{match}", match=match)
    return _started(preview, match)
