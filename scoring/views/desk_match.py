"""One match at the organizer's desk: its result, its rubbers, and what two tablets made of it."""

from collections.abc import Iterator

from msgspec import Struct, to_builtins

from scoring.contest.encounters import Encounter, encounters
from scoring.contest.ids import EntrantId, StageId
from scoring.contest.match_commands import Tap
from scoring.contest.match_events import MatchOpened, ResultEntered, TapRecorded
from scoring.contest.plan import PlayedStage
from scoring.contest.play import BLANK, GameRules, Kept, MatchRecord, State, rules_of, tapped
from scoring.contest.state import Contest
from scoring.rules import period_match, rally_state
from scoring.rules.outcomes import Score
from scoring.rules.rally_state import MatchState
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.rules.undo import NothingThere
from scoring.views.desk_rows import DeskMatch, desk_match, is_overtaken
from scoring.views.match_head import MatchHead, match_head
from scoring.views.result_form import ResultForm, result_forms
from scoring.views.tap_words import tap_text
from scoring.views.words import Words

_SHOWN = 20


class Version(Struct, frozen=True, kw_only=True):
    """What one tablet made of a match."""

    device: str
    revision: int
    """How many entries it had, or had seen."""
    score: str
    taps: tuple[str, ...]
    """What it recorded beyond what the other had seen."""
    sent: tuple[dict[str, object], ...] = ()
    """The same as it was sent, to be recorded after all."""


class Contested(Struct, frozen=True, kw_only=True):
    """Two versions of one match or rubber."""

    rubber: int
    name: str
    standing: Version
    kept: tuple[Version, ...]


class TeamSide(Struct, frozen=True, kw_only=True):
    """One team of a tie, and whether its line-up is in."""

    entrant: EntrantId
    name: str
    handed_in: bool


class DeskMatchScreen(Struct, frozen=True, kw_only=True):
    """One match."""

    head: MatchHead
    seq: int
    match: DeskMatch
    forms: tuple[ResultForm, ...]
    teams: tuple[TeamSide, ...]
    """Of a team tie whose line-ups may still be handed in."""
    contested: tuple[Contested, ...]
    reason: str
    """Why the result was corrected or reopened last."""
    met: tuple[str, str] | None
    """Who was called to it, where that is no longer who stands here."""


def desk_match_screen(
    contest: Contest, stage: PlayedStage, match: MatchId, words: Words
) -> DeskMatchScreen:
    """The match must exist."""
    found = encounters(contest, stage)
    one, play = found.by_id[match], contest.play[stage.id]
    opened = play.opened.get(match)
    overtaken = is_overtaken(play, one)
    return DeskMatchScreen(
        head=match_head(contest, stage, found, words),
        seq=contest.seq,
        match=desk_match(contest, stage, found, one, words),
        forms=result_forms(stage, words),
        teams=_teams(contest, stage, one),
        contested=tuple(_contested(contest, stage, one, words)),
        reason=play.record(match).reason,
        met=None
        if opened is None or not overtaken
        else (contest.entrants[opened.sides[0]].name, contest.entrants[opened.sides[1]].name),
    )


def _teams(contest: Contest, stage: PlayedStage, one: Encounter) -> tuple[TeamSide, ...]:
    if not isinstance(stage.match, TieRules) or one.entrants is None:
        return ()
    lineups = contest.play[stage.id].lineups.get(one.id)
    return tuple(
        TeamSide(
            entrant=side,
            name=contest.entrants[side].name,
            handed_in=lineups is not None and side in lineups.by_side,
        )
        for side in one.entrants
    )


# Two versions.


def _contested(
    contest: Contest, stage: PlayedStage, one: Encounter, words: Words
) -> Iterator[Contested]:
    rubbers = len(stage.match.rubbers) if isinstance(stage.match, TieRules) else 0
    for rubber in range(rubbers + 1):
        record = contest.play[stage.id].record(one.id, rubber)
        rules = rules_of(stage.match, rubber)
        if not record.contested or rules is None:
            continue
        taps = _recorded(contest, stage.id, one.id, rubber)
        first = min(kept.after for kept in record.contested)
        yield Contested(
            rubber=rubber,
            name=words.label(stage.match.rubbers[rubber - 1].name)
            if isinstance(stage.match, TieRules)
            else "",
            standing=Version(
                device=record.device,
                revision=record.revision,
                score=state_line(record.state),
                taps=tuple(words(tap_text(tap)) for revision, tap in taps if revision > first)[
                    :_SHOWN
                ],
            ),
            kept=tuple(_versions(rules, taps, record.contested, words)),
        )


def _recorded(
    contest: Contest, stage: StageId, match: MatchId, rubber: int
) -> list[tuple[int, Tap]]:
    """Every entry that stands, with its revision: since the match was last begun anew."""
    found: list[tuple[int, Tap]] = []
    sides: tuple[EntrantId, EntrantId] | None = None
    for event in contest.history:
        if not isinstance(event, TapRecorded | ResultEntered | MatchOpened):
            continue
        if (event.stage, event.match) != (stage, match):
            continue
        if isinstance(event, MatchOpened):
            found = found if sides in {None, event.sides} else []
            sides = event.sides
        elif event.rubber == rubber:
            entry = [(event.revision, event.tap)] if isinstance(event, TapRecorded) else []
            found = [*found, *entry] if entry else []
    return found


def _versions(
    rules: GameRules, taps: list[tuple[int, Tap]], kept: tuple[Kept, ...], words: Words
) -> Iterator[Version]:
    """For each tablet: the match as it was there, with what it recorded then."""
    devices = dict.fromkeys(one.device for one in kept)
    for device in devices:
        own = [one for one in kept if one.device == device]
        seen = [tap for revision, tap in taps if revision <= own[0].after]
        record = BLANK
        for tap in (*seen, *(one.tap for one in own)):
            record = _with(rules, record, tap)
        yield Version(
            device=device,
            revision=own[0].after,
            score=state_line(record.state),
            taps=tuple(words(tap_text(one.tap)) for one in own),
            sent=tuple(to_builtins(one.tap) for one in own),
        )


def _with(rules: GameRules, record: MatchRecord, tap: Tap) -> MatchRecord:
    """As far as it was possible there."""
    try:
        return tapped(rules, record, tap)
    except (rally_state.NotPossible, period_match.NotPossible, NothingThere, TypeError):
        return record


def state_line(state: State | None) -> str:
    """Games and the points of the one in progress: "21–15, 3–2"."""
    if state is None:
        return "–"
    if isinstance(state, MatchState):
        games = [*state.games, *([] if state.score is None else [state.score])]
        return ", ".join(map(_score, games)) or "–"
    if state.score is None:
        return "–"
    kicks = state.score.shootout
    return _score(state.score.total) + ("" if kicks is None else f" ({_score(kicks)})")


def _score(one: Score) -> str:
    return f"{one.a}–{one.b}"
