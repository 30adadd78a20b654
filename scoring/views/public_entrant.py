"""One entrant for the audience: place and score, how far from the line, why, and when on."""

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.ids import EntrantId, StageId
from scoring.contest.names import amount_text
from scoring.contest.plan import JudgedStage
from scoring.contest.published import settled_version, without_open_marks
from scoring.contest.scores import Amount
from scoring.contest.scoring import OverAttempts, Step
from scoring.contest.stage_result import Rank, StageStandings
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.why import public_why
from scoring.contest.working import working
from scoring.views.board import Comparison, comparison
from scoring.views.columns import attempt_cells, attempt_name, attempted, published_values
from scoring.views.distance import Distance, distances
from scoring.views.head import Head, head
from scoring.views.marks import MarkTable, mark_tables
from scoring.views.proofs import proof_lines
from scoring.views.rows import Cell, Row, ranking_rows
from scoring.views.words import Words


class Part(Struct, frozen=True):
    """One number on the way to the score; of several attempts, each of them."""

    name: str
    value: str
    """Empty where there is one for each attempt."""
    attempts: tuple[tuple[str, Cell], ...] = ()


class Earlier(Struct, frozen=True):
    """How the entrant did in an earlier stage of this contest."""

    stage: StageId
    stage_name: str
    place: int | None
    score: str | None
    to: str
    """Where it led."""


class PublicEntrantScreen(Struct, frozen=True):
    """One entrant for the audience. Nothing of it follows from marks that are not settled."""

    head: Head
    row: Row
    on_stage: bool
    before: int | None
    """How many are still to perform before this entrant; None after the call."""
    distances: tuple[Distance, ...]
    parts: tuple[Part, ...]
    """The published numbers on the way to the score, and the score."""
    marks: tuple[MarkTable, ...]
    """Every judge's marks; empty unless the plan publishes them."""
    working: tuple[str, ...]
    """How the score follows from them, step by step; empty likewise."""
    why: tuple[str, ...]
    comparison: Comparison | None
    earlier: tuple[Earlier, ...]
    """The last one first."""


def public_entrant_screen(
    contest: Contest, entrant: EntrantId, words: Words, rank: Rank = standings
) -> PublicEntrantScreen:
    """An entrant in the last stage that this entrant reached. The entrant must exist."""
    *before, stage = stages_of(contest, entrant)
    result = rank(contest, stage)
    unmarked = without_open_marks(contest, result)
    standing = result.of(entrant)
    (own,) = ranking_rows(unmarked, result, words, [standing] if standing else [])
    shown = stage.publish_marks
    return PublicEntrantScreen(
        head=replace(head(contest, stage, words, result), version=settled_version(contest)),
        row=own,
        on_stage=contest.stage(stage.id).on_stage == entrant,
        before=_before(contest, result, entrant),
        distances=distances(contest, result, own, words),
        parts=_parts(result, entrant, words),
        marks=mark_tables(contest, result, entrant, words) if shown else (),
        working=tuple(words(line) for line in working(contest, result, entrant)) if shown else (),
        why=(
            *(words(line) for line in public_why(contest, result, entrant)),
            *proof_lines(unmarked, result, entrant, words),
        ),
        comparison=comparison(stage),
        earlier=tuple(_earlier(contest, one, entrant, words, rank) for one in reversed(before)),
    )


def stages_of(contest: Contest, entrant: EntrantId) -> list[JudgedStage]:
    """The stages in whose field an entrant is."""
    return [stage for stage in contest.plan.judged if entrant in contest.field(stage)]


def _before(contest: Contest, result: StageStandings, entrant: EntrantId) -> int | None:
    """How many perform before somebody whose turn is still to come."""
    state, waiting = contest.stage(result.stage.id), result.before("waiting", entrant)
    if waiting is None or state.closed:
        return None
    return waiting + (state.on_stage is not None)


def _parts(result: StageStandings, entrant: EntrantId, words: Words) -> tuple[Part, ...]:
    values = published_values(result, entrant)
    over = attempted(result.stage.scoring)
    found: list[Part] = []
    for step in result.stage.scoring.steps:
        value = values.get(step.id)
        if step.aside or value is None:
            continue
        name = words.label(step.name)
        if isinstance(value, dict):
            counted = over if over and over.of == step.id else None
            found.append(Part(name, "", _attempts(result, entrant, step, value, counted, words)))
        else:
            found.append(Part(name, _text(step, value, words)))
    return tuple(found)


def _attempts(  # noqa: PLR0913, PLR0917 - a step of an entrant, attempt by attempt
    result: StageStandings,
    entrant: EntrantId,
    step: Step,
    value: dict[int, Amount],
    counted: OverAttempts | None,
    words: Words,
) -> tuple[tuple[str, Cell], ...]:
    scoring = result.stage.scoring
    if counted is not None:
        shown = attempt_cells(result, entrant, counted, words)
    else:
        shown = {one: Cell(_text(step, amount, words)) for one, amount in value.items()}
    return tuple((attempt_name(scoring, one, words), cell) for one, cell in shown.items())


def _text(step: Step, amount: Amount, words: Words) -> str:
    text = amount_text(step, amount)
    return text if isinstance(text, str) else words(text)


def _earlier(
    contest: Contest, stage: JudgedStage, entrant: EntrantId, words: Words, rank: Rank
) -> Earlier:
    standing = rank(contest, stage).of(entrant)
    advanced = contest.stage(stage.id).advanced.items()
    to = (stage.advancement[route].to for route, one in advanced if entrant in one.entrants)
    return Earlier(
        stage=stage.id,
        stage_name=words.label(stage.name),
        place=standing.place if standing else None,
        score=str(standing.score) if standing and standing.score else None,
        to=words.label(next(to, None)),
    )
