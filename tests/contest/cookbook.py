"""The recipes of docs/scoring.md, and a kitchen in which each is played as a small contest."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from scoring.contest.decide import Decision
from scoring.contest.ids import EntrantId, StageId, StepId
from scoring.contest.names import number_text
from scoring.contest.plan import Plan
from scoring.contest.scores import Number
from scoring.contest.why import why
from tests.contest.wire import STAGE, Playing, Wire, label

PAGE = Path(__file__).parents[2] / "docs" / "scoring.md"
_RECIPE = re.compile(
    r"^### (?P<title>.+?)\n(?:(?!^#).)*?^```json\n(?P<json>.*?)^```", re.MULTILINE | re.DOTALL
)

Recipe = Callable[[Wire], None]
RECIPES: dict[str, list[Recipe]] = {}
"""What each recipe must come to; filled by `recipe`."""


def snippets() -> dict[str, Wire]:
    """Every recipe of the page by its title."""
    found = [(one["title"], json.loads(one["json"])) for one in _RECIPE.finditer(_page())]
    titles = [title for title, _ in found]
    assert len(titles) == len(set(titles)), "two recipes of one title"
    return dict(found)


def blocks() -> int:
    """How many snippets the page has, wherever they stand."""
    return _page().count("```json")


def _page() -> str:
    return PAGE.read_text(encoding="utf-8")


def recipe(title: str) -> Callable[[Recipe], Recipe]:
    """Say that a function plays the recipe of that title."""

    def registered(played: Recipe) -> Recipe:
        RECIPES.setdefault(title, []).append(played)
        return played

    return registered


def cooked(
    snippet: Wire,
    entrants: str | Sequence[Wire] = "",
    judges: str | Sequence[Wire] = "",
    **stage: Any,  # noqa: ANN401 - whatever the wire format takes
) -> Plan:
    """A plan around a snippet of one stage. Officials get their seats from the criteria."""
    return planned([{"id": STAGE, **snippet, **stage}], entrants, judges)


def planned(
    stages: Sequence[Wire], entrants: str | Sequence[Wire], judges: str | Sequence[Wire] = ""
) -> Plan:
    """A plan of these stages, which all have the same judges."""
    seats = [{"id": one} if isinstance(one, str) else one for one in _split(judges)]
    officials = {
        seat: None
        for stage in stages
        for criterion in stage["scoring"]["criteria"]
        for seat in criterion.get("by", ())
    }
    panel = [seat["id"] for seat in seats]
    field = [{"id": one} if isinstance(one, str) else one for one in _split(entrants)]
    written = {
        "id": "contest",
        "meet": {"id": "meet", "name": label("Meet")},
        "name": label("Contest"),
        "sport": "singing",
        "groups": stages[0].get("groups", ()),
        "entrants": stages[0].get("entrants")
        or [{"number": number, "name": one["id"], **one} for number, one in enumerate(field, 1)],
        "seats": [{"name": label(one["id"]), **one} for one in (*seats, *map(_seat, officials))],
        "stages": [
            {
                "type": "judged",
                "name": label(stage["id"]),
                **({} if "panels" in stage else {"panel": panel}),
                **{key: stage[key] for key in stage if key not in ("groups", "entrants")},
            }
            for stage in stages
        ],
    }
    return msgspec.convert(written, Plan)


def _seat(official: str) -> Wire:
    return {"id": official}


def _split(names: str | Sequence[Wire]) -> Sequence[str | Wire]:
    return names.split() if isinstance(names, str) else names


class Kitchen(Playing):
    """A contest under way, in one stage at a time."""

    def __init__(self, made: Plan) -> None:
        self.at: str = made.judged[0].id
        super().__init__(made)

    @property
    def stage_id(self) -> Any:  # noqa: ANN401 - an id as text
        return self.at

    def ask(self, kind: str, **fields: Any) -> Decision:  # noqa: ANN401 - the wire format
        if kind not in ("register", "withdraw"):
            fields.setdefault("stage", self.at)
        return super().ask(kind, **fields)

    def turn(self, entrant: str, **marks: str | Sequence[str]) -> None:
        """One whole performance.

        Of each criterion the marks of its seats in order, apart by blanks; for attempts a list of
        such texts. "-" is an absent judge, an empty text an attempt that was not made, and "dnf",
        "dns" or "dsq" is what an official recorded instead.
        """
        self.tell("call", entrant=entrant)
        absent = self.fill(entrant, **marks)
        self.tell("close_performance", entrant=entrant, absent=absent)

    def fill(self, entrant: str, **marks: str | Sequence[str]) -> list[str]:
        """Every sheet of a performance that is open; who is absent."""
        sheets: dict[tuple[str, int], dict[str, str]] = {}
        absent: dict[str, None] = {}
        for criterion, given in marks.items():
            rows = [(0, given)] if isinstance(given, str) else list(enumerate(given, start=1))
            for attempt, row in rows:
                if not row:
                    continue
                for seat, mark in zip(self._seats(entrant, criterion), row.split(), strict=True):
                    if mark == "-":
                        absent[seat] = None
                    else:
                        sheets.setdefault((seat, attempt), {})[criterion] = mark
        for (seat, attempt), sheet in sheets.items():
            self._enter(entrant, seat, attempt, sheet)
        return list(absent)

    def _enter(self, entrant: str, seat: str, attempt: int, sheet: Mapping[str, str]) -> None:
        outcome = next((one for one in sheet.values() if one in ("dnf", "dns", "dsq")), None)
        marks = [{"criterion": one, "mark": mark} for one, mark in sheet.items()]
        self.tell(
            "enter_marks", entrant=entrant, seat=seat, attempt=attempt, after=0,
            marks=[] if outcome else marks, outcome=outcome,
        )  # fmt: skip

    def _seats(self, entrant: str, criterion: str) -> Sequence[str]:
        stage = self.now.plan.judged_stage(StageId(self.at))
        assert stage is not None
        by = next(one.by for one in stage.scoring.criteria if one.id == criterion)
        return by or self.now.panel(stage, EntrantId(entrant))

    def close(self) -> None:
        self.tell("close_stage")

    def go_on(self, stage: Any, route: int = 0) -> None:  # noqa: ANN401 - an id as text
        """Record who qualifies, and turn to that stage."""
        self.tell("advance", route=route, entrants=list(self.qualifying(route)))
        self.at = stage

    def qualifying(self, route: int = 0) -> tuple[str, ...]:
        return tuple(self.result().cuts[route].qualifying)

    def ranked(self) -> str:
        """Everybody as "place entrant score", best first; outcomes in place of scores."""
        return ", ".join(
            f"{one.place or '-'} {one.entrant} {one.score or one.outcome or one.status}"
            for one in self.result().standings
        )

    def value(self, entrant: str, step: str) -> str:
        """A step of an entrant as printed."""
        found = self.result().chain.values[EntrantId(entrant)][StepId(step)]
        assert isinstance(found, Number)
        return number_text(found)

    def why(self, entrant: str) -> str:
        return "\n".join(str(one) for one in why(self.now, self.result(), EntrantId(entrant)))
