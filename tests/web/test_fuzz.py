"""Some requests made from the description; `python -m tests.web.fuzz` makes thousands."""

from tests.web.described import operations
from tests.web.fuzz import Fuzz, fuzzed_hall


def test_nothing_made_from_the_description_breaks_it() -> None:
    with fuzzed_hall() as fuzzed:
        fuzz = Fuzz(fuzzed, 1)
        fuzz.run(400)
    assert [(one.what, one.asker, one.again) for one in fuzz.found] == []
    assert fuzz.cases >= 400
    assert {name for name, _ in fuzz.by_operation} == set(operations())
    assert {"200", "400", "401", "403", "404", "422"} <= set(fuzz.answers)
