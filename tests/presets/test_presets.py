"""Every preset gives a sound plan, and its small contests come out as worked by hand."""

import pytest

from scoring.presets.catalogue import JUDGED, PRESETS
from scoring.presets.plans import AnyPreset, drafted, remembered, sections
from scoring.presets.preset import Preset
from tests.presets.play import BASICS, Play, Sheet, by_judges, draft, sound


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.id)
def test_the_defaults_are_a_sound_plan(preset: AnyPreset) -> None:
    assert sound(preset.id).sport == preset.sport


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.id)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_defaults_as_shown_mean_the_same_in_both_languages(
    preset: AnyPreset, language: str
) -> None:
    shown = {
        field.id: field.default_in(language)
        for section in sections(preset)
        for field in section.fields
    }
    given = {**shown, **BASICS}
    assert drafted(preset, given, "test").plan == sound(preset.id)


def test_every_preset_has_an_id_of_its_own() -> None:
    assert len({preset.id for preset in PRESETS}) == len(PRESETS)


SEVERAL_STAGES = {
    "stages": "3", "stage-names": "海选", "publish": "yes", "groups": "村民组\n嘉宾组",
    "r1-rule": "group", "r1-number": "1", "r1-wildcards": "1", "r1-alternates": "2",
    "r2-rule": "fill", "r2-number": "2", "r2-score": "88.5", "r2-tie": "run_off",
    "r2-carry": "weighted", "r2-share": "40", "out-rule": "threshold", "out-score": "90",
    "out-to": "杭州片区", "out-tie": "all_out", "tie1": "lot", "tie2": "none",
    "judge-names": "王老师\n\n李老师", "signed": "no", "unusual": "7.5", "trainees": "小陈",
}  # fmt: skip


@pytest.mark.parametrize("preset", JUDGED, ids=lambda one: one.id)
@pytest.mark.parametrize("answers", [{}, SEVERAL_STAGES], ids=["defaults", "stages"])
def test_a_plan_remembers_the_answers_that_it_came_from(
    preset: Preset, answers: dict[str, str]
) -> None:
    plan = drafted(preset, {**BASICS, **answers}, "test").plan
    found = remembered(plan, PRESETS)
    assert found is not None
    again = drafted(found[0], found[1], "test", [plan.meet], before=plan)
    assert (again.plan.stages, again.plan.seats) == (plan.stages, plan.seats)
    assert again.faults == ()


@pytest.mark.parametrize(
    "answers",
    [
        {
            "marking": "points",
            "criteria": "咬字发音\t20\n高音\t30.5",
            "decimals": "1",
            "tie1": "criteria",
        },
        {
            "marking": "weighted",
            "full": "10",
            "tie1": "chief",
            "tie2": "exact",
            "absent": "refuse",
        },
        {"judges": "5", "drop": "2", "result": "3", "tie1": "preference", "tie2": "run_off"},
    ],
)
def test_other_ways_of_marking_are_remembered_too(answers: dict[str, str]) -> None:
    plan = drafted(PRESETS[0], {**BASICS, **answers}, "test").plan
    found = remembered(plan, PRESETS)
    assert found is not None
    assert {key: found[1][key] for key in answers} == answers


def test_a_plan_of_no_preset_is_not_taken_for_one() -> None:
    plan = sound("singing")
    assert remembered(sound("kicking"), [one for one in PRESETS if one.id == "race"]) is None
    assert remembered(plan, [one for one in PRESETS if one.id == "singing-public"]) is None


def test_singing_drops_one_highest_and_one_lowest_and_averages_the_rest() -> None:
    play = Play(sound("singing"))
    play.judged(1, "overall", "90.00 91.00 92.00 93.00 94.00 95.00 99.00")
    play.judged(2, "overall", "95.99 95.99 95.99 95.99 95.99 95.99 95.98")
    assert play.result[:2] == [(1, "e2", "95.99"), (2, "e1", "93.00")]


def test_of_equal_singers_the_higher_single_mark_decides() -> None:
    play = Play(sound("singing", judges="3"))
    play.judged(1, "overall", "90 92 94")
    play.judged(2, "overall", "91 92 93")
    assert play.result[:2] == [(1, "e1", "92.00"), (2, "e2", "92.00")]


def test_a_ten_point_scale_with_six_weighted_criteria() -> None:
    play = Play(sound("singing", marking="weighted", full="10", judges="3"))
    marks = {"c1": "9", "c2": "8", "c3": "10", "c4": "7", "c5": "9.5", "c6": "8.25"}
    play.perform(1, {(f"J{number}", 0): marks for number in (1, 2, 3)})
    # 9 x 0.2 + 8 x 0.15 + 10 x 0.15 + 7 x 0.1 + 9.5 x 0.2 + 8.25 x 0.2
    assert play.result[0] == (1, "e1", "8.75")


