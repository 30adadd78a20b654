"""The newest result of every stage, worked out once for all screens."""

from scoring.contest.ids import ContestId, StageId
from scoring.contest.plan import JudgedStage, PlayedStage
from scoring.contest.standings import StageStandings, standings
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedStandings, played_standings


class Results:
    """Keeps what was worked out last: a contest is never changed, so the result is its own."""

    def __init__(self) -> None:
        self._kept: dict[tuple[ContestId, StageId], tuple[Contest, StageStandings]] = {}
        self._played: dict[tuple[ContestId, StageId], tuple[Contest, PlayedStandings]] = {}

    def __call__(self, contest: Contest, stage: JudgedStage, /) -> StageStandings:
        """The stage's standings in this contest."""
        key = (contest.plan.id, stage.id)
        contest_before, before = self._kept.get(key, (None, None))
        if before is not None and contest_before is contest:
            return before
        result = standings(contest, stage, before)
        self._kept[key] = (contest, result)
        return result

    def played(self, contest: Contest, stage: PlayedStage) -> PlayedStandings:
        """The tables and places of a stage of matches in this contest."""
        key = (contest.plan.id, stage.id)
        before, kept = self._played.get(key, (None, None))
        if kept is not None and before is contest:
            return kept
        result = played_standings(contest, stage)
        self._played[key] = (contest, result)
        return result
