"""The rules of a contest in plain sentences: who marks, the score, ties, who goes on."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from scoring.contest.advancement import Advancement
from scoring.contest.advancement_words import rule_text, tie_text
from scoring.contest.ids import ContestId, StageId
from scoring.contest.names import fine
from scoring.contest.plan import JudgedStage, Plan
from scoring.contest.scoring import ByDecision, Criterion, Scoring, Step, TieBreak
from scoring.contest.state import Seal
from scoring.contest.why import tie_rule
from scoring.rules.exact import exact
from scoring.sports import find_sport
from scoring.views.played_words import played_paragraphs
from scoring.views.step_words import seats_text, step_sentences
from scoring.views.words import Words
from scoring.wording import Message, Value, say

_LISTED = 3
"""More officials than this are counted instead, such as a public jury."""


class Part(Struct, frozen=True):
    """Sentences about one thing."""

    title: str
    lines: tuple[str, ...]


class StageWords(Struct, frozen=True):
    """The rules of one stage; and their seal, if they were sealed before it began."""

    stage: StageId
    name: str
    parts: tuple[Part, ...]
    digest: str = ""
    seed: str = ""


class PlanScreen(Struct, frozen=True):
    """The whole rules of a contest."""

    contest: ContestId
    meet: str
    name: str
    sport: str
    venue: str
    date: str
    field: str
    """How many compete, and in which groups."""
    stages: tuple[StageWords, ...]


def plan_screen(
    plan: Plan, entrants: int, words: Words, seals: Mapping[StageId, Seal | None] | None = None
) -> PlanScreen:
    """The plan in words for the audience, the judges and whoever is writing it."""
    sport = find_sport(plan.sport)
    return PlanScreen(
        contest=plan.id,
        meet=words.label(plan.meet.name),
        name=words.label(plan.name),
        sport=words.label(sport.name if sport else None),
        venue=words.label(plan.venue),
        date=plan.date or "",
        field=_joined(words, _field(plan, entrants)),
        stages=(
            *(
                _stage(plan, number, words, (seals or {}).get(stage.id))
                for number, stage in enumerate(plan.judged)
            ),
            *(_played(plan, number, words) for number in range(len(plan.played))),
        ),
    )


def _played(plan: Plan, number: int, words: Words) -> StageWords:
    stage = plan.played[number]
    return StageWords(
        stage=stage.id,
        name=words.label(stage.name),
        parts=tuple(
            Part(words(title), tuple(_joined(words, line) for line in lines if line))
            for title, lines in played_paragraphs(plan, number)
        ),
    )


def _joined(words: Words, sentences: Iterable[Message]) -> str:
    return ("" if words.language == "zh" else " ").join(words(one) for one in sentences)


def _field(plan: Plan, entrants: int) -> Iterator[Message]:
    if entrants:
        yield say("{count} entrants.", count=entrants)
    if plan.groups:
        yield say("Groups: {groups}.", groups=tuple(group.name for group in plan.groups))
    for feeder in plan.feeders:
        yield say("{contest} sends {count}.", contest=feeder.name, count=feeder.quota)


def _stage(plan: Plan, number: int, words: Words, seal: Seal | None) -> StageWords:
    stage = plan.judged[number]
    before = plan.judged[number - 1] if number else None
    parts = [
        (say("Marking"), [words(one) for one in _marking(plan, stage, before)]),
        (say("Score"), [_joined(words, one) for one in _score(plan, stage, before)]),
        (say("Ties"), [words(one) for one in _ties(stage.scoring)]),
        (say("Going on"), [_joined(words, one) for one in _onward(stage)]),
    ]
    return StageWords(
        stage=stage.id,
        name=words.label(stage.name),
        parts=tuple(Part(words(title), tuple(lines)) for title, lines in parts if lines),
        digest=seal.digest if seal else "",
        seed=(seal.seed or "") if seal else "",
    )


def _marking(plan: Plan, stage: JudgedStage, before: JudgedStage | None) -> Iterator[Message]:
    if before is not None and _marked_alike(stage, before):
        yield say("As in {stage}.", stage=before.name)
        return
    scoring = stage.scoring
    if stage.panel:
        yield say("{count} judges mark.", count=len(stage.panel))
    for panel in stage.panels:
        yield say("{panel}: {count} judges.", panel=panel.name, count=len(panel.seats))
    if stage.panels:
        yield say("The panels judge side by side, each a part of the field.")
    if stage.exclude_same_unit:
        yield say("Judges do not mark entrants of their own unit.")
    if scoring.attempts:
        yield _attempts(scoring)
    own = [one for one in scoring.criteria if not one.by]
    if len(own) == 1:
        yield _one_mark(own[0])
    elif own:
        yield say("Each judge marks: {criteria}.", criteria=tuple(_ranged(one) for one in own))
        if len({one.weight for one in own}) == 1:
            together = sum((exact(one.maximum) for one in own), Fraction(0))
            yield say("Together at most {sum}.", sum=fine(together, 0))
        yield _fineness(own)
    for criterion in scoring.criteria:
        if criterion.by:
            yield from _official(plan, criterion)
    if stage.publish_marks:
        yield say("Every judge's marks are published.")
    yield from _handed_in(stage)


def _handed_in(stage: JudgedStage) -> Iterator[Message]:
    if stage.signed:
        yield say("A sheet is signed and locked once it is handed in; the head judge alone gives"
                  " leave to change it.")  # fmt: skip
    if stage.trainees:
        yield say("{count} trainees mark beside the panel; their marks never count.",
                  count=len(stage.trainees))  # fmt: skip


def _marked_alike(stage: JudgedStage, before: JudgedStage) -> bool:
    return (
        stage.scoring.criteria == before.scoring.criteria
        and stage.scoring.attempts == before.scoring.attempts
        and stage.scoring.attempt_names == before.scoring.attempt_names
        and stage.panel == before.panel
        and not stage.panels
        and not before.panels
        and stage.exclude_same_unit == before.exclude_same_unit
        and stage.publish_marks == before.publish_marks
        and stage.signed == before.signed
        and stage.trainees == before.trainees
    )


def _attempts(scoring: Scoring) -> Message:
    names = scoring.attempt_names or (say("{count} attempts", count=scoring.attempts),)
    if scoring.every_attempt:
        return say("Everybody has: {attempts}.", attempts=names)
    return say("Everybody may have up to: {attempts}.", attempts=names)


def _one_mark(criterion: Criterion) -> Message:
    if criterion.kind == "place":
        return say("Each judge places everybody, without ties.")
    if criterion.kind == "cross":
        return say("Each judge crosses those to be seen again.")
    values: dict[str, Value] = {"minimum": criterion.minimum, "maximum": criterion.maximum}
    if criterion.step is not None:
        return say("Each gives one mark from {minimum} to {maximum} in steps of {step}.",
                   step=criterion.step, **values)  # fmt: skip
    match criterion.decimals:
        case 0:
            return say("Each gives one whole mark from {minimum} to {maximum}.", **values)
        case 1:
            return say("Each gives one mark from {minimum} to {maximum} with one decimal.",
                       **values)  # fmt: skip
        case _:
            return say("Each gives one mark from {minimum} to {maximum} with {decimals}"
                       " decimals.", decimals=criterion.decimals, **values)  # fmt: skip


def _ranged(criterion: Criterion) -> Message:
    values: dict[str, Value] = {
        "name": criterion.name, "minimum": criterion.minimum, "maximum": criterion.maximum,
    }  # fmt: skip
    if criterion.weight == "1":
        return say("{name} {minimum} to {maximum}", **values)
    share = fine(exact(criterion.weight) * 100, 0)
    return say("{name} {minimum} to {maximum}, counting {share}%", share=share, **values)


def _fineness(criteria: Iterable[Criterion]) -> Message:
    decimals = max(one.decimals for one in criteria)
    if decimals == 0:
        return say("All are whole marks.")
    if decimals == 1:
        return say("Marks have up to one decimal.")
    return say("Marks have up to {decimals} decimals.", decimals=decimals)


def _official(plan: Plan, criterion: Criterion) -> Iterator[Message]:
    who = seats_text(plan, criterion.by)
    values: dict[str, Value] = {
        "name": criterion.name, "minimum": criterion.minimum, "maximum": criterion.maximum,
    }  # fmt: skip
    if len(who) > _LISTED:
        yield say("{count} others mark as well, {first} to {last}: {name}, {minimum} to"
                  " {maximum}.", count=len(who), first=who[0], last=who[-1], **values)  # fmt: skip
    elif criterion.kind == "time":
        yield say("{who} enters the time: {name}.", who=who, name=criterion.name)
    elif criterion.kind == "count":
        yield say("{who} enters the count: {name}.", who=who, name=criterion.name)
    else:
        yield say("{who} enters: {name}, {minimum} to {maximum}.", who=who, **values)


def _score(
    plan: Plan, stage: JudgedStage, before: JudgedStage | None
) -> Iterator[tuple[Message, ...]]:
    steps = stage.scoring.steps
    known: tuple[Step, ...] = ()
    if before is not None and before.scoring.criteria == stage.scoring.criteria:
        own = before.scoring.steps
        known = own if steps[: len(own)] == own else ()
    if known:
        assert before is not None  # noqa: S101 - what is known comes from there
        yield (say("As in {stage}.", stage=before.name),)
    for step in steps[len(known) :]:
        if not step.aside:
            sentences = step_sentences(plan, stage, step)
            if sentences:
                yield sentences
    if stage.scoring.better == "lower":
        yield (say("The lower, the better."),)
    if stage.scoring.unfinished == "last":
        yield (say("Who has no result comes last."),)


def _ties(scoring: Scoring) -> Iterator[Message]:
    if scoring.compare == "exact":
        yield say("Scores are compared before they are rounded.")
    yield from _chain(scoring, scoring.tie_breaks)


def _chain(scoring: Scoring, links: tuple[TieBreak, ...]) -> Iterator[Message]:
    if not links:
        yield say("Equal scores share the place.")
        return
    yield say("Equal scores are compared in this order: {rules}.",
              rules=tuple(tie_rule(scoring, one) for one in links))  # fmt: skip
    if not any(isinstance(one, ByDecision) for one in links):
        yield say("Who is equal even then shares the place.")


def _onward(stage: JudgedStage) -> Iterator[tuple[Message, ...]]:
    if not stage.advancement:
        yield (say("This is the final ranking; nobody goes on from here."),)
    for route in stage.advancement:
        yield tuple(_route(stage.scoring, route))


def _route(scoring: Scoring, route: Advancement) -> Iterator[Message]:
    rules = tuple(rule_text(rule, scoring.better) for rule in route.rules)
    yield say("To {to}: {rules}.", to=route.to, rules=rules)
    yield tie_text(route.tie)
    if route.chain:
        yield say("At the line decide: {rules}.",
                  rules=tuple(tie_rule(scoring, one) for one in route.chain))  # fmt: skip
    if route.alternates == 1:
        yield say("One alternate is named.")
    elif route.alternates:
        yield say("{count} alternates are named.", count=route.alternates)