def test_an_absent_judge_leaves_a_smaller_panel() -> None:
    play = Play(sound("singing", judges="5"))
    play.perform(1, by_judges("overall", "90 92 94 96"), absent=["J5"])
    assert play.result[0] == (1, "e1", "93.00")


def test_judges_and_a_public_jury_count_half_each() -> None:
    play = Play(sound("singing-public", judges="3"))
    for number, marks, public in ((1, "90 91 95", "88.00"), (2, "90 92 95", "87.00")):
        sheets = {**by_judges("overall", marks), ("counter", 0): {"public": public}}
        play.perform(number, sheets)
    # (91 + 88) / 2 and (92 + 87) / 2: equal, and the judges' own score decides.
    assert play.result[:2] == [(1, "e2", "89.50"), (2, "e1", "89.50")]


def test_everybody_in_the_public_jury_marks() -> None:
    plan = sound("singing-public", judges="3", public="seats", public_number="4", share="70")
    play = Play(plan)
    public: dict[tuple[str, int], Sheet] = {
        (f"P{number}", 0): {"public": mark} for number, mark in enumerate(("80", "90", "100"), 1)
    }
    play.perform(1, {**by_judges("overall", "90 92 94"), **public}, absent=["P4"])
    # 92 x 0.7 + 90 x 0.3
    assert play.result[0] == (1, "e1", "91.40")


def test_danzhou_95_points_from_judges_and_5_online_by_rank() -> None:
    play = Play(sound("singing-online"))
    for number, mark, votes in ((1, "90.00", "1000"), (2, "91.00", "500"), (3, "89.00", "2000")):
        sheets = {**by_judges("overall", " ".join([mark] * 7)), ("online", 0): {"votes": votes}}
        play.perform(number, sheets)
    # 5/3 x (3 + 1 - rank): 5.00, 3.33, 1.67.
    assert play.result == [(1, "e3", "94.00"), (2, "e1", "93.33"), (3, "e2", "92.67")]


def test_a_speech_loses_points_for_running_over() -> None:
    play = Play(sound("speech", judges="3"))
    given = {"c1": "45", "c2": "27", "c3": "18"}
    play.perform(1, {(f"J{one}", 0): given for one in (1, 2, 3)})
    over: dict[tuple[str, int], Sheet] = {("timekeeper", 0): {"overtime": "1.5"}}
    better = {**given, "c1": "46"}
    play.perform(2, {**{(f"J{one}", 0): better for one in (1, 2, 3)}, **over})
    assert play.result[:2] == [(1, "e1", "90.00"), (2, "e2", "89.50")]


def test_of_equal_speeches_the_better_content_comes_first() -> None:
    play = Play(sound("speech", judges="3", timed="no"))
    play.perform(1, {(f"J{one}", 0): {"c1": "44", "c2": "28", "c3": "18"} for one in (1, 2, 3)})
    play.perform(2, {(f"J{one}", 0): {"c1": "45", "c2": "27", "c3": "18"} for one in (1, 2, 3)})
    assert play.result[:2] == [(1, "e2", "90.00"), (2, "e1", "90.00")]


def test_a_dive_is_the_middle_three_times_the_difficulty() -> None:
    play = Play(sound("diving", dives="2"))
    first = {**by_judges("mark", "6.5 7.5 8.0 8.0 8.0 8.5 9.0", 1),
             ("referee", 1): {"difficulty": "3.0"}}  # fmt: skip
    second = {**by_judges("mark", "7.0 7.0 7.5 7.5 8.0 8.0 8.5", 2),
              ("referee", 2): {"difficulty": "2.8"}}  # fmt: skip
    play.perform(1, {**first, **second})
    # (8 + 8 + 8) x 3.0 + (7.5 + 7.5 + 8) x 2.8
    assert play.result[0] == (1, "e1", "136.40")


def test_case_y_of_equal_kicks_fewer_drops_come_first() -> None:
    play = Play(sound("kicking"))
    play.perform(1, {("counter", 0): {"kicks": "52", "drops": "3"}})
    play.perform(2, {("counter", 0): {"kicks": "52", "drops": "1"}})
    play.perform(3, {("counter", 0): {"kicks": "52", "drops": "3"}})
    assert play.result == [(1, "e2", "52"), (2, "e1", "52"), (2, "e3", "52")]


