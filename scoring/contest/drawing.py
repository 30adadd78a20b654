"""Decisions about who meets whom: the draw, its corrections by hand, the rounds of a Swiss."""

from collections import Counter
from collections.abc import Iterable

from scoring.contest.encounters import encounters
from scoring.contest.formats import DoubleElimination, Drawn, Groups, KnockOut, Swiss
from scoring.contest.guards import (
    entrant_name,
    refuse,
    require_field,
    require_in_field,
    require_open,
    stated_reason,
)
from scoring.contest.ids import EntrantId
from scoring.contest.match_commands import AnnounceDraw, Draw, SetLines, SwapLines
from scoring.contest.match_events import (
    DrawAnnounced,
    Lines,
    LinesDrawn,
    LinesSet,
    LinesSwapped,
    RoundPaired,
)
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.contest.tables import swiss_games, swiss_ranking
from scoring.rules.draws import (
    BadTerms,
    GroupTerms,
    KnockOutTerms,
    Terms,
    announcement,
    commitment,
    in_groups,
    lines_by_lot,
    lot,
)
from scoring.rules.lots import drawn_order
from scoring.rules.swiss import NoPairing, paired
from scoring.wording import say


def terms(contest: Contest, stage: PlayedStage, seeded: tuple[EntrantId, ...]) -> Terms[EntrantId]:
    """What a draw depends on. Raises Refusal where the plan leaves nothing to draw."""
    _require_seeds(contest, stage, seeded)
    rest = tuple(one for one in contest.present_field(stage) if one not in seeded)
    entrants = (*seeded, *sorted(rest, key=lambda one: contest.entrants[one].number))
    match stage.format:
        case Groups(names=names, separate_units=apart):
            return GroupTerms(
                entrants=entrants,
                seeded=len(seeded),
                groups=len(names),
                units=_units(contest, entrants) if apart else {},
            )
        case KnockOut(entry=Drawn() as entry) | DoubleElimination(entry=Drawn() as entry):
            return KnockOutTerms(
                entrants=entrants,
                seeded=len(seeded),
                units=_units(contest, entrants) if entry.separate_units else {},
                size=entry.size,
                order=entry.order,
                seed_lots=entry.seed_lots,
                byes=entry.byes,
            )
        case Swiss():
            return KnockOutTerms(entrants=entrants, seeded=len(seeded))
        case _:
            text = say("The places of the stage before say who stands where; nothing is drawn.")
            raise refuse("not_now", "stage", text)


def _units(contest: Contest, entrants: Iterable[EntrantId]) -> dict[EntrantId, str]:
    return {one: contest.entrants[one].unit for one in entrants}


def drawn_lines(stage: PlayedStage, on: Terms[EntrantId], secret: str, word: str) -> Lines:
    """The lines that terms, secret and word give; the groups each by itself. Raises BadTerms."""
    if isinstance(stage.format, Swiss):
        rest = drawn_order(on.entrants[on.seeded :], lot(secret, word))
        return ((*on.entrants[: on.seeded], *rest),)
    lines = lines_by_lot(on, lot(secret, word))
    return in_groups(lines, on.groups) if isinstance(on, GroupTerms) else (lines,)


def announce_draw(contest: Contest, stage: PlayedStage, command: AnnounceDraw) -> DrawAnnounced:
    _require_drawable(contest, stage)
    if contest.play[stage.id].lines:
        raise refuse("not_now", "stage", say("The draw has been made already."))
    on = terms(contest, stage, command.seeded)
    return DrawAnnounced(stage.id, command.seeded, announcement(on), command.commitment)


def draw(contest: Contest, stage: PlayedStage, command: Draw) -> LinesDrawn:
    """What was announced must be what is drawn: the same terms, and the secret that was hashed."""
    _require_drawable(contest, stage)
    announced = contest.play[stage.id].announced
    seeded = command.seeded if announced is None else announced.seeded
    on = terms(contest, stage, seeded)
    if announced is not None:
        if command.seeded and command.seeded != seeded:
            text = say("The seeds were announced already; they stand.")
            raise refuse("invalid", "seeded", text)
        if announcement(on) != announced.terms:
            text = say(
                "Who is entered has changed since the draw was announced; announce it anew."
            )
            raise refuse("not_now", "stage", text)
        if commitment(on, command.secret) != announced.commitment:
            text = say("This is not the secret that was announced by its hash.")
            raise refuse("invalid", "secret", text)
    try:
        lines = drawn_lines(stage, on, command.secret, command.word)
    except BadTerms:
        text = say("{count} entrants cannot be drawn onto what the plan gives them.",
                   count=len(on.entrants))  # fmt: skip
        raise refuse("not_now", "stage", text) from None
    return LinesDrawn(stage.id, seeded, command.secret, command.word, lines)


