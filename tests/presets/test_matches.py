"""Contests of matches by form: sound plans, remembered answers, faults at their fields."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.contest.advancement import Quota
from scoring.contest.commands import Advance, CloseStage
from scoring.contest.encounters import encounters
from scoring.contest.formats import Crossed, Drawn, Groups, KnockOut
from scoring.contest.ids import EntrantId
from scoring.contest.match_commands import Draw, EnterResult
from scoring.contest.plan import PlayedStage
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedStandings, played_standings
from scoring.presets.catalogue import PRESETS
from scoring.presets.fields import Field
from scoring.presets.matches import PRESETS as PLAYED
from scoring.presets.matches import PlayedPreset
from scoring.presets.plans import drafted, remembered, sections
from scoring.rules.counting import GameRules, RallyRules
from scoring.rules.outcomes import Score
from scoring.rules.period_match import SetScore
from scoring.rules.periods import PeriodRules, PeriodScore
from scoring.rules.rally_state import SetGames
from scoring.rules.ties import TieRules
from scoring.wording import Label
from tests.presets.play import BASICS, Play, draft, sound

GROUPS = {"format": "groups_knock_out"}
FORMATS = ("knock_out", "groups_knock_out", "round_robin", "swiss", "double")
DICE = "dice 4 2 6"


def match_of(preset: str, stage: int = 0, **answers: str) -> object:
    return sound(preset, **answers).played[stage].match


def _values(field: Field) -> list[str]:
    """What may be answered, within the bounds, with what is usual."""
    match field.kind:
        case "choice":
            return [one.value for one in field.options]
        case "switch":
            return ["yes", "no"]
        case "whole":
            near = {field.least, field.least + 1, min(field.most, 11), int(field.default_in("en"))}
            return [str(one) for one in sorted(near)]
        case _:
            return [field.default_in("en"), field.default_in("zh")]


@given(st.data())
def test_whatever_is_filled_in_a_plan_is_remembered(data: st.DataObject) -> None:
    preset = {one.id: one for one in PLAYED}[
        data.draw(st.sampled_from([one.id for one in PLAYED]))
    ]
    fields = [one for section in preset.sections for one in section.fields]
    answers = {one.id: data.draw(st.sampled_from(_values(one)), label=one.id) for one in fields}
    language = data.draw(st.sampled_from(["zh", "en"]))
    plan = drafted(preset, {**BASICS, "entrants": "", **answers}, "test").plan
    found = remembered(plan, PRESETS, language=language)
    assert found is not None
    again = drafted(found[0], found[1], "test", [plan.meet], before=plan)
    assert (again.plan.stages, again.plan.seats) == (plan.stages, plan.seats)


@pytest.mark.parametrize("preset", PLAYED, ids=lambda one: one.id)
@pytest.mark.parametrize(
    "format_", ["knock_out", "groups_knock_out", "round_robin", "swiss", "double"]
)
def test_every_format_of_every_sport_is_sound(preset: PlayedPreset, format_: str) -> None:
    assert sound(preset.id, format=format_).judged == ()


def test_each_team_named_gets_a_seat_for_its_leader_and_no_court() -> None:
    plan = sound("badminton-team", leaders="红队\nHill Works\n\n")
    leaders = [seat for seat in plan.seats if seat.unit]
    assert [(one.id, one.unit) for one in leaders] == [
        ("team-1", "红队"),
        ("team-2", "Hill Works"),
    ]
    assert leaders[0].name == Label(zh="红队领队", en="Leader of 红队")
    assert all(one.id not in plan.played[0].courts for one in leaders)
    found = remembered(plan, PRESETS)
    assert found is not None and found[1]["leaders"] == "红队\nHill Works"


@pytest.mark.parametrize(
    ("leaders", "text"),
    [
        ("红队\n红队", "A team is there twice."),
        ("\n".join(f"T{n}" for n in range(121)), "121 teams are too many; at most 120."),
    ],
)
def test_leaders_are_named_once_and_are_not_too_many(leaders: str, text: str) -> None:
    faults = draft("badminton-team", leaders=leaders).faults
    assert [(one.field, str(one.message)) for one in faults] == [("leaders", text)]


def test_no_answer_is_asked_twice() -> None:
    for preset in PLAYED:
        ids = [one.id for section in sections(preset) for one in section.fields]
        assert len(set(ids)) == len(ids)


def test_the_edition_follows_the_date_or_is_chosen() -> None:
    assert _to(match_of("badminton")) == 21
    assert _to(match_of("badminton", date="2027-05-01")) == 15
    assert _to(match_of("badminton", date="2027-05-01", edition="3x21")) == 21
    assert _to(match_of("badminton", edition="1x31")) == 31


def _to(match: object) -> int | None:
    assert isinstance(match, RallyRules)
    return match.game.points


def test_a_plan_once_made_keeps_its_edition_when_the_date_moves() -> None:
    plan = sound("badminton", date="2026-12-30")
    found = remembered(plan, PRESETS)
    assert found is not None
    moved = drafted(found[0], {**found[1], "date": "2027-01-30"}, "test", [plan.meet], before=plan)
    assert _to(moved.plan.played[0].match) == 21


def test_own_numbers_replace_the_games_and_leave_the_service() -> None:
    rules = match_of(
        "badminton", edition="own", best_of="3", points="11", cap="15", interval="6",
        last_points="7", last_cap="0", ends="4",
    )  # fmt: skip
    usual = match_of("badminton")
    assert isinstance(rules, RallyRules) and isinstance(usual, RallyRules)
    assert rules.game == GameRules(points=11, cap=15, intervals=(6,))
    assert rules.last == GameRules(points=7, intervals=(6,), ends_at=4)
    assert (rules.service, rules.cards) == (usual.service, usual.cards)


def test_a_game_on_time_has_no_points() -> None:
    rules = match_of(
        "net-shuttlecock", edition="own", best_of="1", end="time", minutes_of_game="8"
    )
    assert isinstance(rules, RallyRules)
    assert (rules.game, rules.last) == (GameRules(seconds=480), None)


def test_basketball_for_the_yard() -> None:
    rules = match_of(
        "basketball", periods="2", minutes_of_period="8", overtime="3", personal_fouls="4"
    )
    assert isinstance(rules, PeriodRules) and rules.overtime and rules.fouls
    assert (rules.periods, rules.seconds, rules.overtime.seconds) == (2, 480, 180)
    assert (rules.fouls.personal, rules.fouls.team, rules.points) == (4, 4, (1, 2, 3))


def test_football_draws_in_groups_and_decides_in_knock_outs() -> None:
    first, last = sound("football", **GROUPS, edition="uefa", minutes_of_period="20").played
    assert isinstance(first.match, PeriodRules) and isinstance(last.match, PeriodRules)
    assert (first.match.seconds, first.match.overtime, first.match.shootout) == (1200, None, None)
    assert (last.match.seconds, last.match.shootout) == (1200, 5)
    assert isinstance(first.format, Groups)
    assert "UEFA" in first.format.book.name.en


def test_groups_send_the_first_and_the_best_of_the_rest() -> None:
    plan = sound(
        "volleyball", **GROUPS, pools="3", first="2", best="2", playing="third", entrants=""
    )
    groups, final = plan.played
    assert isinstance(groups.format, Groups) and isinstance(final.format, KnockOut)
    assert groups.format.names == ("A", "B", "C")
    assert groups.advancement[0].rules == (Quota(by="pool", best=2, wildcards=2),)
    assert final.format.entry == Crossed(places=2, best=2)
    assert final.format.playing == "third"


def test_a_team_tie_plays_on_in_groups_and_stops_in_knock_outs() -> None:
    groups, final = sound("badminton-team", **GROUPS).played
    assert isinstance(groups.match, TieRules) and isinstance(final.match, TieRules)
    assert [one.id for one in groups.match.rubbers] == ["MS", "WS", "MD", "WD", "XD"]
    assert (groups.match.play_all, final.match.play_all) == (True, False)
    assert (groups.match.per_player, groups.match.squad) == (2, 4)
    assert [one.rules.service.players for one in groups.match.rubbers] == [1, 1, 2, 2, 2]


def test_an_own_list_of_rubbers_in_either_language() -> None:
    for lines in (
        "男单\n男单\n混双",
        "MS\nms 2\nXD",
        "Men's singles\nMen's singles\nMixed doubles",
    ):
        match = match_of("badminton-team", team="own", rubbers=lines, per_player="1", squad="3")
        assert isinstance(match, TieRules)
        assert [(one.id, one.name.zh, one.pairing) for one in match.rubbers] == [
            ("MS1", "男单1", "m"), ("MS2", "男单2", "m"), ("XD", "混双", "mixed"),
        ]  # fmt: skip
        assert (match.per_player, match.squad) == (1, 3)


def test_courts_are_seats_named_in_both_languages() -> None:
    plan = sound("badminton", courts="1号场地\nCourt 2\n\n东馆")
    assert [(one.id, one.name.zh, one.name.en) for one in plan.seats] == [
        ("court-1", "1号场地", "Court 1"),
        ("court-2", "2号场地", "Court 2"),
        ("court-3", "东馆", ""),
    ]
    assert plan.played[0].courts == tuple(one.id for one in plan.seats)


def test_the_draw_may_ignore_units() -> None:
    (stage,) = sound("badminton", apart="no").played
    assert isinstance(stage.format, KnockOut)
    assert stage.format.entry == Drawn(separate_units=False)


@pytest.mark.parametrize(
    ("preset", "field", "answers", "says"),
    [
        ("badminton", "courts", {"courts": "东馆\n东馆"}, "twice"),
        ("badminton", "cap", {"edition": "own", "cap": "20"}, "cannot be fewer"),
        ("badminton", "ends", {"edition": "own", "ends": "21"}, "No game comes to"),
        ("badminton", "points", {"edition": "own", "points": "0"}, "from 1 to 200"),
        (
            "badminton",
            "level",
            {"edition": "own", "best_of": "1", "end": "time", "level": "draw"},
            "needs a winner",
        ),
        ("badminton", "entrants", {"players": "2", "entrants": "王芳"}, "two players"),
        ("badminton", "first", {**GROUPS, "pools": "1", "first": "1"}, "At least two"),
        ("badminton", "best", {**GROUPS, "best": "3"}, "only 2 groups"),
        ("badminton-team", "rubbers", {"team": "own", "rubbers": "跳绳"}, "is none of"),
        ("badminton-team", "team", {"team": "own", "rubbers": "男单\n女单"}, "needs a winner"),
        ("football", "overtime", {"overtime": "0", "shootout": "no"}, "needs a winner"),
        ("basketball", "overtime", {"overtime": "0"}, "needs a winner"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    preset: str, field: str, answers: Mapping[str, str], says: str
) -> None:
    found = [(one.field, str(one.message)) for one in draft(preset, **answers).faults]
    assert [one for one, text in found if says in text] == [field], found


class Match(Play):
    """A contest of matches as it goes on."""

    @property
    def now(self) -> Contest:
        assert self.contest is not None
        return self.contest

    def at(self, number: int) -> PlayedStage:
        return self.now.plan.played[number]

    def drawn(self, number: int, *seeded: int) -> None:
        seeds = tuple(EntrantId(f"e{one}") for one in seeded)
        self.give(Draw(id=self.next_id(), stage=self.at(number).id, seeded=seeds, secret=DICE))

    def stronger_wins(self, number: int, score: SetGames | SetScore) -> None:
        """Everybody with the lower number wins by this score, until nothing is left to play."""
        stage = self.at(number)
        while ready := [one for one in encounters(self.now, stage) if one.phase == "ready"]:
            for one in ready:
                assert one.entrants is not None
                a, b = one.entrants
                result = score if a < b else _turned(score)
                self.give(
                    EnterResult(id=self.next_id(), stage=stage.id, match=one.id, result=(result,))
                )

    def table(self, number: int) -> PlayedStandings:
        return played_standings(self.now, self.at(number))

    def places(self, number: int) -> dict[str, int | None]:
        return {str(one.entrant): one.place for one in self.table(number).standings}


def _turned(score: SetGames | SetScore) -> SetGames | SetScore:
    if isinstance(score, SetGames):
        return SetGames(tuple(Score(one.b, one.a) for one in score.games))
    regular = score.score.regular
    return SetScore(PeriodScore(regular=Score(regular.b, regular.a)))


def test_a_basketball_knock_out_by_form_is_played_to_its_end() -> None:
    play = Match(sound("basketball", entrants="红队\n蓝队\n白队\n黄队", playing="third"))
    play.drawn(0, 1, 2, 3, 4)
    play.stronger_wins(0, SetScore(PeriodScore(regular=Score(58, 41))))
    assert play.places(0) == {"e1": 1, "e2": 2, "e3": 3, "e4": 4}
    play.give(CloseStage(id=play.next_id(), stage=play.at(0).id))


def test_groups_by_form_lead_to_a_knock_out() -> None:
    names = "\n".join(f"选手{number}" for number in range(1, 9))
    play = Match(sound("badminton", **GROUPS, entrants=names))
    play.drawn(0, 1, 2)
    play.stronger_wins(0, SetGames((Score(21, 15), Score(21, 18))))
    play.give(CloseStage(id=play.next_id(), stage=play.at(0).id))
    qualifying = play.table(0).qualifying
    assert {"e1", "e2"} < set(qualifying) and len(qualifying) == 4
    play.give(Advance(id=play.next_id(), stage=play.at(0).id, entrants=qualifying))
    play.stronger_wins(1, SetGames((Score(21, 15), Score(21, 18))))
    assert play.places(1)["e1"] == 1 and play.places(1)["e2"] == 2


def test_members_are_read_from_the_list() -> None:
    plan = sound("badminton", players="2", entrants="1\t王芳/李娜\t花园村\n2\t赵刚/钱多\t南山")
    assert [[one.name for one in entrant.members] for entrant in plan.entrants] == [
        ["王芳", "李娜"],
        ["赵刚", "钱多"],
    ]
    team = sound("basketball", entrants="队名\t单位\t队员\n红队\t一车间\t王刚 男 7、李明 00")
    assert [(one.id, one.name, one.gender, one.number) for one in team.entrants[0].members] == [
        ("m1", "王刚", "m", "7"),
        ("m2", "李明", None, "00"),
    ]
