"""What waits for approval at a desk, and what is being kept back from the public."""

from collections.abc import Mapping

from msgspec import Struct

from scoring.contest.encounters import Encounters
from scoring.contest.fold_releases import official_performances, official_records
from scoring.contest.ids import EntrantId
from scoring.contest.plan import JudgedStage, PlayedStage, Stage
from scoring.contest.play import Play
from scoring.contest.projection import matches_waiting, waiting
from scoring.contest.stage_result import Status
from scoring.contest.state import Contest
from scoring.rules.slots import MatchId
from scoring.rules.ties import TieRules
from scoring.views.match_card import MatchCard, match_card
from scoring.views.rows import Row
from scoring.views.words import Words


class Unapproved(Struct, frozen=True, kw_only=True):
    """A result that only officials know."""

    who: str
    result: str
    status: Status | None = None
    """Of a performance, where there is no score."""
    corrected: bool = False
    """Whether it was approved before, as it stood then."""
    entrant: EntrantId | None = None
    match: MatchId | None = None
    rubber: int = 0


class ReleasePart(Struct, frozen=True, kw_only=True):
    """What officials have to release."""

    approval: bool
    waiting: tuple[Unapproved, ...]
    frozen: bool
    kept: int
    """How many results are being kept back."""
    ceremony: bool
    """Whether there is one to go to, or one to go back to."""


def performances_waiting(
    contest: Contest, stage: JudgedStage, rows: Mapping[EntrantId, Row]
) -> ReleasePart:
    state = contest.stage(stage.id)
    return _part(
        contest,
        stage,
        tuple(
            Unapproved(
                who=f"{row.card.number} {row.card.name}",
                result=row.score or row.outcome,
                status=row.status,
                corrected=one in state.approved,
                entrant=one,
            )
            for one in waiting(contest, stage)
            if (row := rows.get(one)) is not None
        ),
    )


def matches_to_approve(
    contest: Contest, stage: PlayedStage, found: Encounters, words: Words
) -> ReleasePart:
    play = contest.play[stage.id]
    return _part(
        contest,
        stage,
        tuple(
            _match(stage, play, match_card(contest, stage, found, one, words), rubber, words)
            for match, rubber in matches_waiting(contest, stage)
            if (one := found.by_id.get(match)) is not None
        ),
    )


def _match(
    stage: PlayedStage, play: Play, card: MatchCard, rubber: int, words: Words
) -> Unapproved:
    name = card.name
    if rubber and isinstance(stage.match, TieRules):
        name = f"{name}, {words.label(stage.match.rubbers[rubber - 1].name)}"
    score = "–".join(map(str, card.score)) if card.score is not None else ""
    games = ", ".join(f"{a}–{b}" for a, b in card.games)
    return Unapproved(
        who=f"{name}: {card.a.name} – {card.b.name}",
        result=" ".join(part for part in (score, games and f"({games})", card.note) if part),
        corrected=(card.id, rubber) in play.approved,
        match=card.id,
        rubber=rubber,
    )


def _part(contest: Contest, stage: Stage, unapproved: tuple[Unapproved, ...]) -> ReleasePart:
    frozen = contest.stage(stage.id).frozen
    kept = 0
    if frozen is not None:
        performances = official_performances(contest, stage.id)
        records = official_records(contest, stage.id)
        kept = sum(1 for one, was in performances.items() if was != frozen.performances.get(one))
        kept += sum(1 for key, was in records.items() if was != frozen.records.get(key))
    return ReleasePart(
        approval=stage.approval,
        waiting=unapproved,
        frozen=frozen is not None,
        kept=kept,
        ceremony=frozen is not None or contest.stage(stage.id).thawed,
    )