def set_lines(contest: Contest, stage: PlayedStage, command: SetLines) -> LinesSet:
    _require_drawable(contest, stage)
    entered = [one for part in command.lines for one in part if one is not None]
    for one in entered:
        require_in_field(contest, stage, one, "lines")
    twice = [one for one, times in Counter(entered).items() if times > 1]
    if twice:
        text = say("{name} is there twice.", name=entrant_name(contest, twice[0]))
        raise refuse("invalid", "lines", text)
    left = [one for one in contest.present_field(stage) if one not in entered]
    if left:
        text = say("Nowhere to be found: {who}.",
                   who=tuple(entrant_name(contest, one) for one in left[:12]))  # fmt: skip
        raise refuse("invalid", "lines", text)
    _require_shape(stage, command.lines)
    return LinesSet(stage.id, command.lines, stated_reason(command.reason))


def _require_shape(stage: PlayedStage, lines: Lines) -> None:
    match stage.format:
        case Groups(names=names):
            if len(lines) != len(names):
                text = say("There are {count} groups; give the members of each.", count=len(names))
                raise refuse("invalid", "lines", text)
        case Swiss():
            if len(lines) != 1:
                raise refuse("invalid", "lines", say("Give one list, best first."))
        case _:
            size = len(lines[0])
            if len(lines) != 1 or size & (size - 1):
                text = say("Give one list of 2, 4, 8, 16, ... lines from the top; null is a bye.")
                raise refuse("invalid", "lines", text)


def swap_lines(contest: Contest, stage: PlayedStage, command: SwapLines) -> LinesSwapped:
    _require_drawable(contest, stage)
    count = sum(map(len, contest.play[stage.id].lines))
    if not count:
        raise refuse("not_now", "stage", say("Nothing has been drawn yet."))
    for field, line in (("first", command.first), ("second", command.second)):
        if line > count:
            text = say("There is no line {given}; there are {count}.", given=line, count=count)
            raise refuse("invalid", field, text)
    if command.first == command.second:
        raise refuse("invalid", "second", say("Name two different lines."))
    reason = stated_reason(command.reason)
    return LinesSwapped(stage.id, command.first, command.second, reason)


def pair_round(contest: Contest, stage: PlayedStage) -> RoundPaired:
    """The next round of a Swiss system, once the last is over."""
    require_open(contest, stage)
    require_field(contest, stage)
    layout = stage.format
    if not isinstance(layout, Swiss):
        raise refuse("not_now", "stage", say("Only the rounds of a Swiss system are paired."))
    rounds = contest.play[stage.id].rounds
    if len(rounds) == layout.rounds:
        text = say("All {count} rounds have been paired.", count=layout.rounds)
        raise refuse("not_now", "stage", text)
    found = encounters(contest, stage)
    if not found.complete:
        raise refuse("not_now", "stage", say("Matches of this round are still to be played."))
    out = {*contest.withdrawn, *contest.stage(stage.id).disqualified}
    ranking = swiss_ranking(contest, stage, layout, found)
    ranked = [one for group in ranking.groups for one in group if one not in out]
    try:
        pairing = paired(ranked, swiss_games(contest, stage, layout, found))
    except NoPairing:
        text = say("However they are paired, two would meet again; the stage must end here.")
        raise refuse("not_now", "stage", text) from None
    return RoundPaired(stage.id, pairing.pairs, pairing.bye)


def _require_drawable(contest: Contest, stage: PlayedStage) -> None:
    require_open(contest, stage)
    require_field(contest, stage)
    play = contest.play[stage.id]
    if play.opened or play.rounds:
        raise refuse("not_now", "stage", say("Matches have begun; the draw stands."))


def _require_seeds(contest: Contest, stage: PlayedStage, seeded: tuple[EntrantId, ...]) -> None:
    for one in seeded:
        require_in_field(contest, stage, one, "seeded")
        if one in contest.withdrawn:
            text = say("{name} has withdrawn.", name=entrant_name(contest, one))
            raise refuse("invalid", "seeded", text)
    if len(set(seeded)) < len(seeded):
        raise refuse("invalid", "seeded", say("Somebody is named twice."))
