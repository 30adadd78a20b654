"""From answers to a plan, with what is wrong by field; and from a plan back to its answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from scoring.contest.fault import Fault
from scoring.contest.faults import plan_faults
from scoring.contest.ids import ContestId, EntrantId, GroupId, MeetId, MemberId
from scoring.contest.plan import Entrant, Group, Meet, Member, Plan, Seat, Stage
from scoring.presets.answers import Answers
from scoring.presets.entrants import EntrantLine, read_entrants
from scoring.presets.fields import Field, Section
from scoring.presets.matches import PlayedPreset
from scoring.presets.preset import Preset
from scoring.presets.stages import remembered_stages, stage_sections, stages
from scoring.presets.supervision import remembered_trainees, supervised, trainees
from scoring.wording import Label, say

AnyPreset: TypeAlias = Preset | PlayedPreset
"""Judged and measured, or played in matches."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNNAMED = Label(zh="未命名", en="Unnamed")
_GUESSES = (
    (r"plan\.stages\[(\d+)\]\.advancement.*\.score", "score"),
    (r"plan\.stages\[(\d+)\]\.advancement.*", "number"),
)
_PLACES = (
    (r"plan\.entrants.*\.group", "groups"),
    (r"plan\.entrants.*", "entrants"),
    (r"plan\.groups.*", "groups"),
    (r"plan\.stages.*\.criteria.*maximum", "full"),
    (r"plan\.stages.*\.criteria.*minimum", "lowest"),
    (r"plan\.stages.*\.criteria.*", "criteria"),
    (r"plan\.stages.*\.drop_high", "drop"),
    (r"plan\.stages.*\.tie_breaks.*", "tie1"),
)
"""Which field of the form a field of the plan was filled in by."""
_OF_MATCHES = (
    (r"plan\.entrants.*", "entrants"),
    (r"plan\.stages.*\.format.*", "format"),
    (r"plan\.stages.*\.advancement.*", "first"),
)

BASICS = Section(
    Label(zh="基本信息", en="The contest"),
    (
        Field(
            id="name", name=Label(zh="项目名称", en="Name of the contest"), least=1,
            hint=Label(
                zh="例如：独唱总决赛、羽毛球男双。",
                en="For example: solo singing, grand final; badminton, men's doubles.",
            ),
        ),
        Field(id="name-en", name=Label(zh="英文名称", en="Name in English")),
        Field(
            id="meet", name=Label(zh="赛事名称", en="Name of the meet"), least=1,
            hint=Label(
                zh="例如：乡村歌手大赛、职工运动会。同名的项目归在一起。",
                en="For example: Village Singing Festival, Company Sports Day. Contests of one"
                " meet are listed together.",
            ),
        ),
        Field(id="meet-en", name=Label(zh="赛事英文名称", en="The meet in English")),
        Field(id="date", name=Label(zh="日期", en="Date"), kind="date"),
        Field(id="venue", name=Label(zh="地点", en="Venue")),
    ),
)  # fmt: skip
GROUPS = Field(
    id="groups", name=Label(zh="组别", en="Groups"), kind="lines",
    hint=Label(
        zh="可不填。每行一个，例如村民组、嘉宾组；不填则从参赛名单里取。",
        en="Optional, one a line. Left empty, they are taken from the list of entrants.",
    ),
)  # fmt: skip
ENTRANTS = Field(id="entrants", name=Label(zh="参赛名单", en="Entrants"), kind="lines")


class Draft(Struct, frozen=True):
    """A plan as far as it can be made from the answers; with faults it is not to be used."""

    plan: Plan
    faults: tuple[Fault, ...]
    lines: tuple[EntrantLine, ...]


def sections(preset: AnyPreset) -> tuple[Section, ...]:
    """The whole form of a preset, but for groups and entrants."""
    if isinstance(preset, PlayedPreset):
        return (BASICS, *preset.sections)
    return (BASICS, *preset.sections, *stage_sections(of_judges=preset.of_judges))


def drafted(
    preset: AnyPreset,
    given: Mapping[str, str],
    contest: str,
    meets: Iterable[Meet] = (),
    before: Plan | None = None,
) -> Draft:
    """The plan that the answers describe; `meets` are known already, by name.

    `before` is the plan that it will replace, with all who are entered: they stay, and the plan
    is checked with them but comes without.
    """
    fields = [field for section in sections(preset) for field in section.fields]
    answers = Answers([*fields, GROUPS, ENTRANTS], given)
    known = _WORD.fullmatch(contest) is not None
    if not known:
        answers.wrong("id", say("1 to 40 letters (a to z), digits, hyphens and underscores."))
    identity = ContestId(contest if known else "unnamed")
    sides = preset.sides(answers) if isinstance(preset, PlayedPreset) else None
    lines = read_entrants(given.get("entrants", ""), answers.lines("groups"), sides)
    known_groups = before.groups if before else ()
    groups = known_groups if sides else _groups(answers, lines, known_groups)
    seats, laid = _laid(preset, answers)
    venue = answers.text("venue")
    plan = Plan(
        id=identity,
        meet=_meet(answers, identity, meets),
        name=_name(answers, "name", "name-en"),
        sport=preset.sport,
        venue=Label(zh=venue) if venue else None,
        date=_date(answers),
        groups=groups,
        entrants=_entrants(lines, groups),
        seats=seats,
        stages=laid,
    )
    for line in lines:
        for problem in line.problems:
            text = say("Line {line}: {problem}", line=line.line, problem=problem)
            answers.wrong("entrants", text)
    faults = answers.faults or [
        Fault(_field_of(preset, fault.field, len(plan.stages)), fault.message)
        for fault in plan_faults(replace(plan, entrants=before.entrants) if before else plan)
    ]
    return Draft(plan, tuple(_each_once(faults)), lines)


