"""The commands of a contest of matches, in the order in which a hall would send them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from scoring.contest.advancement import Advancement
from scoring.contest.formats import Format
from scoring.contest.ids import ContestId, EntrantId, MeetId, SeatId, StageId
from scoring.contest.match_commands import (
    ConfirmResult,
    EnterResult,
    OpenMatch,
    Outright,
    Record,
    RecordValues,
    SetLines,
    Tap,
)
from scoring.contest.plan import Entrant, MatchRules, Meet, PlayedStage, Seat
from scoring.rules.round_robin import round_robin
from scoring.rules.slots import MatchId
from scoring.wording import Label
from tests.data.converters.script import Script

COURT = SeatId("court")
COURTS = (Seat(id=COURT, name=Label(zh="赛场", en="Court")),)
Sides: TypeAlias = tuple[str, str]
Known: TypeAlias = dict[frozenset[str], tuple[MatchId, Sides]]
"""By the two who meet: which match that is, and who is named first in it."""


class MatchScript(Script):
    """Commands about matches, beside those that end a stage."""

    def set_lines(self, stage: StageId, lines: Iterable[Iterable[str]], reason: str) -> None:
        """Who stands on which line of a bracket, or is in which group, by name."""
        ids = tuple(tuple(entrant_id(one) for one in part) for part in lines)
        self.commands.append(SetLines(id=self._id(), stage=stage, lines=ids, reason=reason))

    def umpire(self, stage: StageId, match: MatchId, taps: Sequence[Tap]) -> None:
        """Call a match onto the court, tap what happens, one by one, and confirm the result."""
        opened = OpenMatch(id=self._id(), stage=stage, match=match, court=COURT)
        self.commands.append(opened)
        for after, tap in enumerate(taps):
            tapped = Record(
                id=self._id(), stage=stage, match=match, seat=COURT, after=after, tap=tap
            )
            self.commands.append(tapped)
        confirm = ConfirmResult(
            id=self._id(), stage=stage, match=match, seat=COURT, after=len(taps)
        )
        self.commands.append(confirm)

    def enter_result(self, stage: StageId, match: MatchId, result: Outright) -> None:
        entered = EnterResult(id=self._id(), stage=stage, match=match, result=result)
        self.commands.append(entered)

    def advance_named(self, stage: StageId, names: Iterable[str]) -> None:
        self.advance(stage, [entrant_id(one) for one in names])

    def values(
        self,
        stage: StageId,
        measure: Literal["conduct", "ranking"],
        values: Mapping[str, int],
        reason: str,
    ) -> None:
        by_id = {entrant_id(one): value for one, value in values.items()}
        recorded = RecordValues(
            id=self._id(), stage=stage, measure=measure, values=by_id, reason=reason
        )
        self.commands.append(recorded)


def entrant_id(name: str) -> EntrantId:
    """What an id may look like, of a name."""
    return EntrantId(re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower()[:40])


def entrants(names: Iterable[str]) -> tuple[Entrant, ...]:
    return tuple(
        Entrant(id=entrant_id(name), number=number, name=name)
        for number, name in enumerate(names, start=1)
    )


def played_stage(
    stage: StageId, layout: Format, rules: MatchRules, *onward: Advancement
) -> PlayedStage:
    return PlayedStage(
        id=stage,
        name=Label(en=stage),
        format=layout,
        match=rules,
        courts=(COURT,),
        advancement=onward,
    )


def meet(name: str) -> Meet:
    return Meet(id=MeetId("official"), name=Label(en=name))


def contest_id(*parts: str) -> ContestId:
    return ContestId("-".join(parts).lower())


def group_matches(groups: Mapping[str, Sequence[str]]) -> Known:
    return {
        frozenset(pair): (f"{name}-{number}-{place}", pair)
        for name, members in groups.items()
        for number, one in enumerate(round_robin(members), start=1)
        for place, pair in enumerate(one.pairs, start=1)
    }


def draw_order(rounds: Sequence[Sequence[Sides]]) -> list[str]:
    """The lines of the draw: each match stands where its two sides do in the next round."""
    (final,) = rounds[-1]
    order = [*final]
    for earlier in reversed(rounds[:-1]):
        where = {side: sides for sides in earlier for side in sides}
        order = [one for side in order for one in where[side]]
    return order


def bracket_matches(rounds: Sequence[Sequence[Sides]]) -> Known:
    """Those of a knock-out whose rounds were these."""
    found: Known = {}
    for number, played in enumerate(rounds, start=1):
        order = draw_order(rounds[number - 1 :])
        for place, pair in enumerate(zip(order[::2], order[1::2], strict=True), start=1):
            found[frozenset(pair)] = (f"main-{number}-{place}", pair)
        assert {frozenset(sides) for sides in played} <= found.keys()
    return found
