"""Everything that somebody might tap in a contest of matches, and contests in which they did."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from scoring.contest.commands import Command
from scoring.contest.decide import decide
from scoring.contest.encounters import Encounter, encounters
from scoring.contest.events import Event
from scoring.contest.formats import Groups, Swiss
from scoring.contest.plan import Plan, PlayedStage
from scoring.contest.play import MatchRecord
from scoring.contest.state import Contest
from scoring.contest.tables import played_standings
from scoring.rules.counting import RallyRules
from scoring.rules.ties import TieRules
from tests.contest.playing import (
    BEST_TWO,
    DECIDED,
    FIRST_TWO,
    PERIODS,
    RALLIES,
    TIE,
    Wire,
    after,
    by_number,
    command,
    crossed,
    drawn,
    events_of,
    groups,
    plan,
    played,
    stage,
)

LISTED: Wire = {
    "meetings": [
        {"a": "t1", "b": "t2", "times": 2},
        {"a": "t2", "b": "t3"},
        {"a": "t4", "b": "t1"},
        {"a": "t3", "b": "t4"},
    ],
    "brought": [{"entrant": "t4", "won": 1, "league_points": 3, "points": [2, 0]}],
}
PLANS = {
    "knock-out": plan(5, stage("cup", drawn(playing="all"), RALLIES)),
    "team ties": plan(3, stage("cup", drawn(), TIE)),
    "double elimination": plan(4, stage("cup", drawn("double_elimination"), DECIDED)),
    "swiss": plan(5, stage("rounds", {"type": "swiss", "rounds": 3}, RALLIES)),
    "groups": plan(6, stage("league", groups("A", "B"), PERIODS, FIRST_TWO),
                   stage("cup", crossed(), DECIDED)),
    "drawn anew": plan(3, stage("league", groups("A"), PERIODS, BEST_TWO),
                       stage("cup", drawn(), DECIDED)),
    "listed meetings": plan(4, stage("league", groups("A", "B") | LISTED, PERIODS, FIRST_TWO)),
}  # fmt: skip

RETIRED: Wire = {
    "type": "stop",
    "outcome": {"type": "conceded", "by": "a", "how": "retired"},
}
STOPS: tuple[Wire, ...] = (
    RETIRED,
    {"type": "stop", "outcome": {"type": "conceded", "by": "b", "how": "walkover"}},
    {"type": "stop", "outcome": {"type": "both_out"}},
    {"type": "stop", "outcome": {"type": "unplayed", "why": "called_off"}},
)
IN_RALLIES: tuple[Wire, ...] = (
    {"type": "start", "server": ["a", 1]},
    {"type": "rally", "winner": "a"},
    {"type": "rally", "winner": "b"},
    {"type": "set_service", "server": ["b", 1]},
    {"type": "swap_ends"},
    {"type": "set_games", "games": [[2, 0], [1, 0]]},
    {"type": "card", "card": "red", "side": "a"},
    {"type": "card", "card": "black", "side": "b"},
    *STOPS,
)
IN_PERIODS: tuple[Wire, ...] = (
    {"type": "begin"},
    {"type": "goal", "side": "a", "points": 2},
    {"type": "goal", "side": "b"},
    {"type": "period_over"},
    {"type": "foul", "side": "a", "player": "7"},
    {"type": "kick", "side": "a", "scored": True},
    {"type": "kick", "side": "b", "scored": False},
    {"type": "set_score", "score": {"regular": [1, 0]}},
    *STOPS,
)
BACK: tuple[Wire, ...] = ({"type": "undo"}, {"type": "redo"})
GAMES: tuple[list[Wire], ...] = (
    [{"type": "set_games", "games": [[2, 0], [2, 1]]}],
    [{"type": "set_games", "games": [[2, 0], [0, 2], [0, 2]]}],
    [{"type": "set_games", "games": [[2, 0], [1, 0]]}, RETIRED],
    *([one] for one in STOPS),
)
SCORES: tuple[list[Wire], ...] = (
    [{"type": "set_score", "score": {"regular": [1, 0]}}],
    [{"type": "set_score", "score": {"regular": [1, 1]}}],
    [{"type": "set_score", "score": {"regular": [0, 0], "overtime": [0, 0], "shootout": [2, 3]}}],
    [{"type": "set_score", "score": {"regular": [0, 0], "overtime": [0, 2]}}],
    *([one] for one in STOPS),
)
SECRET, HASH = "a long secret", "0" * 64


def asked(kind: str, **fields: Any) -> Wire:  # noqa: ANN401 - as on the wire
    """A command not yet made, as most of them never are."""
    return {"kind": kind, **fields}


def taps(contest: Contest) -> Iterator[Wire]:
    """Everything that somebody might tap now; much of it will be refused."""
    yield asked("enter", entrant={"id": "t9", "number": 9, "name": "Team 9"})
    for one in contest.entrants:
        yield asked("withdraw", entrant=one, reason="Ill")
        yield asked("reinstate", entrant=one, reason="Well")
    for seq in range(contest.seq, 1, -1):
        yield asked("undo", seq=seq, reason="Tapped")
    for found in contest.plan.played:
        yield from _of_stage(contest, found)


def _of_stage(contest: Contest, found: PlayedStage) -> Iterator[Wire]:
    at, field = {"stage": found.id}, contest.field(found)
    present = contest.present_field(found)
    seeded = present[:2]
    yield asked("announce_draw", **at, seeded=seeded, commitment=HASH)
    yield asked("draw", **at, secret=SECRET, word="hall")
    yield asked("draw", **at, seeded=seeded, secret=SECRET)
    yield asked("set_lines", **at, lines=_lines(found, present), reason="Lots")
    yield asked("set_lines", **at, lines=_lines(found, field[::-1]), reason="Lots")
    yield asked("swap_lines", **at, first=1, second=2, reason="Read out wrongly")
    yield asked("swap_lines", **at, first=2, second=4, reason="Read out wrongly")
    yield asked("pair_round", **at)
    yield asked("seal_cut", **at)
    yield asked("close_stage", **at)
    yield asked("reopen_stage", **at, reason="A result was wrong")
    for one in field:
        yield asked("disqualify", **at, entrant=one, reason="Unsporting")
        values = {one: -contest.entrants[one].number}
        yield asked("record_values", **at, measure="conduct", values=values, reason="Cards")
    result = played_standings(contest, found)
    for tied in result.ties:
        order = tied[::-1]
        yield asked("settle_tie", **at, by="lot", order=order, seed="a long seed")
        yield asked("settle_tie", **at, by="lot", order=order, reason="In public")
    yield asked("advance", **at, entrants=result.qualifying)
    yield asked("advance", **at, entrants=field[:2], reason="Host")
    for leaving in field[:2]:
        for entering in field[2:4]:
            yield asked("replace", **at, leaving=leaving, entering=entering, reason="Cannot come")
    matches = encounters(contest, found)
    every = [one.id for one in matches]
    for match in matches:
        yield from _of_match(contest, found, match, every)


def _lines(found: PlayedStage, entrants: tuple[str, ...]) -> list[list[str | None]]:
    match found.format:
        case Groups(names=names):
            return [list(entrants[number :: len(names)]) for number in range(len(names))]
        case Swiss():
            return [list(entrants)]
        case _:
            size = 1 << (len(entrants) - 1).bit_length() if len(entrants) > 1 else 2
            return [[*entrants, *[None] * (size - len(entrants))]]


def _of_match(
    contest: Contest, found: PlayedStage, one: Encounter, every: list[str]
) -> Iterator[Wire]:
    at: Wire = {"stage": found.id, "match": one.id}
    yield asked("open_match", **at)
    yield asked("open_match", **at, seat="court-1", court="court-1")
    yield asked("schedule", stage=found.id, matches=[{"match": one.id, "court": "court-2"}])
    for team in one.entrants or ():
        members = contest.entrants[team].members
        man, woman = (members[0].id, members[1].id) if members else ("x", "y")
        lineup = {"MS": [man], "WS": [woman], "S": [man]}
        yield asked("hand_in_lineup", **at, side=team, lineup=lineup)
        yield asked("hand_in_lineup", **at, side=team, lineup={"MS": [man]})
    yield asked("reveal_lineups", **at)
    yield asked("reveal_lineups", **at, reason="One team is late")
    count = len(found.match.rubbers) if isinstance(found.match, TieRules) else 0
    play = contest.play[found.id]
    for rubber in range(count + 1):
        record = play.record(one.id, rubber)
        yield from _of_record({**at, "rubber": rubber}, found, record, every)


def _of_record(
    at: Wire, found: PlayedStage, record: MatchRecord, every: list[str]
) -> Iterator[Wire]:
    rallies = isinstance(found.match, RallyRules | TieRules)
    now, stale = record.revision, max(0, record.revision - 1)
    for tap in (*(IN_RALLIES if rallies else IN_PERIODS), *BACK):
        yield asked("record", **at, after=now, tap=tap)
    yield asked("record", **at, after=stale, tap=BACK[0])
    yield asked("record", **at, after=now, tap=(IN_PERIODS if rallies else IN_RALLIES)[1])
    yield asked("confirm_result", **at, after=now)
    yield asked("confirm_result", **at, after=stale)
    for accept in ([], every):
        yield asked("reopen_match", **at, reason="Sides mixed up", accept=accept)
        for result in GAMES if rallies else SCORES:
            yield asked(
                "enter_result", **at, after=now, result=result, reason="Paper", accept=accept
            )


LIKELY = ("record", "confirm_result", "open_match", "enter_result")


def draw_command(draw: DrawFn, contest: Contest) -> Command | None:
    """Some command of some kind that is accepted now, or leaves a trace; None if none is."""
    by_kind: dict[str, list[Wire]] = {}
    for made in taps(contest):
        by_kind.setdefault(made["kind"], []).append(made)
    kinds = sorted(by_kind)
    likely = [one for one in LIKELY if one in by_kind]
    commands = by_kind[draw(st.sampled_from([*kinds, *likely * 6]))]
    first = draw(st.integers(0, len(commands) - 1))
    for made in (*commands[first:], *commands[:first]):
        one = command(**made)
        if events_of(decide(contest, one)):
            return one
    return None


def half_way(made: Plan) -> list[Command]:
    """Of two stages the first is over, and who goes on is recorded."""
    first, *later = made.played
    if not later:
        return []
    contest, commands = played(made), []
    if isinstance(first.format, Groups) and len(first.format.names) > 1:
        lines = _lines(first, contest.field(first))
        commands.append(command("set_lines", stage=first.id, lines=lines, reason="Lots"))
    commands += by_number(played(made, commands))
    going = played_standings(played(made, commands), first).qualifying
    close = command("close_stage", stage=first.id)
    return [*commands, close, command("advance", stage=first.id, entrants=going)]


class Walk(NamedTuple):
    """What people tapped, and what came of it."""

    plan: Plan
    commands: list[Command]
    contest: Contest

    def __repr__(self) -> str:
        return f"{self.plan.stages}: {self.commands}"

    @property
    def log(self) -> list[Event]:
        return list(self.contest.history)


@st.composite
def walks(draw: DrawFn) -> Walk:
    """A contest in which people tap what is possible; some of it leaves no more than a trace."""
    made = PLANS[draw(st.sampled_from(sorted(PLANS)))]
    commands = draw(st.sampled_from([[], half_way(made)]))
    contest = played(made, commands)
    for _ in range(draw(st.sampled_from([5, 20, 50]))):
        one = draw_command(draw, contest)
        if one is not None:
            commands = [*commands, one]
            contest = after(contest, decide(contest, one))
    return Walk(made, commands, contest)


ANY_STAGE = st.sampled_from(["cup", "league", "rounds", "nowhere"])
ANY_MATCH = st.sampled_from(["main-1-1", "main-2-1", "A-1-1", "1-1", "places_3-1-1", "nothing"])
ANYBODY = st.sampled_from(["t1", "t2", "t5", "nobody"])
ANY_RUBBER = st.integers(0, 5)
ANY_REVISION = st.integers(0, 3)
ANY_TAP = st.sampled_from([*IN_RALLIES, *IN_PERIODS, *BACK])
ANY_RESULT = st.sampled_from([*GAMES, *SCORES])
ANY_TEXT = st.sampled_from(["Reason", " "])


def _wild(kind: str, **fields: SearchStrategy[Any]) -> SearchStrategy[Wire]:
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


WILD: SearchStrategy[Wire] = st.one_of(
    _wild("record", stage=ANY_STAGE, match=ANY_MATCH, rubber=ANY_RUBBER, after=ANY_REVISION,
          tap=ANY_TAP),
    _wild("confirm_result", stage=ANY_STAGE, match=ANY_MATCH, rubber=ANY_RUBBER,
          after=ANY_REVISION),
    _wild("enter_result", stage=ANY_STAGE, match=ANY_MATCH, rubber=ANY_RUBBER,
          after=ANY_REVISION, result=ANY_RESULT, reason=ANY_TEXT),
    _wild("reopen_match", stage=ANY_STAGE, match=ANY_MATCH, rubber=ANY_RUBBER, reason=ANY_TEXT),
    _wild("open_match", stage=ANY_STAGE, match=ANY_MATCH,
          court=st.sampled_from(["court-1", "court-9"]), seat=st.sampled_from(["court-2", "x"])),
    _wild("hand_in_lineup", stage=ANY_STAGE, match=ANY_MATCH, side=ANYBODY,
          lineup=st.sampled_from([{}, {"MS": ["m1", "m1"]}, {"XX": ["m1"]}, {"MS": ["w1"]}])),
    _wild("reveal_lineups", stage=ANY_STAGE, match=ANY_MATCH, reason=ANY_TEXT),
    _wild("swap_lines", stage=ANY_STAGE, first=st.integers(1, 9), second=st.integers(1, 9),
          reason=ANY_TEXT),
    _wild("set_lines", stage=ANY_STAGE, reason=ANY_TEXT, lines=st.sampled_from(
        [[[]], [["t1"]], [["t1", "t1"]], [["t1", "t2", None, "nobody"]], [["t1"], ["t2"]]])),
    _wild("draw", stage=ANY_STAGE, secret=st.just(SECRET), seeded=st.lists(ANYBODY, max_size=3)),
    _wild("schedule", stage=ANY_STAGE, matches=st.tuples(st.fixed_dictionaries(
        {"match": ANY_MATCH, "court": st.sampled_from(["court-1", "x"])}))),
    _wild("record_values", stage=ANY_STAGE, measure=st.just("ranking"), reason=ANY_TEXT,
          values=st.dictionaries(ANYBODY, st.integers(1, 3))),
    _wild("settle_tie", stage=ANY_STAGE, by=st.just("lot"), reason=ANY_TEXT,
          order=st.lists(ANYBODY, min_size=2, max_size=3)),
    _wild("advance", stage=ANY_STAGE, route=st.integers(0, 2), entrants=st.lists(ANYBODY)),
    _wild("replace", stage=ANY_STAGE, leaving=ANYBODY, entering=ANYBODY, reason=ANY_TEXT),
    _wild("disqualify", stage=ANY_STAGE, entrant=ANYBODY, reason=ANY_TEXT),
    _wild("withdraw", entrant=ANYBODY, reason=ANY_TEXT),
    _wild("reinstate", entrant=ANYBODY, reason=ANY_TEXT),
    _wild("call", stage=ANY_STAGE, entrant=ANYBODY),
    _wild("enter_marks", stage=ANY_STAGE, entrant=ANYBODY, seat=st.just("court-1"),
          after=ANY_REVISION),
    _wild("draw_order", stage=ANY_STAGE, seed=st.just(SECRET)),
    _wild("assign_panels", stage=ANY_STAGE, seed=st.just(SECRET)),
    _wild("undo", seq=st.integers(2, 9), reason=ANY_TEXT),
)  # fmt: skip
"""Commands that are well formed, and mostly make no sense."""
