"""The rules of advancement as plan data: what they mean, how they read, what is wrong."""

from typing import get_args

import msgspec
import pytest
from msgspec.structs import replace

from scoring.contest.advancement import (
    Advancement,
    AdvancementRule,
    AutoThenFill,
    Cap,
    Percent,
    Places,
    Quota,
    Threshold,
    TopN,
    route,
    step,
)
from scoring.contest.advancement_faults import routes_faults
from scoring.contest.advancement_words import nobody_text, reason_text, rule_text, tie_text
from scoring.contest.scoring import ByDecision
from scoring.rules.cuts import Cut, ExclusionReason
from scoring.rules.exact import NotDecimal, exact
from scoring.rules.routes import (
    Best,
    Better,
    Between,
    PerMembership,
    Reaching,
    ReachingOrBest,
    Route,
    Share,
    Step,
    TiePolicy,
)
from scoring.wording import Label

FINAL = Label(en="Final")
QUOTA = Quota(by="unit", best=2, counts={"north": 3}, at_most=4, wildcards=5)
QUOTA_TEXT = (
    "the best 2 of each unit go on, north: the best 3, at most 4 of each, ties included,"
    " then 5 wildcards by overall rank"
)
CAP_TEXT = (
    "never more than 75% of those with a result, rounded down;"
    " a tie that would exceed it stays out"
)


@pytest.mark.parametrize(
    ("rule", "meaning", "text"),
    [
        (TopN(count=3), Best(spots=3), "the best 3 go on"),
        (
            Percent(percent=75, of="present"),
            Best(spots=Share(75, "present")),
            "the best 75% of those who came go on, rounded down",
        ),
        (
            Percent(percent=50, of="entered"),
            Best(spots=Share(50, "entered")),
            "the best 50% of all who entered go on, rounded down",
        ),
        (
            Threshold(score="95.00"),
            Reaching(score=exact("95")),
            "a score of 95.00 or more goes on",
        ),
        (
            Threshold(score="95", strict=True),
            Reaching(score=exact("95"), strict=True),
            "a score above 95 goes on",
        ),
        (Places(first=3, last=10), Between(first=3, last=10), "places 3 to 10 go on"),
        (Places(first=3, last=3), Between(first=3, last=3), "place 3 goes on"),
        (Places(first=11), Between(first=11, last=None), "place 11 and all below go on"),
        (
            AutoThenFill(score="75.0", spots=10),
            ReachingOrBest(score=exact("75"), spots=10),
            "everyone with 75.0 or more goes on, even beyond 10; places left of the 10 go by rank",
        ),
        (
            QUOTA,
            PerMembership(by="unit", best=2, counts={"north": 3}, at_most=4, wildcards=5),
            QUOTA_TEXT,
        ),
        (
            Quota(by="group", best=1),
            PerMembership(by="group", best=1, counts={}),
            "the best 1 of each group go on",
        ),
        (
            Quota(by="origin", best=1),
            PerMembership(by="origin", best=1, counts={}),
            "the best 1 from each earlier round go on",
        ),
        (
            Cap(count=12),
            Best(spots=12, hard=True),
            "never more than 12; a tie that would exceed it stays out",
        ),
        (
            Cap(percent=75, of="ranked"),
            Best(spots=Share(75, "ranked"), hard=True),
            CAP_TEXT,
        ),
    ],
)
def test_what_a_rule_means_and_how_it_reads(
    rule: AdvancementRule, meaning: Step, text: str
) -> None:
    assert step(rule) == meaning
    assert str(rule_text(rule)) == text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Threshold(score="12.5"), "a result of 12.5 or less goes on"),
        (Threshold(score="12.5", strict=True), "a result below 12.5 goes on"),
        (
            AutoThenFill(score="12.5", spots=8),
            "everyone with 12.5 or less goes on, even beyond 8; places left of the 8 go by rank",
        ),
    ],
)
def test_rules_where_lower_is_better(rule: AdvancementRule, text: str) -> None:
    lower: Better = "lower"
    assert str(rule_text(rule, lower)) == text


