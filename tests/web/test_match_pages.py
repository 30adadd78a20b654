"""The audience's pages of played contests: at every point of a contest, in both languages."""

import re
import zlib
from collections.abc import Callable

import pytest

from scoring.contest.drawing import terms
from scoring.contest.plan import Plan
from scoring.rules.draws import commitment
from tests.played import (
    PHRASE,
    SINGLES,
    Played,
    basketball,
    both,
    groups_then_knock_out,
    knock_out,
    lineup,
    swiss,
    team_event,
    team_groups,
)
from tests.web.hall import Hall
from tests.web.test_public import first_message

CONTEST = "/contests/matches"


def pages(of: Played) -> list[str]:
    """Every address under which the audience sees something of a contest."""
    stages = [stage.id for stage in of.now.plan.played]
    entrant = next(iter(of.now.entrants))
    matches = [
        f"{CONTEST}/matches/{stage}/{one.id}"
        for place, stage in enumerate(stages)
        for phase in ("waiting", "ready", "called", "live", "over", "confirmed", "not_needed")
        for one in of.matches(place, phase)[:1]
    ]
    plain = [CONTEST, f"{CONTEST}/wall", f"{CONTEST}/entrants/{entrant}", *matches]
    chosen = [f"{path}?stage={stage}" for path in plain[:2] for stage in stages]
    frames = [f"{path}/frame" for path in plain]
    data = [f"/api{path}" for path in (f"{CONTEST}/board", *plain[2:])]
    return ["/", *plain, *chosen, *frames, *data]


async def read(hall: Hall, of: Played) -> str:
    """All of them in both languages, each with 200, and the first message of every stream."""
    told: list[str] = []
    for path in pages(of):
        for lang in ("zh", "en"):
            asked = f"{path}{'&' if '?' in path else '?'}lang={lang}"
            answer = await hall.client.get(asked)
            assert answer.status_code == 200, f"{asked}: {answer.text[-600:]}"
            told.append(answer.text)
    streams = [path[: -len("frame")] + "live" for path in pages(of) if path.endswith("/frame")]
    told += [await first_message(hall, path) for path in streams]
    return "".join(told)


async def shown(hall: Hall, of: Played) -> str:
    """Everything public of a contest as it stands; it is registered anew."""
    answer = await hall.register(of.file)
    assert answer.is_success, answer.text
    return await read(hall, of)


def begun(made: Plan) -> Played:
    """Drawn or paired, with a first match on court."""
    of = Played(made)
    layout = type(of.stage().format).__name__
    if layout in {"KnockOut", "Groups"}:
        of.draw()
    if layout == "Swiss":
        of.tell("pair_round", stage="swiss")
    of.schedule()
    first = of.matches()[0]
    of.call(first)
    if made.sport == "basketball":
        of.tap(first, {"type": "begin"})
        of.tap(first, {"type": "goal", "side": "a", "points": 2, "player": "4"})
        of.tap(first, {"type": "foul", "side": "b", "player": "5"})
        of.tap(first, {"type": "period_over"})
    elif made.stages[0].match.__class__.__name__ == "TieRules":  # type: ignore[union-attr]
        of.lineups(first)
        of.tell("reveal_lineups", stage=of.stage().id, match=first.id)
        of.rallies(first, 30, rubber=1)
    else:
        of.rallies(first, 30)
    return of


def over(made: Plan) -> Played:
    """Everything played that can be, and closed."""
    of = Played(made)
    for place, stage in enumerate(of.now.plan.played):
        layout = type(stage.format).__name__
        if place == 0 and layout in {"KnockOut", "Groups"}:
            of.draw()
        if layout == "Swiss":
            for _ in range(stage.format.rounds):  # type: ignore[union-attr]
                of.tell("pair_round", stage=stage.id)
                of.play_all(place)
        of.play_all(place)
        of.close(place)
    return of


KINDS: dict[str, Callable[[], Plan]] = {
    "groups": groups_then_knock_out,
    "bracket": lambda: knock_out(11),
    "every-place": lambda: knock_out(8, SINGLES, "all"),
    "swiss": lambda: swiss(7, 3),
    "teams": team_event,
    "team-groups": team_groups,
    "basketball": basketball,
}
POINTS: dict[str, Callable[[Plan], Played]] = {"before": Played, "begun": begun, "over": over}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("kind", KINDS)
async def test_every_page_is_there_at_every_point(hall: Hall, kind: str, point: str) -> None:
    await shown(hall, POINTS[point](KINDS[kind]()))


async def test_a_judged_contest_has_no_matches(hall: Hall) -> None:
    of = begun(knock_out(11))
    await hall.register(of.file)
    for path in (
        f"{CONTEST}/matches/draw/none", f"{CONTEST}/matches/none/main-1-1",
        f"{CONTEST}/matches/draw/none/live", f"/api{CONTEST}/matches/draw/none",
        f"{CONTEST}?stage=none", f"{CONTEST}/entrants/none",
    ):  # fmt: skip
        assert (await hall.client.get(path)).status_code == 404, path


