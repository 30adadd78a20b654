"""The lines of a ranking, and the cut line between them."""

from collections import Counter
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.contest.plan import Advancement, TopN
from scoring.contest.standings import StageStandings, Standing, Status
from scoring.contest.state import Contest
from scoring.views.head import Card, card
from scoring.views.words import Words
from scoring.wording import Message, say

Fate: TypeAlias = Literal["qualifying", "advancing", "out"]
"""By the rule inside the cut line so far; recorded as going on; neither."""


class Row(Struct, frozen=True):
    """One line of the board; `place` and `score` are None until the performance is settled."""

    card: Card
    status: Status
    place: int | None
    shared: bool
    """Whether others have the same place."""
    score: str | None
    fate: Fate | None


class CutLine(Struct, frozen=True):
    """Where the cut line runs: below the first `after` rows of the board."""

    after: int
    to: str
    rule: str
    recorded: bool
    """Whether who goes on has been decided; before that the line may still move."""


def ranking_rows(contest: Contest, result: StageStandings, words: Words) -> tuple[Row, ...]:
    sharing = Counter(one.place for one in result.standings)
    advanced = contest.stage(result.stage.id).advanced

    def fate(standing: Standing) -> Fate | None:
        if standing.place is None or result.stage.advancement is None:
            return None
        if advanced is not None:
            return "advancing" if standing.entrant in advanced.entrants else "out"
        return "qualifying" if standing.entrant in result.qualifying else "out"

    return tuple(
        Row(
            card=card(contest, one.entrant, words),
            status=one.status,
            place=one.place,
            shared=one.place is not None and sharing[one.place] > 1,
            score=str(one.score) if one.score else None,
            fate=fate(one),
        )
        for one in result.standings
    )


def cut_line(
    contest: Contest, result: StageStandings, rows: tuple[Row, ...], words: Words
) -> CutLine | None:
    advancement = result.stage.advancement
    if advancement is None:
        return None
    inside = [index for index, row in enumerate(rows) if row.fate in ("qualifying", "advancing")]
    return CutLine(
        after=inside[-1] + 1 if inside else 0,
        to=words.label(advancement.to),
        rule=words(rule_text(advancement)),
        recorded=contest.stage(result.stage.id).advanced is not None,
    )


def rule_text(advancement: Advancement) -> Message:
    """The advancement rule in one sentence."""
    parts = tuple(
        say("best {count}", count=rule.count)
        if isinstance(rule, TopN)
        else say("score above {score}", score=rule.score)
        if rule.strict
        else say("score of {score} or more", score=rule.score)
        for rule in advancement.rules
    )
    if advancement.tie == "all_in":
        return say("{rules}; tied at the line: all go on", rules=parts)
    return say("{rules}; tied at the line: none goes on", rules=parts)