def test_case_y_equal_in_kicks_and_drops_share_the_first_place() -> None:
    play = Play(sound("kicking"))
    for number, (kicks, drops) in enumerate((("52", "1"), ("51", "0"), ("52", "1")), start=1):
        play.perform(number, {("counter", 0): {"kicks": kicks, "drops": drops}})
    assert play.result == [(1, "e1", "52"), (1, "e3", "52"), (3, "e2", "51")]


def test_the_best_of_several_rounds_of_kicking_counts() -> None:
    play = Play(sound("kicking", rounds="2"))
    play.perform(1, {("counter", 1): {"kicks": "80", "drops": "1"},
                     ("counter", 2): {"kicks": "95", "drops": "2"}})  # fmt: skip
    play.perform(2, {("counter", 1): {"kicks": "95", "drops": "2"},
                     ("counter", 2): {"kicks": "94"}})  # fmt: skip
    assert play.result[:2] == [(1, "e2", "95"), (2, "e1", "95")]


def test_a_teams_kicks_are_added_up() -> None:
    play = Play(sound("kicking-team", members="3"))
    for number, kicks in ((1, (90, 80, 70)), (2, (60, 100, 81))):
        play.perform(
            number,
            {("counter", one): {"kicks": str(n), "drops": "1"} for one, n in enumerate(kicks, 1)},
        )
    assert play.result[:2] == [(1, "e2", "241"), (2, "e1", "240")]


def test_the_best_run_counts_and_then_the_second_best() -> None:
    play = Play(sound("runs"))
    play.perform(1, {**by_judges("run", "80 82 84 86 88 90", 1),
                     **by_judges("run", "60 60 60 60 60 60", 2)})  # fmt: skip
    play.perform(2, {**by_judges("run", "70 70 70 70 70 70", 1),
                     **by_judges("run", "85 85 85 85 85 85", 2)})  # fmt: skip
    play.judged(3, "run", "88 88 88 88 88 88", attempt=1)
    # Without extremes (82 + 84 + 86 + 88) / 4 = 85.00.
    assert play.result == [(1, "e3", "88.00"), (2, "e2", "85.00"), (3, "e1", "85.00")]


def test_the_shorter_time_wins_and_who_does_not_finish_has_no_place() -> None:
    play = Play(sound("race"))
    play.perform(1, {("timekeeper", 0): {"mark": "1:02.45"}})
    play.perform(2, {("timekeeper", 0): {"mark": "59.99"}})
    play.perform(3, {("timekeeper", 0): "dnf"})
    assert play.result == [(1, "e2", "59.99"), (2, "e1", "1:02.45"), (None, "e3", "None")]


def test_the_longest_jump_counts_and_then_the_second_longest() -> None:
    play = Play(sound("jump"))
    for number, jumps in ((1, ("5.80", "dnf", "6.02")), (2, ("6.02", "5.81", "dnf"))):
        play.perform(
            number,
            {
                ("measurer", one): "dnf" if jump == "dnf" else {"mark": jump}
                for one, jump in enumerate(jumps, 1)
            },
        )
    assert play.result[:2] == [(1, "e2", "6.02"), (2, "e1", "6.02")]


def test_the_preliminary_counts_thirty_percent_in_the_final() -> None:
    plan = sound(
        "singing", judges="3", stages="2", r1_number="2", r1_carry="weighted", r1_share="30"
    )
    play = Play(plan)
    for number, mark in ((1, "90"), (2, "80"), (3, "70")):
        play.judged(number, "overall", f"{mark} {mark} {mark}")
    play.onward("s2")
    play.judged(1, "overall", "80 80 80")
    play.judged(2, "overall", "85 85 85")
    # 90 x 0.3 + 80 x 0.7 and 80 x 0.3 + 85 x 0.7
    assert play.result == [(1, "e2", "83.50"), (2, "e1", "83.00")]


def test_the_final_starts_afresh_or_adds_what_came_before() -> None:
    for carry, score in (("fresh", "85.00"), ("sum", "165.00")):
        play = Play(sound("singing", judges="3", stages="2", r1_number="1", r1_carry=carry))
        for number in (1, 2, 3):
            play.judged(number, "overall", " ".join([str(70 + 10 * (number == 2))] * 3))
        play.onward("s2")
        play.judged(2, "overall", "85 85 85")
        assert play.result == [(1, "e2", score)]


def faults(preset: str, **answers: str) -> list[tuple[str, str]]:
    return [(one.field, str(one.message)) for one in draft(preset, **answers).faults]