async def test_lineups_are_nowhere_before_they_are_revealed(hall: Hall) -> None:
    of = Played(team_event())
    of.draw()
    one = of.matches()[0]
    of.call(one)
    before = await shown(hall, of)
    organizer = await hall.organizer()
    board = await hall.client.get(f"/api{CONTEST}/board")
    page = await hall.client.get(f"/api{CONTEST}/matches/teams/{one.id}")
    handed = [
        of.command("hand_in_lineup", stage="teams", match=one.id, side=team, lineup=lineup(team))
        for team in both(one)
    ]
    assert (await hall.give("matches", handed, organizer)).is_success
    after = await read(hall, of)
    assert _without_ages(after) == _without_ages(before)
    for path, known in ((f"{CONTEST}/board", board), (f"{CONTEST}/matches/teams/{one.id}", page)):
        again = await hall.client.get(
            f"/api{path}", headers={"If-None-Match": known.headers["etag"]}
        )
        assert again.status_code == 304, "that somebody handed in cannot be told from the version"
    reveal = of.command("reveal_lineups", stage="teams", match=one.id)
    assert (await hall.give("matches", reveal, organizer)).is_success
    told = (await hall.client.get(f"/api{CONTEST}/matches/teams/{one.id}")).json()
    assert told["lineups"] == "revealed"
    assert told["rubbers"][2]["row"]["a"] == [
        member.name
        for member in of.now.entrants[both(one)[0]].members
        if member.id in lineup(both(one)[0])["MD"]
    ]


def _without_ages(text: str) -> str:
    return re.sub(r"retry: \d+", "", text)


async def test_a_late_tap_of_another_tablet_shows_nowhere(hall: Hall) -> None:
    of = begun(knock_out(11))
    await hall.register(of.file)
    one = of.matches(0, "live")[0]
    page = f"/api{CONTEST}/matches/draw/{one.id}"
    before = await hall.client.get(page)
    stale = of.command(
        "record", stage="draw", match=one.id, after=0, tap={"type": "rally", "winner": "b"}
    )
    assert (await hall.give("matches", stale, await hall.organizer())).status_code == 409
    assert (await hall.client.get(page)).content == before.content
    assert (await hall.client.get(page)).headers["etag"] == before.headers["etag"]


async def test_a_match_page_changes_with_its_own_rallies_only(hall: Hall) -> None:
    of = begun(knock_out(11))
    first, other = of.matches(0, "live")[0], of.matches()[0]
    of.call(other)
    of.rallies(other, 3)
    await hall.register(of.file)
    page = f"/api{CONTEST}/matches/draw/{first.id}"
    known = {"If-None-Match": (await hall.client.get(page)).headers["etag"]}
    organizer = await hall.organizer()

    async def rally(one: str) -> None:
        revision = of.now.play[of.stage().id].record(one).revision
        tap = {"type": "rally", "winner": "a"}
        command = of.command("record", stage="draw", match=one, after=revision, tap=tap)
        assert (await hall.give("matches", command, organizer)).is_success

    await rally(other.id)
    assert (await hall.client.get(page, headers=known)).status_code == 304
    await rally(first.id)
    changed = await hall.client.get(page, headers=known)
    assert changed.status_code == 200
    assert changed.json()["row"]["card"]["live"] != [0, 0]


async def test_home_tells_how_many_matches_are_played_and_live(hall: Hall) -> None:
    of = begun(knock_out(11))
    of.result(of.matches()[0])
    await hall.register(of.file)
    page = (await hall.client.get("/?lang=en")).text
    assert "1 of 11 matches" in page
    assert "1 live" in page


async def test_the_draw_can_be_checked_by_anybody(hall: Hall) -> None:
    of = Played(knock_out(11))
    seeded = tuple(of.now.entrants)[:2]
    digest = commitment(terms(of.now, of.stage(), seeded), PHRASE)
    of.tell("announce_draw", stage="draw", seeded=list(seeded), commitment=digest)
    before = await shown(hall, of)
    assert digest in before
    assert PHRASE not in before
    made = of.command("draw", stage="draw", secret=PHRASE, word="秋分")
    assert (await hall.give("matches", made, await hall.organizer())).is_success
    drawn = (await hall.client.get(f"/api{CONTEST}/board")).json()["draw"]
    assert (drawn["secret"], drawn["word"], drawn["commitment"]) == (PHRASE, "秋分", digest)
    assert drawn["terms"]


async def test_a_bracket_of_64_stays_small_enough_to_send(hall: Hall) -> None:
    """The first paint, compressed, and the frames that follow it."""
    of = Played(knock_out(64))
    of.draw()
    of.schedule(minutes=10)
    await hall.register(of.file)
    page = (await hall.client.get(f"{CONTEST}?lang=zh")).content
    assert len(zlib.compress(page)) < 30_000
