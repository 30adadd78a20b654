"""A contest as it stands: the fold of its events, holding facts only."""

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.events import Event, TieSettled
from scoring.contest.history import History
from scoring.contest.ids import EntrantId, PanelId, SeatId, StageId
from scoring.contest.papers import Papers
from scoring.contest.performance import Performance, Sheet, SheetKey
from scoring.contest.plan import Entrant, JudgedStage, Plan, Stage
from scoring.contest.play import MatchRecord, Play, RecordKey
from scoring.contest.release_events import ResultRevealed
from scoring.rules.shelf import Shelf


class Advanced(Struct, frozen=True):
    """The recorded decision who goes on by one route."""

    entrants: tuple[EntrantId, ...]
    qualifying: tuple[EntrantId, ...]
    reason: str
    replaced: tuple[tuple[EntrantId, EntrantId], ...] = ()
    """Who left and who came in instead, in the order in which it was decided."""
    placed: dict[str, EntrantId] = {}
    """From a stage of groups: who had which place, such as "A:1" or "best:3:2"."""


class Seal(Struct, frozen=True):
    """The rules of who goes on, fixed beforehand; lots must come from `seed` if there is one."""

    digest: str
    seed: str | None


class Frozen(Struct, frozen=True):
    """What the public knows of a stage whose results are being kept for the ceremony."""

    performances: dict[EntrantId, Performance]
    records: dict[RecordKey, MatchRecord]
    closed: bool
    ties: tuple[TieSettled, ...]
    advanced: dict[int, Advanced]
    disqualified: dict[EntrantId, str]
    conduct: dict[EntrantId, int]
    ranking: dict[EntrantId, int]
    since: int
    """How many results were public then."""
    steps: tuple[ResultRevealed, ...] = ()
    """What has been revealed."""


class StageState(Struct, frozen=True):
    """A stage as it stands. Who is not in `performances` has not been called yet."""

    order: tuple[EntrantId, ...] = ()
    seed: str | None = None
    panels: dict[EntrantId, PanelId] = {}
    seal: Seal | None = None
    performances: Shelf[EntrantId, Performance] = Shelf()
    on_stage: EntrantId | None = None
    last_settled: EntrantId | None = None
    """Whose result came last; after a ceremony, whose was told last."""
    closed: bool = False
    ties: tuple[TieSettled, ...] = ()
    advanced: dict[int, Advanced] = {}
    """By the number of the route onward."""
    revisions: dict[EntrantId, dict[SheetKey, int]] = {}
    """How far the sheets were counted of performances that were taken back."""
    disqualified: dict[EntrantId, str] = {}
    """Who was taken out of a played stage, and why."""
    approved: dict[EntrantId, Performance] = {}
    """As they stood when they were approved last, the newest at the end."""
    frozen: Frozen | None = None
    thawed: bool = False
    """Whether it was frozen before."""

    def turn(self, entrant: EntrantId) -> Performance:
        """The entrant's performance, or a new one with blank sheets that count on."""
        if entrant in self.performances:
            return self.performances[entrant]
        used = self.revisions.get(entrant, {})
        return Performance(sheets={key: Sheet(revision) for key, revision in used.items()})


