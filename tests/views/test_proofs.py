"""The proof of a certain place in words, and what somebody on stage still needs."""

from scoring.contest.ids import EntrantId
from scoring.languages import words
from scoring.views.entrant import entrant_screen
from scoring.views.proofs import needs_line, proof_lines
from scoring.views.public_entrant import public_entrant_screen
from tests.contest.wire import Playing, label, panel_score, plan

ENGLISH = words("en")
ONWARD = {"to": label("Final"), "rules": [{"type": "top", "count": 2}], "tie": "all_in"}


def playing() -> Playing:
    """Three settled with 90, 80 and 70; d on stage with one mark of two; e still to come."""
    made = plan(
        panel_score(), ["a", "b", "c", "d", "e"], ["J1", "J2"], stage={"advancement": [ONWARD]}
    )
    under_way = Playing(made)
    for entrant, mark in (("a", "90"), ("b", "80"), ("c", "70")):
        under_way.perform(entrant, [mark, mark])
    under_way.tell("call", entrant="d")
    under_way.mark("d", "J1", mark="50")
    return under_way


def test_each_state_is_told_with_the_places_that_show_it() -> None:
    now = playing()
    (a,), (b,), (c,) = (
        proof_lines(now.now, now.result(), EntrantId(one), ENGLISH) for one in ("a", "b", "c")
    )
    assert a.startswith("Certain for Final: with everybody still to come at their best")
    assert a.endswith("it is place 2, and that goes on.")
    assert b.startswith("Not decided for Final: between place 2 and place 3, depending on")
    assert c.startswith("Out of reach of Final: with everybody still to come at their worst")
    assert c.endswith("it is place 3, and that does not go on.")


def test_nothing_is_foretold_once_the_stage_is_closed() -> None:
    now = playing()
    now.mark("d", "J2", mark="60")
    now.tell("close_performance", entrant="d")
    now.tell("withdraw", entrant="e", reason="ill")
    now.tell("close_stage")
    assert proof_lines(now.now, now.result(), EntrantId("a"), ENGLISH) == ()


def test_what_is_still_needed_names_the_judges_and_the_mark() -> None:
    now = playing()
    assert needs_line(now.now, now.result(), EntrantId("d"), ENGLISH) == (
        "As things stand, cannot go on whatever J2 still give."
    )
    now.tell("call", entrant="e")
    assert needs_line(now.now, now.result(), EntrantId("e"), ENGLISH) == (
        "To go on as things stand: at least 80.00 from each of J1, J2; the score is then 80.00."
    )
    now.mark("e", "J1", mark="100")
    now.mark("e", "J2", mark="99")
    assert needs_line(now.now, now.result(), EntrantId("e"), ENGLISH) is None


def test_both_pages_of_an_entrant_say_it_as_far_as_each_may_know() -> None:
    now = playing().now
    assert entrant_screen(now, EntrantId("a"), ENGLISH).why[-1].startswith("Certain for Final")
    # To the audience d, of whom 50 is known at the desk, may still come to 100.
    public = public_entrant_screen(now, EntrantId("a"), ENGLISH).why[-1]
    assert public.startswith("Not decided for Final: between place 1 and place 3")


def test_the_audience_is_told_nothing_of_marks_not_settled() -> None:
    under_way = playing()
    before = public_entrant_screen(under_way.now, EntrantId("b"), ENGLISH).why
    under_way.mark("d", "J2", mark="100")
    after = public_entrant_screen(under_way.now, EntrantId("b"), ENGLISH).why
    assert before == after
