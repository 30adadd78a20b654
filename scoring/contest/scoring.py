"""How performances become a score, as plan data: what is marked, the steps, the tie-breaks.

A plan lists its steps in order, like the named cells of a sheet: each is one number that people
can check, computed from marks or from earlier steps, and rounded only where the plan says. The
last step that is not marked as an aside is the score.
"""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from scoring.contest.ids import WORD, CriterionId, SeatId, StageId, StepId
from scoring.rules.exact import Rounding
from scoring.wording import Label

Decimals = Annotated[int, Meta(ge=0, le=6)]
Decimal: TypeAlias = Annotated[str, Meta(max_length=17)]
"""A decimal number as text, "95.99"; checked against its own unit where it is used."""
Better: TypeAlias = Literal["higher", "lower"]


class Criterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is marked, measured or counted: its range, its fineness, who gives it."""

    id: Annotated[CriterionId, WORD]
    name: Label
    minimum: Decimal = "0"
    maximum: Decimal = "100"
    decimals: Decimals = 2
    step: Decimal | None = None
    """The steps in which marks go up from the minimum, such as "0.5"; None for the smallest."""
    weight: Decimal = "1"
    by: Annotated[tuple[SeatId, ...], Meta(max_length=200)] = ()
    """The seats that give it; empty for the stage's panel."""
    per: Literal["performance", "attempt"] = "performance"
    """Once for the whole performance, or once for each attempt (run, dive, element, dance)."""
    kind: Literal["mark", "time", "count", "place", "cross"] = "mark"
    """How it is typed and shown; a cross is 1, none is 0."""
    default: Decimal | None = None
    """What counts where nothing was entered, such as "0" for deductions; None: it is needed."""


class Scale(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What each whole grade of execution is worth, from the lowest grade upwards."""

    name: Label | None = None
    lowest: Annotated[int, Meta(ge=-100, le=100)]
    values: Annotated[tuple[Decimal, ...], Meta(min_length=1, max_length=41)]


class Panel(Struct, frozen=True, tag="panel", kw_only=True, forbid_unknown_fields=True):
    """What several judges' marks come to.

    `combine` says what is summed up first: each judge's criteria ("judges": totals are trimmed
    and averaged), or the panel's marks of each criterion ("criteria": means are rounded, weighted,
    rounded again and added, as in figure skating).
    """

    criteria: tuple[CriterionId, ...] = ()
    """Which criteria; empty for all that the stage's panel gives for the whole performance."""
    seats: tuple[SeatId, ...] = ()
    """Only these seats' marks, such as the head judge's; empty for everybody's."""
    combine: Literal["judges", "criteria"] = "judges"
    take: Literal["mean", "sum", "median"] = "mean"
    drop_high: Annotated[int, Meta(ge=0, le=20)] = 0
    drop_low: Annotated[int, Meta(ge=0, le=20)] = 0
    extremes: Literal["drop", "fold"] = "drop"
    """Whether the extremes are gone, or their mean counts as one more mark."""
    too_few: Literal["refuse", "keep_all"] = "refuse"
    """With too few marks to drop any: no score, or none is dropped."""
    absent: Literal["refuse", "divide_by_present", "substitute"] = "refuse"
    """Without some judge's marks: no score, the others' mean, or their mean in that place."""
    scale: CriterionId | None = None
    """An official's criterion that names, by its number from 1, the scale that grades mean."""
    normalise: Literal["none", "t", "rescaled", "share"] = "none"
    """Each judge's totals made comparable over all that judge marked: 50 + 10z; mean and spread
    of all marks pooled; or the share in percent of everything that judge gave."""


