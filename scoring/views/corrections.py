"""What a correction would change, in words: shown before anybody confirms it."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from scoring.contest.ids import EntrantId, StageId
from scoring.contest.names import outcome_label
from scoring.contest.plan import Entrant
from scoring.contest.preview import Move, Preview, Side, StagePreview
from scoring.contest.stage_result import Status
from scoring.views.words import Words
from scoring.wording import Message, say


class Named(Struct, frozen=True):
    """An entrant by number and name."""

    entrant: EntrantId
    number: int
    name: str


class MoveLine(Struct, frozen=True):
    """One entrant before and after; None where there is no such thing."""

    entrant: EntrantId
    number: int
    name: str
    status: tuple[Status | None, Status | None]
    score: tuple[str | None, str | None]
    place: tuple[int | None, int | None]
    qualifying: tuple[str | None, str | None]
    """Where the entrant goes on to by rule."""
    certain: tuple[bool, bool]
    moves_only: bool
    """Whether nothing but the place changes."""
    said: str


class RouteLine(Struct, frozen=True):
    """One route onward before and after."""

    to: str
    score: tuple[str | None, str | None]
    """The score of the last who qualifies."""
    recorded: bool
    unearned: tuple[Named, ...]
    """Recorded as going on, and would not qualify."""
    passed_over: tuple[Named, ...]
    """Would qualify, and are not recorded."""


class StageChange(Struct, frozen=True):
    """What would change in one stage."""

    id: StageId
    name: str
    moves: tuple[MoveLine, ...]
    """By place afterwards; who has none then comes last."""
    others: str
    """How many of them only change place, in words; empty if nobody."""
    joining: tuple[Named, ...]
    """Would qualify, and do not now."""
    leaving: tuple[Named, ...]
    routes: tuple[RouteLine, ...]
    opened: bool
    """Whether a stage that it leads to has begun, so that who is in there stays."""
    said: tuple[str, ...]
    """Who is in, who is out, where the line runs."""
    warnings: tuple[str, ...]
    """Where the rule and what was recorded part."""


class PreviewScreen(Struct, frozen=True):
    """What a correction would change; nothing of it has happened."""

    stages: tuple[StageChange, ...]
    nothing_changes: bool
    said: str
    """The sentence for a correction that moves nobody; else empty."""


def preview_screen(found: Preview, words: Words) -> PreviewScreen:
    """The preview for one reader."""
    nothing = say("No score and no place changes, and the same ones go on.")
    return PreviewScreen(
        stages=tuple(_Stage(found, one, words).screen() for one in found.stages),
        nothing_changes=found.nothing_changes,
        said=words(nothing) if found.nothing_changes else "",
    )


class _Stage:
    """One stage of a preview, being put into words."""

    def __init__(self, found: Preview, stage: StagePreview, words: Words) -> None:
        self._found, self._stage, self._words = found, stage, words

    def screen(self) -> StageChange:
        stage = self._stage
        came = {one for line in stage.lines for one in line.joining}
        went = {one for line in stage.lines for one in line.leaving}
        joining, leaving = self._named(came - went), self._named(went - came)
        said = [
            *([say("In: {who}.", who=_numbers(joining))] if joining else []),
            *([say("Out: {who}.", who=_numbers(leaving))] if leaving else []),
            *(line for number in range(len(stage.lines)) for line in self._line(number)),
        ]
        return StageChange(
            id=stage.stage.id,
            name=self._words.label(stage.stage.name),
            moves=tuple(self._move(one) for one in stage.moves),
            others=self._others(sum(1 for one in stage.moves if one.moves_only)),
            joining=joining,
            leaving=leaving,
            routes=tuple(self._route(number) for number in range(len(stage.lines))),
            opened=stage.opened,
            said=tuple(map(self._words, said)),
            warnings=tuple(map(self._words, self._warnings())),
        )

    def _others(self, count: int) -> str:
        return self._words(say("Only the place changes: {count}", count=count)) if count else ""

    def _entrant(self, entrant: EntrantId) -> Entrant:
        """Also who is in the contest only before, or only afterwards."""
        after = self._found.after.entrants.get(entrant)
        return after if after is not None else self._found.before.entrants[entrant]

    def _named(self, entrants: Iterable[EntrantId]) -> tuple[Named, ...]:
        found = sorted(map(self._entrant, entrants), key=lambda one: one.number)
        return tuple(Named(one.id, one.number, one.name) for one in found)

    def _to(self, route: int | None) -> str | None:
        if route is None:
            return None
        return self._words.label(self._stage.stage.advancement[route].to)

    def _move(self, move: Move) -> MoveLine:
        entrant, before, after = self._entrant(move.entrant), move.before, move.after
        return MoveLine(
            entrant=entrant.id,
            number=entrant.number,
            name=entrant.name,
            status=(before.status, after.status),
            score=(_result(before, self._words), _result(after, self._words)),
            place=(before.place, after.place),
            qualifying=(self._to(before.route), self._to(after.route)),
            certain=(before.certain, after.certain),
            moves_only=move.moves_only,
            said=self._words(_said(entrant, before, after)),
        )

    def _route(self, number: int) -> RouteLine:
        line = self._stage.lines[number]
        return RouteLine(
            to=self._to(number) or "",
            score=(line.before, line.after),
            recorded=line.recorded,
            unearned=self._named(line.unearned),
            passed_over=self._named(line.passed_over),
        )

    def _line(self, number: int) -> Iterator[Message]:
        line, to = self._stage.lines[number], self._stage.stage.advancement[number].to
        if line.before == line.after:
            return
        if line.before is None or line.after is None:
            score = line.after or line.before or ""
            text = (
                say("The line to {to} is now at {score}.", to=to, score=score)
                if line.before is None
                else say("The line to {to} was at {score}; now nobody goes on by the rule.",
                         to=to, score=score)
            )  # fmt: skip
            yield text
        else:
            yield say("The line to {to}: {before} → {after}.",
                      to=to, before=line.before, after=line.after)  # fmt: skip

    def _warnings(self) -> Iterator[Message]:
        lines = [line for line in self._stage.lines if line.recorded and line.moves_somebody]
        if not lines:
            return
        if self._stage.opened:
            yield say("The next stage has begun: who is in stays.")
        else:
            yield say("Who goes on has been recorded; that list stays until you change it.")
        for line in lines:
            if line.unearned:
                who = _numbers(self._named(line.unearned))
                yield say("Recorded as going on, but not by the rule: {who}.", who=who)
            if line.passed_over:
                who = _numbers(self._named(line.passed_over))
                yield say("By the rule, but not recorded as going on: {who}.", who=who)


def _numbers(entrants: tuple[Named, ...]) -> tuple[Message, ...]:
    return tuple(say("No. {number} {name}", number=one.number, name=one.name) for one in entrants)


def _result(side: Side, words: Words) -> str | None:
    if side.outcome is not None:
        return words(outcome_label(side.outcome))
    return str(side.score) if side.score is not None else None


def _said(entrant: Entrant, before: Side, after: Side) -> Message:
    """One sentence: what becomes of the status, then of the score, then of the place."""
    parts = [*_status(before, after), *_score(before, after), *_place(before, after)]
    if not parts:
        parts = [_qualifying(before, after)]
    who = say("No. {number} {name}", number=entrant.number, name=entrant.name)
    line = parts[0]
    for part in parts[1:]:
        line = say("{first}, {second}", first=line, second=part)
    return say("{who}: {what}", who=who, what=line)


def _status(before: Side, after: Side) -> Iterator[Message]:
    if before.status == after.status:
        return
    match after.status:
        case None:
            yield say("no longer in this stage")
        case "waiting":
            yield say("is still to be called")
        case "on_stage":
            yield say("is open again for marks") if before.score else say("is open for marks")
        case "no_show":
            yield say("did not come")
        case "disqualified":
            yield say("disqualified")
        case "withdrawn":
            yield say("withdrawn")
        case "unfinished":
            yield say("no result")
        case "ranked":
            if before.status in {"withdrawn", "disqualified"}:
                yield say("counts again")


def _score(before: Side, after: Side) -> Iterator[Message]:
    old, new = before.score, after.score
    if old is not None and new is not None:
        if str(old) != str(new):
            yield say("{before} → {after}", before=str(old), after=str(new))
    elif new is not None:
        yield say("score {score}", score=str(new))
    elif old is not None:
        yield say("no score any more (was {score})", score=str(old))


def _place(before: Side, after: Side) -> Iterator[Message]:
    old, new = before.place, after.place
    if old is not None and new is not None:
        if old != new:
            yield say("place {before} → {after}", before=old, after=new)
    elif new is not None:
        yield say("place {place}", place=new)
    elif old is not None:
        yield say("no place any more (was {place})", place=old)


def _qualifying(before: Side, after: Side) -> Message:
    if after.route is None:
        return say("does not qualify any more")
    if before.route is None:
        return say("qualifies now")
    if before.route != after.route:
        return say("goes on by another route")
    if after.certain:
        return say("certain to go on now")
    return say("qualifies, no longer for certain")
