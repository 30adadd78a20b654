"""Who goes on, as in docs/scoring.md, worked by hand."""

from hashlib import sha256

from tests.contest.cookbook import Kitchen, cooked, planned, recipe
from tests.contest.wire import Wire


@recipe("Several routes onward")
def case_22_ranges_lead_to_different_stages(snippet: Wire) -> None:
    later = [{"id": one, "scoring": snippet["scoring"]}
             for one in ("final", "semi-final", "repechage")]  # fmt: skip
    field = [f"e{n}" for n in range(1, 14)]
    play = Kitchen(planned([{"id": "stage", **snippet}, *later], " ".join(field), "J1"))
    for number, entrant in enumerate(field, start=1):
        play.turn(entrant, mark="98" if number == 3 else str(100 - number))  # e2 and e3: 98
    play.close()
    # e2 and e3 share place 2, across the line: neither is anywhere until the run-off.
    assert play.qualifying(0) == ("e1",)
    assert play.qualifying(1) == tuple(field[3:10])
    assert play.qualifying(2) == tuple(field[10:])
    play.tell("settle_tie", by="run_off", order=["e3", "e2"], reason="One more verse each")
    for route, stage in enumerate(("final", "semi-final", "repechage")):
        play.at = "stage"
        play.go_on(stage, route)
    fields = {}
    for stage in ("final", "semi-final", "repechage"):
        play.at = stage
        fields[stage] = {str(one.entrant) for one in play.result().standings}
    assert fields["final"] == {"e1", "e3"}
    assert fields["semi-final"] == {"e2", *field[3:10]}
    assert fields["repechage"] == {"e11", "e12", "e13"}


@recipe("Quota per group and wildcards")
def case_23_no_group_sends_more_than_three(snippet: Wire) -> None:
    marks = {"v1": "99", "v2": "98", "v3": "97", "v4": "96", "s1": "95", "s2": "94",
             "f1": "80", "f2": "79"}  # fmt: skip
    groups = {"v": "villagers", "s": "students", "f": "freelancers"}
    play = Kitchen(cooked(snippet, [{"id": one, "group": groups[one[0]]} for one in marks], "J1"))
    for entrant, mark in marks.items():
        play.turn(entrant, mark=mark)
    # v1 v2, s1, f1 on own places; v3 and s2 are the wildcards, as v4 would be a fourth villager.
    (cut,) = play.result().cuts
    assert cut.qualifying == ("v1", "v2", "v3", "s1", "s2", "f1")
    assert [(one.entrant, one.reason) for one in cut.excluded] == [("v4", "at_most")]
    assert cut.alternates == (("f2",),)
    assert "Does not qualify" in play.why("v4")


@recipe("Qualify by score, then fill up")
def case_21_everybody_at_75_and_the_next_up_to_three(snippet: Wire) -> None:
    def qualifying(*marks: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        names = "abcde"[: len(marks)]
        play = Kitchen(cooked(snippet, " ".join(names), "J1"))
        for name, mark in zip(names, marks, strict=True):
            play.turn(name, mark=mark)
        cut = play.result().cuts[0]
        return tuple(cut.qualifying), cut.alternates

    # Four reach 75 (75.00 does), one more than the spots; the next is the alternate.
    assert qualifying("80", "78", "76", "75", "74.99") == (("a", "b", "c", "d"), (("e",),))
    # One reaches it, two fill up.
    assert qualifying("80", "70", "71", "69") == (("a", "c", "b"), (("d",),))
    # A tie for the last spot: all of them, by the policy and not by row order.
    assert qualifying("80", "74", "70", "70", "60") == (("a", "b", "c", "d"), (("e",),))


@recipe("A tie at the line is settled by a lot sealed beforehand")
def only_the_sealed_seed_counts(snippet: Wire) -> None:
    play = Kitchen(cooked(snippet, "a b c d", "J1"))
    seed = "dragon boat 2024"
    play.tell("seal_cut", seed=seed)
    for entrant, mark in (("a", "90"), ("b", "85"), ("c", "85"), ("d", "80")):
        play.turn(entrant, mark=mark)
    play.close()
    assert play.qualifying() == ("a",)
    told = play.refused("settle_tie", by="lot", order=["b", "c"], seed="a luckier seed")
    assert "sealed before the stage" in told
    play.tell("settle_tie", by="lot", order=["b", "c"], seed=seed)
    # Anybody can repeat the draw: the lower SHA-256 of "seed/name" comes first.
    drawn = sorted(("b", "c"), key=lambda one: sha256(f"{seed}/{one}".encode()).hexdigest())
    assert play.qualifying() == ("a", drawn[0])
    assert play.ranked() == "1 a 90.00, 2 b 85.00, 2 c 85.00, 4 d 80.00"