class Entered(Struct, frozen=True, tag="entered", kw_only=True, forbid_unknown_fields=True):
    """What the one official of a criterion entered: a difficulty, a time, a deduction."""

    criterion: CriterionId


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step and the factor it counts with; a negative one takes away."""

    step: StepId
    weight: Decimal = "1"


class Sum(Struct, frozen=True, tag="sum", kw_only=True, forbid_unknown_fields=True):
    """Steps added up, each with its factor; `minimum` is the least it can come to."""

    terms: Annotated[tuple[Term, ...], Meta(min_length=1, max_length=40)]
    minimum: Decimal | None = None


class Product(Struct, frozen=True, tag="product", kw_only=True, forbid_unknown_fields=True):
    """Steps multiplied, such as difficulty times execution, and a constant factor."""

    of: Annotated[tuple[StepId, ...], Meta(min_length=1, max_length=8)]
    factor: Decimal = "1"


class OverAttempts(Struct, frozen=True, tag="attempts", kw_only=True, forbid_unknown_fields=True):
    """One number from all attempts.

    "best" is the `nth` best; "best_sum" adds the `nth` best ones; "middle_mean" drops the best and
    the worst (average of five); "last" is the last one made.
    """

    of: StepId
    take: Literal["best", "best_sum", "sum", "mean", "middle_mean", "last"]
    nth: Annotated[int, Meta(ge=1, le=100)] = 1
    better: Better = "higher"


class Carried(Struct, frozen=True, tag="carried", kw_only=True, forbid_unknown_fields=True):
    """The score of an earlier stage, or of the contest that sent the entrant, and its share."""

    stage: StageId | None = None
    """None: the score brought along from the other contest."""
    share: Decimal = "1"


class RankPoints(Struct, frozen=True, tag="rank_points", kw_only=True, forbid_unknown_fields=True):
    """Points for the place that an earlier step gives among all who have a result.

    Either a `table` from the first place on (nothing beyond it), or `top`, for
    top/N x (N + 1 - place), or neither: the place itself. Those who share a place get its points,
    or with `ties` "mean" the mean of the points of the places they take up.
    """

    of: StepId
    better: Better = "higher"
    table: Annotated[tuple[Decimal, ...], Meta(max_length=1000)] = ()
    top: Decimal | None = None
    ties: Literal["same", "mean"] = "same"


class Placings(Struct, frozen=True, tag="placings", kw_only=True, forbid_unknown_fields=True):
    """From each judge's order of all entrants: places if the criterion is one, otherwise marks.

    "rank_sum": places added up (drop_high drops the worst); "borda": n - place, added up;
    "majority": Skating System rules 5 to 8; "skating": over several dances, rules 5 to 11;
    "crosses": how many judges want to see the entrant again (rule 1);
    "points": what the `table` gives for each judge's places, added up (12, 10, 8, 7, ...).
    """

    criterion: CriterionId
    method: Literal["rank_sum", "borda", "majority", "skating", "crosses", "points"]
    table: Annotated[tuple[Decimal, ...], Meta(max_length=1000)] = ()
    """With "points": from the first place on, and nothing beyond it."""
    drop_high: Annotated[int, Meta(ge=0, le=20)] = 0
    drop_low: Annotated[int, Meta(ge=0, le=20)] = 0
    head_to_head: bool = False
    """With "majority": the last two who are equal are told apart by who beats whom."""
    called: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    """With "crosses": how many crosses each judge must give in each dance."""


Formula: TypeAlias = (
    Panel | Entered | Sum | Product | OverAttempts | Carried | RankPoints | Placings
)


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One published number on the way to the score."""

    id: Annotated[StepId, WORD]
    name: Label
    value: Formula
    decimals: Decimals | None = 2
    """Rounded to these; None passes the exact number on."""
    rounding: Rounding = "half_up"
    clock: bool = False
    """Shown as a time, 1:02.45; the value is in seconds."""
    aside: bool = False
    """Only for tie-breaks and for information; not on the way to the score."""


class ByStep(Struct, frozen=True, tag="step", kw_only=True, forbid_unknown_fields=True):
    """The better value of a step; where somebody tied has none yet, nobody is separated."""

    step: StepId
    better: Better = "higher"


class ByHighestMarks(Struct, frozen=True, tag="highest_marks", forbid_unknown_fields=True):
    """The higher single mark; if equal, the next highest, and so on (count of highest marks)."""


class ByBestAttempts(
    Struct, frozen=True, tag="best_attempts", kw_only=True, forbid_unknown_fields=True
):
    """The better best attempt of a step, then the second best, and so on (countback)."""

    step: StepId
    better: Better = "higher"


class ByPreference(Struct, frozen=True, tag="preference", forbid_unknown_fields=True):
    """Of exactly two tied, the one whom more judges put before the other."""


class ByCountback(Struct, frozen=True, tag="countback", forbid_unknown_fields=True):
    """More first places in the judges' own orders; if equal, more second places, and so on."""


class ByOrder(Struct, frozen=True, tag="order", kw_only=True, forbid_unknown_fields=True):
    """Who performed earlier, or later."""

    first: Literal["earlier", "later"]


class ByDecision(Struct, frozen=True, tag="decision", kw_only=True, forbid_unknown_fields=True):
    """A recorded lot or run-off; until it is recorded the tie stands and waits."""

    by: Literal["lot", "run_off"]


TieBreak: TypeAlias = (
    ByStep | ByHighestMarks | ByBestAttempts | ByPreference | ByCountback | ByOrder | ByDecision
)


class Scoring(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From marks to places."""

    criteria: Annotated[tuple[Criterion, ...], Meta(min_length=1, max_length=40)]
    attempts: Annotated[int, Meta(ge=0, le=60)] = 0
    """The most attempts of a performance; 0 where nothing is marked by attempt."""
    attempt_names: Annotated[tuple[Label, ...], Meta(max_length=60)] = ()
    """What the attempts are called, such as the five dances or the team's members."""
    every_attempt: bool = True
    """Whether all attempts must be recorded before a performance is settled."""
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=40)]
    better: Better = "higher"
    compare: Literal["published", "exact"] = "published"
    """Whether equal published scores are equal, or the unrounded ones decide."""
    unfinished: Literal["unplaced", "last"] = "unplaced"
    """Whether those who performed without a result get no place, or the last ones."""
    tie_breaks: Annotated[tuple[TieBreak, ...], Meta(max_length=20)] = ()
    scales: Annotated[tuple[Scale, ...], Meta(max_length=60)] = ()
    unusual: Decimal | None = None
    """How far from the panel's mean a mark is taken for a slip, so that the tablet asks."""

    @property
    def score(self) -> Step:
        """The step that is the score."""
        return next(step for step in reversed(self.steps) if not step.aside)

    def step(self, step_id: StepId) -> Step:
        """The step with this id; it must exist."""
        return next(step for step in self.steps if step.id == step_id)

    def criterion(self, criterion_id: CriterionId) -> Criterion:
        """The criterion with this id; it must exist."""
        return next(one for one in self.criteria if one.id == criterion_id)
