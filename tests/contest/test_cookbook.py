"""Every snippet of docs/scoring.md is played and comes out as worked by hand."""

import pytest

from tests.contest import (  # noqa: F401 - what the recipes come to
    recipes_attempts,
    recipes_measured,
    recipes_onward,
    recipes_orders,
    recipes_singing,
)
from tests.contest.cookbook import RECIPES, Recipe, blocks, snippets

SNIPPETS = snippets()


def test_every_snippet_is_a_recipe_with_expectations() -> None:
    assert len(SNIPPETS) == blocks()
    assert set(SNIPPETS) == set(RECIPES)


@pytest.mark.parametrize(
    ("title", "played"),
    [
        pytest.param(title, played, id=played.__name__)
        for title, recipes in RECIPES.items()
        for played in recipes
    ],
)
def test_recipe(title: str, played: Recipe) -> None:
    played(SNIPPETS[title])