def _laid(preset: AnyPreset, answers: Answers) -> tuple[tuple[Seat, ...], tuple[Stage, ...]]:
    """The seats and the stages that the answers describe."""
    if isinstance(preset, PlayedPreset):
        return preset.laid(answers)
    marking = preset.marking(answers)
    if not preset.of_judges:
        return marking.seats, stages(answers, marking)
    learning = trainees(answers)
    laid = stages(answers, marking)
    return (*marking.seats, *learning), tuple(supervised(answers, one, learning) for one in laid)


def remembered(
    plan: Plan, presets: Sequence[AnyPreset], meets: Iterable[Meet] = (), language: str = "zh"
) -> tuple[AnyPreset, dict[str, str]] | None:
    """The preset and the answers that give exactly this plan; None if no preset can."""
    wanted, known = replace(plan, entrants=()), (plan.meet, *meets)
    for preset in presets:
        if preset.sport != plan.sport or isinstance(preset, PlayedPreset) != bool(plan.played):
            continue
        answers = _remembered(preset, wanted, language)
        if drafted(preset, answers, plan.id, known).plan == wanted:
            return preset, answers
    return None


def _remembered(preset: AnyPreset, plan: Plan, language: str) -> dict[str, str]:
    own = (
        preset.remembered(plan, language)
        if isinstance(preset, PlayedPreset)
        else _remembered_judged(preset, plan, language)
    )
    return {
        "name": plan.name.zh,
        "name-en": plan.name.en,
        "meet": plan.meet.name.zh,
        "meet-en": plan.meet.name.en,
        "date": plan.date or "",
        "venue": plan.venue.zh if plan.venue else "",
        "groups": "\n".join(group.name.zh for group in plan.groups),
        **own,
    }


def _remembered_judged(preset: Preset, plan: Plan, language: str) -> dict[str, str]:
    stage = plan.judged[0]
    criteria = tuple(
        replace(one, name=Label(zh=one.name.spoken(language))) for one in stage.scoring.criteria
    )
    spoken = replace(stage, scoring=replace(stage.scoring, criteria=criteria))
    return {
        **remembered_stages(plan.judged, language),
        **remembered_trainees(stage, plan.seats),
        **preset.remembered(spoken, plan.seats),
    }


def _name(answers: Answers, field: str, english: str) -> Label:
    zh, en = answers.text(field), answers.text(english)
    return Label(zh=zh, en=en) if zh or en else _UNNAMED


def _meet(answers: Answers, contest: ContestId, meets: Iterable[Meet]) -> Meet:
    """The meet of this name, or a new one."""
    name = _name(answers, "meet", "meet-en")
    for meet in meets:
        if name.zh in (meet.name.zh, meet.name.en) and name.en in ("", meet.name.en):
            return meet
    return Meet(id=MeetId(f"m-{contest}"[:40]), name=name)


def _date(answers: Answers) -> str | None:
    typed = answers.text("date")
    if typed and not _DATE.fullmatch(typed):
        answers.wrong("date", say("Write the date like 2024-07-06."))
        return None
    return typed or None


def _groups(
    answers: Answers, lines: Iterable[EntrantLine], before: Sequence[Group]
) -> tuple[Group, ...]:
    """A group keeps its id by its name; of as many groups as before, the others are renamed."""
    names = [one for one in answers.lines("groups") if one]
    if len(set(names)) < len(names):
        answers.wrong("groups", say("A group is there twice."))
    names = names or [line.group for line in lines if line.group]
    names = list(dict.fromkeys(names))
    ids = {group.name.zh: group.id for group in before if group.name.zh in names}
    left = [group.id for group in before if group.name.zh not in names]
    renamed = left if len(before) == len(names) else []
    used = {group.id for group in before}
    fresh = (GroupId(f"g{number}") for number in count(1))
    unused = (one for one in fresh if one not in used)
    new = chain(renamed, unused)
    return tuple(
        Group(id=ids[name] if name in ids else next(new), name=Label(zh=name)) for name in names
    )


def _entrants(lines: Iterable[EntrantLine], groups: Iterable[Group]) -> tuple[Entrant, ...]:
    """Those lines that nothing is wrong with."""
    by_name = {group.name.zh: group.id for group in groups}
    return tuple(
        Entrant(
            id=EntrantId(f"e{line.number}"), number=line.number, name=line.name, unit=line.unit,
            group=by_name.get(line.group), work=line.work,
            members=tuple(
                Member(
                    id=MemberId(f"m{index}"), name=one.name, gender=one.gender, number=one.number
                )
                for index, one in enumerate(line.members, start=1)
            ),
        )
        for line in lines
        if not line.problems
    )  # fmt: skip


def _field_of(preset: AnyPreset, path: str, stage_count: int) -> str:
    if isinstance(preset, PlayedPreset):
        by_matches = (field for pattern, field in _OF_MATCHES if re.fullmatch(pattern, path))
        return next(by_matches, preset.decider if path.endswith(".match") else "")
    for pattern, field in _GUESSES:
        found = re.fullmatch(pattern, path)
        if found:
            number = int(found[1]) + 1
            return f"{'out' if number == stage_count else f'r{number}'}-{field}"
    return next((field for pattern, field in _PLACES if re.fullmatch(pattern, path)), "")


def _each_once(faults: Iterable[Fault]) -> Iterable[Fault]:
    """Stages marked alike have the same fault each."""
    seen: set[tuple[str, str]] = set()
    for fault in faults:
        key = (fault.field, str(fault.message))
        if key not in seen:
            seen.add(key)
            yield fault
