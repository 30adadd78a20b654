"""Small contests of matches, their commands in short form, and a desk that plays them."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from scoring.contest.commands import Command
from scoring.contest.decide import Decision, decide
from scoring.contest.encounters import encounters
from scoring.contest.events import Event
from scoring.contest.fold import evolve
from scoring.contest.guards import Rejected
from scoring.contest.history import History
from scoring.contest.plan import Plan
from scoring.contest.play import BLANK, Play
from scoring.contest.state import Contest

Wire = dict[str, Any]

RALLIES: Wire = {
    "type": "rally",
    "best_of": 3,
    "game": {"points": 2, "lead": 1},
    "service": {"type": "courts", "players": 1},
    "cards": {"yellow": 0, "red": 1},
    "disqualifying": "black",
}
"""Two games won, each to two points."""
PERIODS: Wire = {
    "type": "periods",
    "periods": 2,
    "seconds": 600,
    "points": [1, 2],
    "fouls": {"personal": 2, "team": 1},
    "forfeit": 3,
}
DECIDED: Wire = {**PERIODS, "overtime": {"seconds": 300}, "shootout": 1}
"""As in a knock-out: overtime, then kicks."""
TIE: Wire = {
    "type": "tie",
    "rubbers": [
        {"id": "MS", "name": {"en": "Men"}, "players": 1, "pairing": "m", "rules": RALLIES},
        {"id": "WS", "name": {"en": "Women"}, "players": 1, "pairing": "f", "rules": RALLIES},
        {"id": "S", "name": {"en": "Any"}, "players": 1, "rules": RALLIES},
    ],
}
BOOK: Wire = {
    "name": {"en": "House rules"},
    "points": {"win": 3, "draw": 1},
    "blocks": [
        {"clauses": [{"text": "1", "measure": "league_points"}]},
        {"clauses": [{"text": "2", "measure": "point_difference"}]},
        {"clauses": [{"text": "3", "measure": "conduct"}]},
        {"clauses": [{"text": "4", "measure": "lots"}]},
    ],
    "across": [
        {"text": "1", "measure": "league_points"},
        {"text": "3", "measure": "conduct"},
        {"text": "4", "measure": "lots"},
    ],
    "policy": {"retired": {"score": "completed", "loss": "lost", "deleted_after": 1}},
}
BEST_TWO: Wire = {"to": {"en": "Onward"}, "rules": [{"type": "top", "count": 2}], "tie": "lots"}
FIRST_TWO: Wire = {**BEST_TWO, "rules": [{"type": "quota", "by": "pool", "best": 2}]}


def stage(name: str, layout: Wire, rules: Wire, *onward: Wire) -> Wire:
    return {
        "type": "played",
        "id": name,
        "name": {"en": name.capitalize()},
        "format": layout,
        "match": rules,
        "courts": ["court-1", "court-2"],
        "advancement": list(onward),
    }


def drawn(kind: str = "knock_out", **options: Any) -> Wire:  # noqa: ANN401 - as on the wire
    return {"type": kind, "entry": {"type": "drawn"}, **options}


def crossed() -> Wire:
    return {"type": "knock_out", "entry": {"type": "crossed", "places": 2}}


def groups(*names: str) -> Wire:
    return {"type": "groups", "names": names, "book": BOOK}


def plan(count: int, *stages: Wire) -> Plan:
    """Teams of a man and a woman, two of each unit."""
    made = {
        "id": "games",
        "meet": {"id": "meet", "name": {"en": "Meet"}},
        "name": {"en": "Games"},
        "sport": "badminton",
        "entrants": [entrant(number) for number in range(1, count + 1)],
        "seats": [
            {"id": "court-1", "name": {"en": "Court 1"}},
            {"id": "court-2", "name": {"en": "Court 2"}, "unit": "Unit 1"},
        ],
        "stages": stages,
    }
    return msgspec.convert(made, Plan)


def entrant(number: int) -> Wire:
    return {
        "id": f"t{number}",
        "number": number,
        "name": f"Team {number}",
        "unit": f"Unit {number // 2}",
        "members": [
            {"id": f"m{number}", "name": f"Max {number}", "gender": "m"},
            {"id": f"w{number}", "name": f"Wei {number}", "gender": "f"},
        ],
    }


def command(kind: str, number: int = 1, **fields: Any) -> Command:  # noqa: ANN401 - as on the wire
    made: Command = msgspec.convert({"type": kind, "id": f"desk:{number}", **fields}, Command)
    return made


def events_of(decision: Decision) -> tuple[Event, ...]:
    return decision.events if isinstance(decision, Rejected) else decision


def after(contest: Contest | None, decision: Decision) -> Contest:
    for event in events_of(decision):
        contest = evolve(contest, event)
    assert contest is not None
    return contest


def played(made: Plan, commands: Sequence[Command] = ()) -> Contest:
    """The contest after these commands, all of which are accepted."""
    registered = after(None, decide(None, command("register", plan=msgspec.to_builtins(made))))
    return accepted(registered, commands)


def accepted(contest: Contest, commands: Sequence[Command]) -> Contest:
    for one in commands:
        decision = decide(contest, one)
        assert not isinstance(decision, Rejected), f"{one}: {decision.reason}"
        contest = after(contest, decision)
    return contest


def by_number(contest: Contest) -> list[Command]:
    """Every match of the first stage, in periods: of two teams the lower number wins."""
    first = contest.plan.played[0]
    found: list[Command] = []
    for one in encounters(contest, first):
        assert one.entrants is not None
        a, b = (contest.entrants[side].number for side in one.entrants)
        score = {"regular": [b - a, 0] if a < b else [0, a - b]}
        result = [{"type": "set_score", "score": score}]
        found.append(command("enter_result", stage=first.id, match=one.id, result=result))
    return found


def facts(contest: Contest) -> Contest:
    """The contest without its history, and without how often its records were changed."""

    def bare(play: Play) -> Play:
        records = {
            key: replace(one, revision=0)
            for key, one in play.records.items()
            if replace(one, revision=0) != BLANK
        }
        return replace(play, records=records)

    return replace(
        contest,
        play={stage: bare(play) for stage, play in contest.play.items()},
        history=History[Event](),
        undone=frozenset(),
        version=0,
    )
