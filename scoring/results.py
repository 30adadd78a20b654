"""The newest result of every stage, worked out once for all screens."""

from scoring.contest.ids import ContestId, StageId
from scoring.contest.match_outlook import MatchOutlook, match_outlook
from scoring.contest.plan import JudgedStage, PlayedStage
from scoring.contest.stage_result import StageStandings
from scoring.contest.standings import standings
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedStandings, played_standings


class Results:
    """Keeps what was worked out last: a contest is never changed, so the result is its own."""

    def __init__(self) -> None:
        self._kept: dict[tuple[ContestId, StageId], tuple[Contest, StageStandings]] = {}
        self._played: dict[tuple[ContestId, StageId], tuple[Contest, PlayedStandings]] = {}
        self._outlooks: dict[tuple[ContestId, StageId], MatchOutlook] = {}

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

    def outlook(self, result: PlayedStandings) -> MatchOutlook:
        """What can still happen; a group without new results is not looked at again."""
        key = (result.contest.plan.id, result.stage.id)
        before = self._outlooks.get(key)
        if before is not None and before.result is result:
            return before
        found = match_outlook(result, before)
        self._outlooks[key] = found
        return found
