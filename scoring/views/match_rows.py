"""Matches in lists: round by round, by time, and those that are on court now."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.encounters import Encounter, Encounters, InGroup, SwissRound, Where
from scoring.contest.ids import SeatId
from scoring.contest.names import seat_label
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.rules.counting import RallyRules
from scoring.rules.outcomes import Score
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.views.match_card import MatchCard, match_card
from scoring.views.match_rubbers import RubberRow, rubber_in_play
from scoring.views.round_words import round_words
from scoring.views.words import Words
from scoring.wording import Message, say


class MatchRow(Struct, frozen=True):
    """A match as a line of a list."""

    card: MatchCard
    scores: tuple[Score, ...]
    """What stands beside the names: game by game with the one in progress; or the one score."""
    rubber: RubberRow | None = None
    """Of a team tie, what is being played now."""
    decided: bool = False
    """Still to be played, and unable to change who goes on."""


class RoundRows(Struct, frozen=True):
    """A round and its matches."""

    id: str
    name: str
    rows: tuple[MatchRow, ...]
    open: bool
    """Whether it is what is played now, or was played last."""
    bye: str = ""
    """Who has nobody to play in it."""


class TimeRows(Struct, frozen=True):
    """What begins at one time."""

    date: str
    time: str
    rows: tuple[MatchRow, ...]


class CourtRow(Struct, frozen=True):
    """A court, what is played on it, and what comes next there."""

    id: SeatId
    name: str
    now: MatchRow | None
    next: MatchRow | None


class Matches(Struct, frozen=True):
    """All matches of a stage, as rows."""

    contest: Contest
    stage: PlayedStage
    found: Encounters
    rows: dict[str, MatchRow]

    def __getitem__(self, one: Encounter) -> MatchRow:
        return self.rows[one.id]


_ON_COURT = {"called", "live", "over"}


def matches_of(
    contest: Contest,
    stage: PlayedStage,
    found: Encounters,
    words: Words,
    decided: Collection[MatchId] = (),
) -> Matches:
    """Every match of a stage once; those passed by for want of an opponent are none.

    Decided are those that cannot change any more who goes on.
    """
    rows = {
        one.id: replace(match_row(contest, stage, found, one, words), decided=one.id in decided)
        for one in found
        if one.phase != "passed"
    }
    return Matches(contest, stage, found, rows)


def match_row(
    contest: Contest, stage: PlayedStage, found: Encounters, one: Encounter, words: Words
) -> MatchRow:
    card = match_card(contest, stage, found, one, words)
    rubber = None
    if isinstance(stage.match, TieRules) and one.phase == "live":
        rubber = rubber_in_play(contest, stage, stage.match, one, words)
    return MatchRow(card, scores_of(stage, card), rubber)


def scores_of(stage: PlayedStage, card: MatchCard) -> tuple[Score, ...]:
    """Game by game where there are games, otherwise the one score; nothing before the start."""
    if isinstance(stage.match, RallyRules):
        return card.games if card.live is None else (*card.games, card.live)
    return () if card.score is None else (card.score,)


def rounds_of(matches: Matches, words: Words, among: Iterable[Encounter]) -> tuple[RoundRows, ...]:
    """Round by round; the first that is not over is open, or else the last."""
    grouped: dict[Where, list[Encounter]] = {}
    for one in among:
        if one.id in matches.rows:
            grouped.setdefault(one.where, []).append(one)
    current = next((where for where, those in grouped.items() if not _settled(those)), None)
    if current is None and grouped:
        current = [*grouped][-1]
    return tuple(
        RoundRows(
            id=_round_id(where),
            name=words(where_words(where)),
            rows=tuple(matches[one] for one in those),
            open=where == current,
            bye=_bye(matches, where),
        )
        for where, those in grouped.items()
    )


def where_words(where: Where) -> Message:
    """The name of a round, within its group."""
    match where:
        case InGroup(number=number, group=group, across=other) if other:
            return say("Round {number} · groups {group} and {other}",
                       number=number, group=group, other=other)  # fmt: skip
        case InGroup(number=number) | SwissRound(number=number):
            return say("Round {number}", number=number)
        case _:
            return round_words(where)


def on_court(matches: Matches) -> tuple[MatchRow, ...]:
    """Those called, being played, or waiting to be confirmed; in the order of the courts."""
    courts = {court: place for place, court in enumerate(_courts(matches))}
    here = [one for one in matches.found if one.phase in _ON_COURT]
    here.sort(key=lambda one: courts.get(one.court, len(courts)) if one.court else len(courts))
    return tuple(matches[one] for one in here)


def courts_of(matches: Matches, words: Words) -> tuple[CourtRow, ...]:
    """Every court of the stage: of several matches there the one in play, and what is next."""
    plan = matches.contest.plan
    return tuple(
        CourtRow(
            id=court,
            name=words.label(seat_label(plan, court)),
            now=_first(matches, [one for one in matches.found
                                 if one.court == court and one.phase in _ON_COURT]),
            next=_first(matches, _by_time(one for one in matches.found
                                          if one.court == court and one.phase == "ready")),
        )
        for court in _courts(matches)
    )  # fmt: skip


def upcoming(matches: Matches, most: int) -> tuple[MatchRow, ...]:
    """Who is to play next: by time, those without one in the order of the stage."""
    ready = _by_time(one for one in matches.found if one.phase == "ready")
    return tuple(matches[one] for one in ready[:most])


def latest(matches: Matches, most: int) -> tuple[MatchRow, ...]:
    """The results of the matches called last, the newest first."""
    by_id, play = matches.found.by_id, matches.contest.play[matches.stage.id]
    over = [
        by_id[match]
        for match in reversed(play.opened)
        if match in by_id and by_id[match].phase == "confirmed"
    ]
    return tuple(matches[one] for one in over[:most])


def timetable(matches: Matches) -> tuple[TimeRows, ...]:
    """What is still to be played and has a time."""
    open_ = [one for one in matches.found if one.start and one.phase in {"waiting", "ready"}]
    ordered = sorted(open_, key=lambda one: (one.start or "", one.court or ""))
    return tuple(
        TimeRows(
            date=start.partition("T")[0],
            time=start.partition("T")[2],
            rows=tuple(matches[one] for one in those),
        )
        for start, those in groupby(ordered, key=lambda one: one.start or "")
    )


def _by_time(those: Iterable[Encounter]) -> list[Encounter]:
    return sorted(those, key=lambda one: (one.start is None, one.start or ""))


def _first(matches: Matches, those: Sequence[Encounter]) -> MatchRow | None:
    return matches[those[0]] if those else None


def _courts(matches: Matches) -> tuple[SeatId, ...]:
    """Those planned, and any other that a match is on."""
    used = (one.court for one in matches.found if one.court is not None)
    return tuple(dict.fromkeys([*matches.stage.courts, *used]))


def _settled(those: Iterable[Encounter]) -> bool:
    return all(one.settled for one in those)


def _round_id(where: Where) -> str:
    match where:
        case InGroup(number=number) as where:
            return "-".join([*where.groups, str(number)])
        case SwissRound(number=number):
            return f"{number}"
        case _:
            return where.id(0).rpartition("-")[0]


def _bye(matches: Matches, where: Where) -> str:
    if not isinstance(where, SwissRound):
        return ""
    bye = matches.contest.play[matches.stage.id].rounds[where.number - 1].bye
    return "" if bye is None else matches.contest.entrants[bye].name