class Contest(Struct, frozen=True):
    """One contest: the fold of its log.

    `seq` is the number of its last event. `version` counts the events that changed what the public
    may see: public screens are numbered by it, so that nothing hidden can be counted from outside.
    """

    plan: Plan
    entrants: dict[EntrantId, Entrant]
    stages: dict[StageId, StageState]
    history: History[Event]
    """Every event so far; number n is at n - 1."""
    play: dict[StageId, Play] = {}
    """The matches of the played stages."""
    paper: dict[StageId, Papers] = {}
    """What was typed in from paper sheets."""
    withdrawn: dict[EntrantId, str] = {}
    undone: frozenset[int] = frozenset()
    """The numbers of the events that no longer hold."""
    version: int = 1

    @property
    def seq(self) -> int:
        return len(self.history)

    def stage(self, stage_id: StageId) -> StageState:
        return self.stages[stage_id]

    def has_begun(self, stage_id: StageId) -> bool:
        """Whether anybody has been called, or a match was."""
        play = self.play.get(stage_id)
        played = play is not None and bool(play.opened or play.rounds)
        return played or bool(self.stages[stage_id].performances)

    def has_appeared(self, stage_id: StageId, entrant: EntrantId) -> bool:
        """Whether somebody has been called in a stage, alone or to a match."""
        play = self.play.get(stage_id)
        if play is None:
            return entrant in self.stages[stage_id].performances
        paired = (pair for one in play.rounds for pair in (*one.pairs, (one.bye,)))
        opened = (one.sides for one in play.opened.values())
        return any(entrant in together for together in (*paired, *opened))

    def field(self, stage: Stage) -> tuple[EntrantId, ...]:
        """Who competes in a stage: everybody entered, or those whom earlier stages sent."""
        routes = self.plan.routes_to(stage)
        if not routes:
            return tuple(self.entrants)
        decided = (self.stages[earlier.id].advanced.get(number) for earlier, number in routes)
        return tuple(
            dict.fromkeys(one for advanced in decided if advanced for one in advanced.entrants)
        )

    def present_field(self, stage: Stage) -> tuple[EntrantId, ...]:
        """The field without those who withdrew."""
        return tuple(one for one in self.field(stage) if one not in self.withdrawn)

    def is_settled(self, stage: JudgedStage, entrant: EntrantId) -> bool:
        """Whether the entrant's turn is over, or will not come."""
        performance = self.stages[stage.id].performances.get(entrant)
        if performance is None or performance.phase == "open":
            return entrant in self.withdrawn
        return True

    def running_order(self, stage: JudgedStage) -> tuple[EntrantId, ...]:
        """The order drawn or set; whoever is not in it (yet), or withdrew before, by number."""
        order = self.stages[stage.id].order
        field = set(self.field(stage))
        others = field.difference(order)
        drawn = tuple(one for one in order if one in field)
        return (*drawn, *sorted(others, key=lambda one: self.entrants[one].number))

    def marking(self, stage: JudgedStage, entrant: EntrantId) -> tuple[SeatId, ...]:
        """The judges who mark this entrant, and the trainees who do so beside them."""
        if not stage.trainees:
            return self.panel(stage, entrant)
        return (*self.panel(stage, entrant), *self._of_other_units(stage, entrant, stage.trainees))

    def panel(self, stage: JudgedStage, entrant: EntrantId) -> tuple[SeatId, ...]:
        """The judges who mark this entrant: the panel assigned, without those of the own unit."""
        seats = stage.panel
        if stage.panels:
            assigned = self.stages[stage.id].panels.get(entrant)
            seats = next((one.seats for one in stage.panels if one.id == assigned), ())
        return self._of_other_units(stage, entrant, seats)

    def _of_other_units(
        self, stage: JudgedStage, entrant: EntrantId, seats: tuple[SeatId, ...]
    ) -> tuple[SeatId, ...]:
        unit = self.entrants[entrant].unit
        if not stage.exclude_same_unit or not unit:
            return seats
        own = {seat.id for seat in self.plan.seats if seat.unit == unit}
        return tuple(seat for seat in seats if seat not in own)

    def with_stage(self, stage_id: StageId, **changes: object) -> "Contest":
        """The contest with something of one stage changed; `changes` are fields of its state."""
        changed = replace(self.stages[stage_id], **changes)
        return replace(self, stages={**self.stages, stage_id: changed})

    def with_performance(
        self, stage_id: StageId, entrant: EntrantId, performance: Performance
    ) -> "Contest":
        """The contest with this performance in place of the entrant's own."""
        performances = self.stages[stage_id].performances.having(entrant, performance)
        return self.with_stage(stage_id, performances=performances)
