"""What a tablet draws without the server is what the rules say, entry by entry."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec

from scoring.contest.ids import EntrantId
from scoring.contest.match_commands import Happening
from scoring.contest.play import BLANK, MatchRecord, tapped
from scoring.rules.cards import ShowCard
from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.course import course
from scoring.rules.outcomes import NIL, Conceded, Score, Side, Stop
from scoring.rules.rally import allows_handicap
from scoring.rules.rally_state import (
    Expedite,
    MatchState,
    NotPossible,
    Rally,
    SetService,
    Start,
    SwapEnds,
    TimeUp,
)
from scoring.rules.service import Courts, InTurns, Player, Rotation
from scoring.sports.badminton import badminton_3x21
from scoring.sports.net_shuttlecock import net_shuttlecock
from scoring.sports.table_tennis import table_tennis
from scoring.sports.volleyball import volleyball
from scoring.views.court_sheet import CourtSide, court_sheet
from tests.browser.umpire import umpiring
from tests.matches import cup

SIDES: tuple[Side, Side] = ("a", "b")
TIMED = RallyRules(
    best_of=3,
    game=GameRules(seconds=60, intervals=(4,)),
    service=Courts(players=1),
    cards={"red": 1},
)
SPORTS = (
    badminton_3x21(1), badminton_3x21(2), table_tennis(1, 5), table_tennis(2, 5), volleyball(5),
    net_shuttlecock(), TIMED,
)  # fmt: skip

_DRAWN = """async ([rules, course, taps, expected]) => {
  const source = document.querySelector("script[type=module]").src;
  const { after, whole } = await import(source.replace("court.js", "court_course.js"));
  let at = whole(undefined);
  for (const [number, tap] of taps.entries()) {
    at = after(rules, course, at, tap);
    const wanted = JSON.stringify(sorted(whole(expected[number])));
    if (JSON.stringify(sorted(at)) !== wanted) return [number, at, expected[number]];
  }
  return null;
  function sorted({ of, ...one }) {
    return Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1));
  }
}"""


def match(rules: RallyRules, dice: Random) -> tuple[list[Happening], MatchRecord]:
    """A match with all that may happen in it, tap by tap, as the rules take it."""
    taps: list[Happening] = [opening(rules, dice)]
    record = tapped(rules, BLANK, taps[0])
    while record.outcome is None and len(taps) < 500:
        for one in possible(rules, record, dice):
            try:
                record = tapped(rules, record, one)
            except NotPossible:
                continue
            taps.append(one)
            break
    return taps, record


def opening(rules: RallyRules, dice: Random) -> Start:
    server, receiver = players(rules, dice)
    handicap = Score(dice.randint(0, 6), 0) if dice.randrange(2) else NIL
    return Start(
        server=server, receiver=receiver, left=dice.choice(SIDES),
        handicap=handicap if allows_handicap(rules, handicap) else NIL,
    )  # fmt: skip


def players(rules: RallyRules, dice: Random) -> tuple[Player, Player | None]:
    side, count = dice.choice(SIDES), rules.service.players
    server = Player(side, dice.randint(1, count))
    facing = Player("b" if side == "a" else "a", dice.randint(1, count))
    return server, None if isinstance(rules.service, Rotation) else facing


def possible(rules: RallyRules, record: MatchRecord, dice: Random) -> Iterator[Happening]:
    """Mostly points; now and then something else, if the rules let it happen."""
    state, chance = record.state, dice.randrange(200)
    assert isinstance(state, MatchState)
    if "toss" in state.due or "choose_service" in state.due:
        server, receiver = players(rules, dice)
        yield SetService(server, receiver)
    if chance < 4 and rules.cards:
        yield ShowCard(dice.choice(SIDES), dice.choice(list(rules.cards)))
    if chance == 4:
        yield SwapEnds()
    if chance == 5 and isinstance(state.serving, InTurns):
        yield Expedite()
    if chance < 20 and rules.game.seconds is not None:
        yield TimeUp()
    if chance == 6 and len(state.games) > 1:
        yield Stop(Conceded(dice.choice(SIDES), "retired"))
    yield Rally("a" if dice.randrange(10) < 5 else "b")


def wire(one: object) -> object:
    return msgspec.json.decode(msgspec.json.encode(one))


async def test_the_tablet_draws_every_entry_as_the_rules_have_it(tmp_path: Path) -> None:
    nobody = CourtSide(entrant=EntrantId("e1"), number=1, name="", unit="", players=())
    async with umpiring(tmp_path / "hall.db", cup()) as (_, _, page):
        for rules in SPORTS:
            for seed in range(6):
                taps, record = match(rules, Random(seed))
                assert isinstance(record.state, MatchState)
                tables = wire(course(rules, record.state.handicap))
                trail = court_sheet(rules, record, (nobody, nobody)).trail
                given = [wire(rules), tables, wire(taps), wire(trail)]
                assert await page.evaluate(_DRAWN, given) is None, (rules.service, seed, taps)
