"""The form of a preset in one reader's language, filled in as far as it is known."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from scoring.presets.fields import Field, Kind, Section, When
from scoring.presets.matches import PlayedPreset
from scoring.presets.plans import ENTRANTS, GROUPS, AnyPreset, sections
from scoring.sports import find_sport
from scoring.views.words import Words
from scoring.wording import Label, say

_ROOM = 25
"""So many columns of text a choice has room for."""


class FormOption(Struct, frozen=True):
    """One answer to choose from."""

    value: str
    name: str
    chosen: bool


class FormField(Struct, frozen=True, kw_only=True):
    """One control; `when` lists the fields, with their answers, that it depends on."""

    id: str
    name: str
    kind: Kind
    hint: str
    value: str
    least: int
    most: int
    options: tuple[FormOption, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    when: tuple[tuple[str, tuple[str, ...]], ...]
    shown: bool
    long: bool
    """Whether an answer needs the room of two controls."""


class FormSection(Struct, frozen=True):
    """Controls that belong together; hidden while none of them is asked."""

    name: str
    fields: tuple[FormField, ...]

    @property
    def shown(self) -> bool:
        return any(field.shown for field in self.fields)


class PlanForm(Struct, frozen=True):
    """The whole form."""

    preset: str
    name: str
    description: str
    entrant_word: str
    work_word: str
    sections: tuple[FormSection, ...]
    groups: FormField | None
    """Kinds of entrants; matches have none, as who meets whom is drawn."""
    entrants: FormField
    columns: tuple[str, ...]
    """The columns of a pasted list."""


class Choice(Struct, frozen=True, kw_only=True):
    """A preset as it is offered."""

    preset: str
    sport: str
    name: str
    description: str
    played: bool
    """Decided in matches."""


def choices(presets: Iterable[AnyPreset], words: Words) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            preset=one.id,
            sport=_word(one, words, "name"),
            name=words.label(one.name),
            description=words.label(one.description),
            played=isinstance(one, PlayedPreset),
        )
        for one in presets
    )


def plan_form(preset: AnyPreset, answers: Mapping[str, str], words: Words) -> PlanForm:
    """The form of a preset; what `answers` leave open shows its default."""
    found = sections(preset)
    fields = [field for section in found for field in section.fields]
    filled = {
        field.id: answers.get(field.id) or field.default_in(words.language) for field in fields
    }
    return PlanForm(
        preset=preset.id,
        name=words.label(preset.name),
        description=words.label(preset.description),
        entrant_word=_word(preset, words, "entrant"),
        work_word=_word(preset, words, "work"),
        sections=tuple(_section(one, filled, words) for one in found),
        groups=None if isinstance(preset, PlayedPreset) else _field(GROUPS, answers, words),
        entrants=_entrants(preset, answers, words),
        columns=_columns(preset, words),
    )


def _entrants(preset: AnyPreset, answers: Mapping[str, str], words: Words) -> FormField:
    """The list to paste, with what its columns may be."""
    if isinstance(preset, PlayedPreset):
        return _field(replace(ENTRANTS, hint=preset.entrants_hint), answers, words)
    found = _field(ENTRANTS, answers, words)
    text = say("Columns: number, name, unit, group, {work}. Headings are recognised; whoever has"
               " no number gets the next one. It can be left empty: late entries are taken at the"
               " desk.", work=_word(preset, words, "work").lower())  # fmt: skip
    return replace(found, hint=words(text))


def _columns(preset: AnyPreset, words: Words) -> tuple[str, ...]:
    number, name, unit = (words(one) for one in (say("No."), say("Name"), say("Unit")))
    if not isinstance(preset, PlayedPreset):
        return number, name, unit, _word(preset, words, "work")
    if preset.in_teams:
        return number, words(say("Team")), unit, words(say("Members"))
    return number, name, unit


def _word(preset: AnyPreset, words: Words, which: str) -> str:
    sport = find_sport(preset.sport)
    label: Label | None = getattr(sport, which, None)
    return words.label(label)


def _section(section: Section, filled: Mapping[str, str], words: Words) -> FormSection:
    fields = tuple(_field(field, filled, words) for field in section.fields)
    return FormSection(words.label(section.name), fields)


def _field(field: Field, filled: Mapping[str, str], words: Words) -> FormField:
    value = filled.get(field.id, "")
    return FormField(
        id=field.id,
        name=words.label(field.name),
        kind=field.kind,
        hint=words.label(field.hint),
        value=value,
        least=field.least,
        most=field.most,
        options=tuple(
            FormOption(one.value, words.label(one.name), one.value == value)
            for one in field.options
        ),
        columns=tuple(words.label(one) for one in field.columns),
        rows=tuple(_row(line) for line in value.splitlines()) if field.kind == "rows" else (),
        when=tuple((one.field, one.values) for one in field.when),
        shown=all(_holds(one, filled) for one in field.when),
        long=any(_width(words.label(one.name)) > _ROOM for one in field.options),
    )


def _width(text: str) -> int:
    """In columns: a Chinese character takes two of a letter."""
    return sum(1 if one.isascii() else 2 for one in text)


def _row(line: str) -> tuple[str, str]:
    name, _, value = line.rpartition("\t")
    return name, value


def _holds(when: When, filled: Mapping[str, str]) -> bool:
    return filled.get(when.field, "") in when.values