@pytest.mark.parametrize(
    ("preset", "field", "answers", "says"),
    [
        ("singing", "name", {"name": " "}, "Fill in"),
        ("singing", "judges", {"judges": "seven"}, "from 1 to 60"),
        ("singing", "drop", {"judges": "4", "drop": "2"}, "leaves nothing"),
        ("singing", "judge-names", {"judges": "1", "drop": "0", "judge_names": "A\nB"}, "2 names"),
        ("singing", "criteria", {"marking": "weighted", "criteria": "音色\t60\n音准\t30"}, "90%"),
        ("singing", "criteria", {"marking": "points", "criteria": "音色\t很多"}, "is no number"),
        ("singing", "full", {"full": "9.5", "decimals": "0"}, "decimals"),
        ("singing", "lowest", {"lowest": "100"}, "below the highest"),
        ("singing", "tie1", {"tie1": "criteria"}, "nothing here"),
        ("singing", "tie2", {"tie1": "lot", "tie2": "highest"}, "nothing is left"),
        ("singing", "tie2", {"tie1": "highest", "tie2": "highest"}, "cannot decide again"),
        ("singing", "r1-number", {"stages": "2", "r1_number": "30"}, "larger than the field of 3"),
        ("singing", "out-number", {"out_rule": "top", "out_to": "市赛"}, "larger than the field"),
        ("singing", "out-to", {"out_rule": "top", "out_number": "1"}, "where they go on to"),
        ("singing", "stage-names", {"stage_names": "初赛\n决赛"}, "but 1 stages"),
        ("singing", "date", {"date": "6 July"}, "2024-07-06"),
        ("singing", "groups", {"groups": "甲\n甲"}, "twice"),
        ("singing", "entrants", {"entrants": "1\t王芳\n1\t李娜"}, "Line 2"),
        ("diving", "judges", {"judges": "6"}, "3, 5, 7 or 9"),
        ("race", "tie1", {"tie1": "attempts"}, "nothing here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    preset: str, field: str, answers: dict[str, str], says: str
) -> None:
    found = faults(preset, **answers)
    assert [one for one, text in found if says in text] == [field]


def test_a_wrong_address_is_told() -> None:
    found = drafted(PRESETS[0], BASICS, "nicht gut")
    assert [one.field for one in found.faults] == ["id"]


def test_contests_of_the_same_meet_are_together() -> None:
    first = sound("singing")
    second = drafted(PRESETS[0], BASICS, "other", [first.meet]).plan
    third = drafted(PRESETS[0], {**BASICS, "meet": "别的"}, "third", [first.meet]).plan
    assert second.meet == first.meet
    assert third.meet.id != first.meet.id


def test_groups_keep_their_entrants_when_they_change_places_or_names() -> None:
    plan = sound("singing", entrants="王芳,花园村,村民组,歌\n李娜,南山村,嘉宾组,歌")
    assert [one.group for one in plan.entrants] == ["g1", "g2"]
    found = remembered(plan, PRESETS)
    assert found is not None
    swapped = {**found[1], "groups": "嘉宾组\n居民组"}
    groups = drafted(found[0], swapped, "test", [plan.meet], before=plan).plan.groups
    assert [(one.id, one.name.zh) for one in groups] == [("g2", "嘉宾组"), ("g1", "居民组")]
    fewer = drafted(found[0], {**found[1], "groups": "嘉宾组"}, "test", [plan.meet], before=plan)
    assert [one.field for one in fewer.faults] == ["groups"]


@pytest.mark.parametrize("preset", JUDGED, ids=lambda one: one.id)
@pytest.mark.parametrize("carry", ["fresh", "sum", "weighted"])
def test_several_stages_are_sound_for_every_preset(preset: Preset, carry: str) -> None:
    plan = sound(preset.id, stages="4", r1_number="2", r1_carry=carry, r3_carry=carry)
    assert len(plan.stages) == 4


def test_cubing_averages_the_middle_three_of_five() -> None:
    play = Play(sound("cubing"))
    for number, times in (
        (1, "10.00 11.00 12.00 13.00 20.00"),
        (2, "9.50 12.00 12.00 12.00 12.00"),
    ):
        play.perform(
            number, {("entry", one): {"time": time} for one, time in enumerate(times.split(), 1)}
        )
    # Both average 12.00; the better single comes first.
    assert play.result[:2] == [(1, "e2", "12.00"), (2, "e1", "12.00")]


def test_a_majority_of_places_decides_a_dance() -> None:
    play = Play(sound("dance-final", judges="3", couples="3", dance_count="1"))
    for number, places in ((1, "1 1 3"), (2, "2 2 1"), (3, "3 3 2")):
        play.judged(number, "place", places, attempt=1)
    assert [(place, one) for place, one, _ in play.result] == [(1, "e1"), (2, "e2"), (3, "e3")]
