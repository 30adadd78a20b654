"""What a preset asks the organizer: fields with their bounds, choices and sound defaults."""

from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.wording import Label

Kind: TypeAlias = Literal["text", "whole", "decimal", "date", "choice", "switch", "lines", "rows"]


class Option(Struct, frozen=True):
    """One of the answers to choose from."""

    value: str
    name: Label


class When(Struct, frozen=True):
    """A field is only asked while another one has one of these answers."""

    field: str
    values: tuple[str, ...]


class Field(Struct, frozen=True, kw_only=True):
    """One thing to fill in. What is left empty counts as the default."""

    id: str
    name: Label
    kind: Kind = "text"
    default: str | Label = ""
    hint: Label | None = None
    least: int = 0
    """The least number; of texts, the fewest characters."""
    most: int = 80
    """The greatest number; of texts, the most characters."""
    options: tuple[Option, ...] = ()
    columns: tuple[Label, ...] = ()
    """What the parts of a row are called."""
    when: tuple[When, ...] = ()
    """All of these must hold, or the field is not asked."""

    def default_in(self, language: str) -> str:
        return self.default if isinstance(self.default, str) else self.default.spoken(language)


class Section(Struct, frozen=True):
    """Fields that belong together."""

    name: Label
    fields: tuple[Field, ...]


def options(*named: tuple[str, str, str]) -> tuple[Option, ...]:
    """Answers to choose from: value, Chinese, English."""
    return tuple(Option(value, Label(zh=zh, en=en)) for value, zh, en in named)


def table(*rows: tuple[Label, str]) -> Label:
    """Rows of a name and a number, as the text of a field in either language."""
    return Label(
        zh="\n".join(f"{name.zh}\t{value}" for name, value in rows),
        en="\n".join(f"{name.en}\t{value}" for name, value in rows),
    )