def test_every_policy_and_reason_has_words_of_its_own() -> None:
    policies: tuple[TiePolicy, ...] = get_args(TiePolicy)
    assert len({str(tie_text(policy)) for policy in policies}) == len(policies)
    reasons: tuple[ExclusionReason, ...] = get_args(ExclusionReason)
    assert len({str(reason_text(reason)) for reason in reasons}) == len(reasons)


@pytest.mark.parametrize(
    ("cut", "ranked", "text"),
    [
        (Cut(qualifying=("a",)), 3, "None"),
        (Cut(), 0, "Nobody has a result, so nobody can go on."),
        (Cut(undecided=("a",)), 3, "Nobody can go on until the tie across the line is settled."),
        (Cut(), 3, "By the rules nobody goes on."),
    ],
)
def test_case_07_why_nobody_goes_on(cut: Cut[str], ranked: int, text: str) -> None:
    assert str(nobody_text(cut, ranked)) == text


@pytest.mark.parametrize(
    "cap", [Cap(), Cap(count=3, percent=75, of="ranked"), Cap(percent=75)], ids=repr
)
def test_case_24_a_cap_that_says_nothing_clear_lets_nobody_through(cap: Cap) -> None:
    assert step(cap) == Best(spots=0, hard=True)


def test_case_24_a_score_that_cannot_be_read_gives_no_cut() -> None:
    with pytest.raises(NotDecimal):
        route(way(Threshold(score="A+")))


def way(*rules: AdvancementRule, tie: TiePolicy = "all_in") -> Advancement:
    return Advancement(to=FINAL, rules=rules, tie=tie)


def test_a_route_carries_its_policy_its_orders_and_its_alternates() -> None:
    order = {"a": 1, "b": 2}
    plan = replace(way(TopN(count=2), Cap(count=1), tie="lots"), alternates=2)
    assert route(plan, order) == Route(
        steps=(Best(spots=2), Best(spots=1, hard=True)),
        tie="lots",
        orders=(order,),
        alternates=2,
    )


