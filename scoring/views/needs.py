"""What waits for the organizer elsewhere than on the stage, most urgent first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from scoring.contest.ids import EntrantId, SeatId, StageId
from scoring.contest.names import seat_label
from scoring.contest.state import Contest, StageState
from scoring.views.head import Card, marks_text
from scoring.views.onward import RouteScreen, StageEnd
from scoring.views.panel import PerformancePanel
from scoring.views.ties import Tie
from scoring.views.words import Words
from scoring.wording import Message, say


class Asking(Struct, frozen=True):
    """A seat that wants to change a sheet it handed in."""

    stage: StageId
    entrant: EntrantId
    seat: SeatId
    attempt: int
    number: int
    name: str
    """The seat's."""
    marks: str
    """What was handed in."""
    reason: str
    settled: bool
    """Whether leave would open the performance again."""
    final: bool
    """Whether the stage is closed, so that only a correction is left."""


class Need(Struct, frozen=True):
    """Something that waits for the organizer.

    What the stage itself waits for, such as the next call, is no need: its card shows it.
    """

    kind: Literal["late", "contested", "amendment", "missing", "tie", "absent", "differs", "place"]
    text: str
    entrant: EntrantId | None = None
    tie: Tie | None = None
    """What is to be settled."""
    stage: StageId | None = None
    route: RouteScreen | None = None
    """The route, and its stage, that somebody is to be replaced on."""
    asked: Asking | None = None
    """What a seat asks leave for."""


def needs(  # noqa: PLR0913, PLR0917 - everything that may need somebody
    contest: Contest,
    state: StageState,
    still_open: Sequence[PerformancePanel],
    ties: tuple[Sequence[Tie], Sequence[Tie]],
    ends: Iterable[StageEnd],
    words: Words,
) -> tuple[Need, ...]:
    """`ties` are those at the line, and those for a place only."""
    at_the_line, for_a_place = ties
    onward = [(end, route) for end in ends for route in end.routes if route.recorded]
    settling = {(tie.by, tie.entrants) for tie in at_the_line}
    return (
        *_contested(contest, state, words),
        *_amendments(contest, words),
        *(_missing(panel, words) for panel in still_open if panel.missing),
        *(Need("tie", words(_tie_text(tie)), tie=tie) for tie in at_the_line),
        *(need for end, route in onward for need in _absent(end, route, words)),
        *(_differs(end, route, words) for end, route in onward if route.joining or route.leaving),
        *(
            Need("place", words(_tie_text(tie)), tie=tie)
            for tie in for_a_place
            if (tie.by, tie.entrants) not in settling
        ),
    )


def late_needs(unassigned: Sequence[Card], words: Words) -> tuple[Need, ...]:
    """Who came after the panels were assigned cannot be called before one is named."""
    if not unassigned:
        return ()
    who = tuple(_called(one) for one in unassigned)
    return (Need("late", words(say("No panel judges {who} yet.", who=who))),)


def _contested(contest: Contest, state: StageState, words: Words) -> list[Need]:
    return [
        Need(
            "contested",
            words(
                say(
                    "{seat}: two devices sent different marks for No. {number}. Choose one.",
                    seat=seat_label(contest.plan, seat),
                    number=contest.entrants[entrant].number,
                )
            ),
            entrant,
        )
        for entrant, performance in state.performances.items()
        for (seat, _), sheet in performance.sheets.items()
        if sheet.contested
    ]


def _amendments(contest: Contest, words: Words) -> Iterator[Need]:
    """Of all stages: a judge may notice late what was handed in."""
    for stage in contest.plan.judged:
        state = contest.stage(stage.id)
        for entrant, performance in state.performances.items():
            for (seat, attempt), sheet in {**performance.sheets, **performance.apart}.items():
                if sheet.request is None or sheet.request.answer is not None:
                    continue
                label = seat_label(contest.plan, seat)
                who = contest.entrants[entrant]
                text = say("{seat} asks to change the sheet of No. {number}.",
                           seat=label, number=who.number)  # fmt: skip
                criteria = stage.scoring.criteria
                marks = marks_text(criteria, sheet.given).values() if sheet.given else ()
                asking = Asking(
                    stage.id, entrant, seat, attempt, who.number, words.label(label),
                    " / ".join(marks), sheet.request.reason,
                    performance.phase != "open" and seat not in stage.trainees, state.closed,
                )  # fmt: skip
                yield Need("amendment", words(text), entrant, stage=stage.id, asked=asking)


def _missing(panel: PerformancePanel, words: Words) -> Need:
    text = say(
        "No. {number} still lacks marks from {seats}.",
        number=panel.card.number,
        seats=panel.missing_names,
    )
    return Need("missing", words(text), panel.card.entrant)


def _tie_text(tie: Tie) -> Message:
    who = tuple(say("No. {number}", number=one.number) for one in tie.entrants)
    if not tie.to:
        if tie.by == "lot":
            return say("{who} share place {place}; lots decide.", who=who, place=tie.place)
        return say("{who} share place {place}; a run-off decides.", who=who, place=tie.place)
    if tie.by == "lot":
        return say("{who} are tied at the line to {to}: draw lots.", who=who, to=tie.to)
    return say("{who} are tied at the line to {to}: hold a run-off.", who=who, to=tie.to)


def _absent(end: StageEnd, route: RouteScreen, words: Words) -> list[Need]:
    if end.begun or not route.candidates:
        return []
    return [
        Need(
            "absent",
            words(
                say(
                    "{who} cannot come to {to}; next in line is {next}.",
                    who=_called(absent),
                    to=route.to,
                    next=_called(route.candidates[0]),
                )
            ),
            absent.entrant,
            stage=end.stage,
            route=route,
        )
        for absent in route.absentees
    ]


def _differs(end: StageEnd, route: RouteScreen, words: Words) -> Need:
    text = say("After a correction the list of who goes on to {to} no longer fits the ranking.",
               to=route.to)  # fmt: skip
    return Need("differs", words(text), stage=end.stage, route=route)


def _called(card: Card) -> Message:
    return say("No. {number} {name}", number=card.number, name=card.name)
