"""A team leader's phone: the own ties and line-ups, and nothing that the public may not know."""

import msgspec
from msgspec.structs import replace

from scoring.contest.ids import SeatId
from scoring.contest.plan import Plan
from scoring.contest.projection import matches_waiting, public
from scoring.views.team import TeamScreen, is_of_team, team_screen
from scoring.views.words import Words
from scoring.wording import in_english
from tests.played import Played, both, knock_out, lineup, team_event, with_leaders

ENGLISH = Words("en", in_english)


def screen(meet: Played, team: str) -> TeamScreen:
    shown = public(meet.now)
    return team_screen(meet.now, shown, SeatId(f"leader-{team}"), ENGLISH)


def drawn(plan: Plan | None = None) -> Played:
    meet = Played(with_leaders(plan or team_event()))
    meet.draw()
    return meet


def handed_in(meet: Played, team: str, match: str) -> None:
    at = {"stage": "teams", "match": match, "side": team, "seat": f"leader-{team}"}
    meet.tell("hand_in_lineup", **at, lineup=lineup(team))


def test_only_a_seat_of_a_team_that_is_no_court_hands_in() -> None:
    meet = drawn()
    assert is_of_team(meet.now, SeatId("leader-t1"))
    assert not is_of_team(meet.now, SeatId("court-1"))
    of_its_unit = replace(meet.plan.seats[0], unit=meet.plan.entrants[0].unit)
    umpiring = Played(replace(meet.plan, seats=(of_its_unit, *meet.plan.seats[1:])))
    assert not is_of_team(umpiring.now, SeatId("court-1"))
    singles = Played(with_leaders(knock_out(4)))
    assert not is_of_team(singles.now, SeatId("leader-p1"))


def test_before_the_draw_there_is_nothing_to_hand_in() -> None:
    assert screen(Played(with_leaders(team_event())), "t1").ties == ()


def test_a_leader_sees_the_own_tie_from_the_draw_on() -> None:
    meet = drawn()
    match = meet.matches()[0]
    own, other = both(match)
    (tie,) = screen(meet, own).ties
    assert (tie.entrant, tie.against, tie.state) == (own, meet.now.entrants[other].name, "missing")
    assert [one.name for one in tie.rubbers][:2] == ["Men's singles", "Women's singles"]
    assert all(chosen == "" for one in tie.rubbers for chosen in one.chosen)


def test_what_one_team_handed_in_is_nowhere_on_the_phone_of_the_other() -> None:
    meet = drawn()
    match = meet.matches()[0]
    own, other = both(match)
    before = msgspec.json.encode(screen(meet, other))
    handed_in(meet, own, match.id)
    (tie,) = screen(meet, own).ties
    assert tie.state == "handed_in"
    assert {one.id: [who for who in one.chosen if who] for one in tie.rubbers} == lineup(own)
    assert msgspec.json.encode(screen(meet, other)) == before


def test_revealed_it_stands_and_confirmed_it_goes() -> None:
    meet = drawn()
    match = meet.matches()[0]
    own, other = both(match)
    meet.call(match)
    meet.lineups(match)
    meet.tell("reveal_lineups", stage="teams", match=match.id)
    assert [one.state for one in screen(meet, own).ties] == ["revealed"]
    for rubber in range(1, 4):
        meet.result(match, rubber=rubber, lean=1)
    assert meet.matches(phase="confirmed") != []
    assert [screen(meet, team).ties for team in (own, other)] == [(), ()]


def test_whom_a_team_meets_next_is_not_told_before_the_result_is_public() -> None:
    plan = team_event()
    held = replace(plan.stages[0], approval=True)
    meet = drawn(replace(plan, stages=(held,)))
    first, second = meet.matches()
    meet.play_tie(first)
    meet.play_tie(second)
    (final,) = meet.matches()
    assert [told(meet, team) for team in both(final)] == [[first.id], [second.id]]
    waiting = matches_waiting(meet.now, meet.stage())
    matches = [{"match": match, "rubber": rubber} for match, rubber in waiting]
    meet.tell("approve", stage="teams", matches=matches)
    assert [told(meet, team) for team in both(final)] == [[final.id], [final.id]]


def told(meet: Played, team: str) -> list[str]:
    """Of which ties a leader knows."""
    return [one.card.id for one in screen(meet, team).ties]