@pytest.mark.parametrize(
    "rule",
    [
        '{"type":"top","count":0}',
        '{"type":"top","count":1.5}',
        '{"type":"top","count":3,"ties":"all"}',
        '{"type":"percent","percent":0,"of":"present"}',
        '{"type":"percent","percent":101,"of":"present"}',
        '{"type":"percent","percent":50,"of":"everyone"}',
        '{"type":"percent","percent":50}',
        '{"type":"threshold","score":95}',
        '{"type":"places","first":0}',
        '{"type":"quota","by":"voice","best":1}',
        '{"type":"quota","by":"unit","best":-1}',
        '{"type":"bottom","count":3}',
    ],
)
def test_a_rule_from_outside_is_read_strictly(rule: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(rule, type=AdvancementRule)


def test_rules_survive_the_wire() -> None:
    plan = way(TopN(count=3), Places(first=1), QUOTA, Cap(percent=75, of="ranked"), tie="run_off")
    assert msgspec.json.decode(msgspec.json.encode(plan), type=Advancement) == plan
    with pytest.raises(msgspec.ValidationError, match="rules"):
        msgspec.json.decode('{"to":{"en":"Final"},"rules":[],"tie":"all_in"}', type=Advancement)


def found(*routes: Advancement, field: int | None = 20) -> list[tuple[str, str]]:
    faults = routes_faults("routes", routes, field=field, groups=["north"], origins=["village"])
    return [(fault.field, str(fault.message)) for fault in faults]


@pytest.mark.parametrize(
    "rules",
    [
        (TopN(count=20),),
        (TopN(count=3), Cap(percent=75, of="present")),
        (Threshold(score="95.5", strict=True),),
        (Percent(percent=5, of="entered"),),
        (Percent(percent=1, of="present"),),
        (AutoThenFill(score="-1", spots=20),),
        (Places(first=20, last=20),),
        (Quota(by="group", best=0, counts={"north": 2}, at_most=2),),
        (Quota(by="unit", best=1, counts={"anything": 2}),),
        (Quota(by="origin", best=0, wildcards=1),),
    ],
)
def test_sound_rules(rules: tuple[AdvancementRule, ...]) -> None:
    assert found(way(*rules)) == []


LARGE = "The cut of 21 is larger than the field of 20; it must be between 1 and 20."
NO_SCORE = "“A+” is no number with at most 6 decimals, such as 95.99."
EITHER = "A cap needs either a number or a percentage."


@pytest.mark.parametrize(
    ("rule", "field", "text"),
    [
        (TopN(count=21), "count", LARGE),
        (AutoThenFill(score="9", spots=21), "spots", LARGE),
        (AutoThenFill(score="A+", spots=2), "score", NO_SCORE),
        (Threshold(score="A+"), "score", NO_SCORE),
        (Percent(percent=4, of="entered"), "percent", "4% of 20, rounded down, is nobody."),
        (
            Percent(percent=0, of="present"),
            "percent",
            "A percentage must be between 1 and 100.",
        ),
        (Places(first=5, last=4), "last", "The first place, 5, is after the last, 4."),
        (
            Places(first=21),
            "first",
            "Place 21 is beyond the field of 20; nobody can reach it.",
        ),
        (
            Places(first=3, last=21),
            "last",
            "Place 21 is beyond the field of 20; leave out the last place to mean all below.",
        ),
        (
            Quota(by="group", best=1, counts={"south": 1}),
            "counts",
            "south is not known here; known are: north.",
        ),
        (
            Quota(by="origin", best=1, counts={"town": 1}),
            "counts",
            "town is not known here; known are: village.",
        ),
        (
            Quota(by="unit", best=3, at_most=2),
            "best",
            "A quota of 3 is more than the 2 allowed.",
        ),
        (
            Quota(by="unit", best=1, counts={"x": 3}, at_most=2),
            "counts",
            "A quota of 3 is more than the 2 allowed.",
        ),
        (Quota(by="unit", best=0), "best", "The quota has no places and no wildcards."),
    ],
)
def test_a_rule_that_cannot_be_meant(rule: AdvancementRule, field: str, text: str) -> None:
    assert found(way(rule)) == [(f"routes[0].rules[0].{field}", text)]


@pytest.mark.parametrize(
    ("cap", "field", "text"),
    [
        (Cap(), "count", EITHER),
        (Cap(count=1, percent=75, of="ranked"), "count", EITHER),
        (Cap(count=1, of="ranked"), "of", "A cap by number is not taken of anything."),
        (
            Cap(percent=75),
            "of",
            "Say what the percentage is taken of: entered, present or ranked.",
        ),
    ],
)
def test_a_cap_says_one_thing(cap: Cap, field: str, text: str) -> None:
    assert found(way(TopN(count=3), cap)) == [(f"routes[0].rules[1].{field}", text)]


def test_a_cap_cannot_stand_first() -> None:
    assert found(way(Cap(count=3), TopN(count=5))) == [
        ("routes[0].rules[0]", "A cap limits the rules before it; it cannot stand first.")
    ]


def test_further_tie_breaks_go_with_their_policy() -> None:
    assert found(way(TopN(count=3), tie="chain")) == [
        (
            "routes[0].chain",
            "Name the tie-breaks that decide at the line, or choose another policy.",
        )
    ]
    linked = replace(way(TopN(count=3), tie="chain"), chain=(ByDecision(by="lot"),))
    assert found(linked) == []
    assert found(replace(linked, tie="lots")) == [
        (
            "routes[0].chain",
            "These tie-breaks are never looked at: the policy for ties is lots.",
        )
    ]


def test_case_22_a_place_leads_to_one_stage() -> None:
    ranges = [way(Places(first=1, last=2)), way(Places(first=3, last=10)), way(Places(first=11))]
    assert found(*ranges) == []
    ranges[1] = way(Places(first=2, last=11))
    text = "Place {} is in two ranges; a place must lead to one stage."
    assert found(*ranges) == [
        ("routes[1].rules", text.format(2)),
        ("routes[2].rules", text.format(11)),
    ]
    assert found(way(TopN(count=2)), way(Places(first=1, last=10))) == []


def test_a_field_still_to_come_is_not_checked() -> None:
    rules = (TopN(count=99), Places(first=50), Percent(percent=1, of="entered"))
    assert found(way(*rules), field=None) == []
