"""A match at the organizer's desk: what can be done with it now, and its score in a line."""

from msgspec import Struct

from scoring.contest.encounters import Encounter, Encounters
from scoring.contest.ids import SeatId
from scoring.contest.match_results import tie_of
from scoring.contest.plan import PlayedStage
from scoring.contest.play import NO_LINEUPS, Play
from scoring.contest.state import Contest
from scoring.rules.ties import TieRules
from scoring.views.match_card import MatchCard, match_card
from scoring.views.match_rubbers import RubberRow, rubbers
from scoring.views.words import Words
from scoring.wording import Message, say

_ON_COURT = {"called", "live", "over"}


class DeskRubber(Struct, frozen=True, kw_only=True):
    """A rubber of a team tie, and how far its record has got."""

    row: RubberRow
    revision: int
    recorded: bool
    """Whether a result of it counts, so that another one is a correction."""
    line: str
    """The score in a line: "21–15 18–21 21–19"."""


class TieAtDesk(Struct, frozen=True, kw_only=True):
    """What the desk knows of a team tie; never what is in a line-up before it is revealed."""

    handed_in: tuple[bool, bool]
    revealed: bool
    rubbers: tuple[DeskRubber, ...]


class DeskMatch(Struct, frozen=True, kw_only=True):
    """One match."""

    card: MatchCard
    court: SeatId | None
    revision: int
    line: str
    """The score in a line; empty before the start."""
    who: str
    """Both sides in a line."""
    may_open: bool
    may_confirm: bool
    may_enter: bool
    """A result, or in a stage that is closed a correction."""
    may_reopen: bool
    """What was confirmed of it; never in a stage that is closed."""
    recorded: bool
    """Whether a result counts, so that another one is a correction."""
    overtaken: bool
    """It was called for others than those who stand here now."""
    contested: tuple[int, ...]
    """The rubbers, or 0, of which two tablets recorded differently."""
    tie: TieAtDesk | None
    decided: bool = False
    """Still to be played, and unable to change who goes on."""


def desk_match(
    contest: Contest, stage: PlayedStage, found: Encounters, one: Encounter, words: Words
) -> DeskMatch:
    """The match as it stands."""
    play = contest.play[stage.id]
    card = match_card(contest, stage, found, one, words)
    is_tie = isinstance(stage.match, TieRules)
    is_open = not contest.stage(stage.id).closed
    record = play.record(one.id)
    known = one.entrants is not None and one.phase not in {"not_needed", "passed"}
    return DeskMatch(
        card=card,
        court=one.court,
        revision=record.revision,
        line=score_line(card),
        who=words(versus(card)),
        may_open=is_open and one.phase in {"ready", "called"},
        may_confirm=is_open and one.phase == "over",
        may_enter=known and (is_open or record.confirmed),
        may_reopen=is_open,
        recorded=one.phase == "confirmed" and record.confirmed,
        overtaken=is_overtaken(play, one),
        contested=contested_rubbers(stage, play, one),
        tie=_tie(contest, stage, one, words) if is_tie and known else None,
    )


def is_overtaken(play: Play, one: Encounter) -> bool:
    """Whether others were called to this match than those who stand here now."""
    opened = play.opened.get(one.id)
    return opened is not None and one.phase not in _ON_COURT and opened.sides != one.entrants


def contested_rubbers(stage: PlayedStage, play: Play, one: Encounter) -> tuple[int, ...]:
    """Of what is not confirmed: afterwards the result was looked at and stands."""
    if is_overtaken(play, one):
        return ()
    count = len(stage.match.rubbers) if isinstance(stage.match, TieRules) else 0
    return tuple(
        number
        for number in range(count + 1)
        if (record := play.record(one.id, number)).contested and not record.confirmed
    )


def versus(card: MatchCard) -> Message:
    return say("{a} – {b}", a=card.a.name, b=card.b.name)


def score_line(card: MatchCard) -> str:
    """Such as 2–1 (21–15, 18–21, 21–19); while it is played with the points of the game."""
    if card.score is None:
        return card.note
    games = [*card.games, *([card.live] if card.live is not None else [])]
    inner = ", ".join(f"{one.a}–{one.b}" for one in games)
    whole = f"{card.score.a}–{card.score.b}"
    told = f"{whole} ({inner})" if inner and inner != whole else whole
    return f"{told} {card.note}".strip()


def _tie(contest: Contest, stage: PlayedStage, one: Encounter, words: Words) -> TieAtDesk:
    assert isinstance(stage.match, TieRules)  # noqa: S101 - only those are asked for
    play = contest.play[stage.id]
    lineups = play.lineups.get(one.id, NO_LINEUPS)
    sides = one.entrants
    handed = tuple(side in lineups.by_side for side in sides) if sides else (False, False)
    revealed = lineups.order is not None and not is_overtaken(play, one)
    rows = rubbers(contest, stage, stage.match, one, words) if revealed else ()
    decided = tie_of(stage.match, play, one.id).rubbers if revealed else ()
    return TieAtDesk(
        handed_in=(handed[0], handed[1]),
        revealed=revealed,
        rubbers=tuple(
            DeskRubber(
                row=row,
                revision=play.record(one.id, row.number).revision,
                recorded=play.record(one.id, row.number).confirmed
                and decided[row.number - 1] is not None,
                line=" ".join(f"{game.a}–{game.b}" for game in row.scores),
            )
            for row in rows
        ),
    )
